package import LipSyncMedia
internal import Platform

/// Mends sources: looks at one, plans, makes the new file beside its place, checks it, and gives it its name.
package struct Mender: Sendable {
  /// Makes a file by a recipe; blocks.
  package typealias Workshop =
    @Sendable (
      _ recipe: MediaRecipe, _ path: String, _ deadline: Deadline,
      _ progress: @escaping @Sendable (Double) -> Void
    ) throws(MediaError) -> MediaMade

  let inspector: Inspector
  private let workshop: Workshop
  private let wishes: MendWishes

  /// - Parameters:
  ///   - inspector: looks at sources and at what was made of them.
  ///   - workshop: makes files.
  package init(inspector: Inspector, wishes: MendWishes = MendWishes(), workshop: @escaping Workshop) {
    (self.inspector, self.wishes, self.workshop) = (inspector, wishes, workshop)
  }

  /// A source that was looked at.
  package struct Look: Sendable {
    /// What is known of it, and what would be done.
    package var report: MendReport
    package var plan: MendPlan
    var given: MendCase?

    /// The ending of the new file's name; empty if there is none.
    package var ending: String { plan.ending }
  }

  /// Looks at a file and plans.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what to call it.
  ///   - subject: what it is for; nil for what is in it: a moving picture is a video.
  package func look(_ path: String, named name: String? = nil, as subject: Subject? = nil) async -> Look {
    let isAsked = subject != nil
    var subject = subject ?? .video
    var inspection = await inspector.examine(.file(path: path), as: subject, deep: false)
    if !isAsked, let media = inspection.media, media.pictureLength == nil, media.audio != nil,
      !media.isImage
    {
      subject = .audio
      inspection = await inspector.examine(.file(path: path), as: subject, deep: false)
    }
    let findings = SourceFacts(inspection, as: subject).findings
    var report = MendReport(source: name ?? path, subject: subject, state: .sound)
    report.before = inspection.media
    guard let media = inspection.media else {
      let nothing = MediaInfo.unknown
      let plan = MendPlan.make(
        MendCase(subject: subject, media: nothing, findings: findings, pieces: []), wishes: wishes)
      (report.state, report.left) = (.hopeless, plan.left)
      return Look(report: report, plan: plan)
    }
    let pieces = await pieces(of: path, media, subject)
    let given = MendCase(subject: subject, media: media, findings: findings, pieces: pieces)
    let plan = MendPlan.make(given, wishes: wishes)
    (report.steps, report.left) = (plan.steps, plan.left)
    report.state = plan.recipe != nil ? .planned : plan.isHopeless ? .hopeless : .sound
    return Look(report: report, plan: plan, given: given)
  }

  /// The files that were joined in one, each with its length; one alone if there are no others, or the others cannot be read.
  private func pieces(of path: String, _ media: MediaInfo, _ subject: Subject) async -> [MediaRecipe.Piece] {
    let whole = [MediaRecipe.Piece(path: path)]
    guard media.facts.trailing?.kind != nil else { return whole }
    let found = try? await onBlockingThread { [inspector] () -> [MediaRecipe.Piece] in
      let file = try FileSource(path: path)
      var (start, info) = (Int64(0), media)
      var pieces: [MediaRecipe.Piece] = []
      while pieces.count < 1000 {
        let next = info.facts.trailing.flatMap { $0.kind == nil ? nil : $0.offset }
        guard let length = subject == .audio ? info.audio?.duration : info.pictureLength, length > .zero,
          !info.isTruncated
        else { return whole }
        pieces.append(MediaRecipe.Piece(path: path, offset: start, bytes: next, length: length))
        guard let next else { return pieces }
        start += next
        info = try inspector.examiner.probe(
          SliceSource(file, from: start, bytes: nil), deadline: .after(inspector.timeout))
      }
      return whole
    }
    return found ?? whole
  }

  /// Makes the new file of a source that was looked at.
  ///
  /// - Parameters:
  ///   - target: its path. What bears that name is replaced, once the new file has passed its check.
  ///   - progress: told the share that is done.
  /// - Throws: `CancellationError`, and what keeps the file from being written.
  package func mend(
    _ look: Look, to target: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> MendReport {
    var report = look.report
    guard let given = look.given, let recipe = look.plan.recipe else { return report }
    var attempt = try await attempt(
      look.plan, given, recipe, ending: look.plan.ending, near: target, progress)
    if !attempt.faults.isEmpty, let fallback = look.plan.fallback {
      attempt.discard()
      attempt = try await self.attempt(
        look.plan, given, fallback.recipe, ending: fallback.ending, near: target, progress)
    }
    (report.made, report.after) = (attempt.made, attempt.media)
    guard attempt.faults.isEmpty else {
      attempt.discard()
      report.state = .failed
      report.trouble =
        "The new file did not pass its check and was removed. " + attempt.faults.joined(separator: " ")
      return report
    }
    let path = Self.path(target, ending: attempt.ending)
    do { try NewFile.name(attempt.path, as: path) } catch {
      attempt.discard()
      throw error
    }
    (report.output, report.state) = (path, .mended)
    return report
  }

  /// A path without its ending, with another one.
  private static func path(_ target: String, ending: String) -> String { "\(target).\(ending)" }

  private struct Attempt {
    var path: String
    var ending: String
    var made: MediaMade?
    var media: MediaInfo?
    var faults: [String]

    /// Removes the file, and what a worker that was stopped has left of it under its own name.
    func discard() {
      unlink(path)
      guard let name = path.split(separator: "/").last else { return }
      let folder = path.hasSuffix("/\(name)") ? String(path.dropLast(name.count)) : "."
      for left in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      where left.hasPrefix(name + ".") {
        unlink(folder + "/" + left)
      }
    }
  }

  private func attempt(
    _ plan: MendPlan, _ given: MendCase, _ recipe: MediaRecipe, ending: String, near target: String,
    _ progress: @escaping @Sendable (Double) -> Void
  ) async throws -> Attempt {
    let name = target.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? target
    let path =
      target.dropLast(name.count) + ".\(name).\(UInt64.random(in: .min ... .max)).mending.\(ending)"
    var attempt = Attempt(path: String(path), ending: ending, faults: [])
    do {
      let made = try await made(recipe, attempt.path, progress)
      let inspection = await inspector.examine(.file(path: attempt.path), as: given.subject, deep: false)
      try Task.checkCancellation()
      (attempt.made, attempt.media) = (made, inspection.media)
      attempt.faults = MendProof.faults(
        plan, given, recipe, made: made,
        found: SourceFacts(inspection, as: given.subject).findings.filter { $0.rule.id.hasPrefix("media.") },
        media: inspection.media)
    } catch let error as MediaError where ![.cancelled, .write].contains(error.code) {
      attempt.faults = ["\(error.message.prefix(1).uppercased())\(error.message.dropFirst())."]
    } catch {
      attempt.discard()
      throw error
    }
    return attempt
  }

  /// Has the workshop make a file.
  func made(
    _ recipe: MediaRecipe, _ path: String, _ progress: @escaping @Sendable (Double) -> Void
  ) async throws -> MediaMade {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await onBlockingThread { [workshop] in
        try workshop(recipe, path, Deadline(instant: nil, cancellation: cancellation), progress)
      }
    } onCancel: {
      cancellation.cancel()
    }
  }
}

extension MediaInfo {
  /// Of what could not be opened.
  fileprivate static let unknown = MediaInfo(
    container: "unknown", bytes: nil, duration: nil, isDurationExact: false, durationMethod: .header,
    headerDuration: nil, video: nil, audio: nil, isImage: false, isTruncated: false)
}
