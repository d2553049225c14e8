internal import LipSyncMedia
internal import Platform

/// Puts the results of a split's parts together: their pictures one behind the other, and the sound that was split.
package struct Joiner: Sendable {
  private let mender: Mender

  package init(_ mender: Mender) { self.mender = mender }

  /// Results that were looked at, and what will be held against the new file.
  package struct Look: Sendable {
    package var report: JoinReport
    fileprivate var rows: [SplitRow]
    fileprivate var plan: JoinPlan?
    /// Signatures of the results' pictures.
    fileprivate var pictures: [[FrameSignature]] = []
    fileprivate var codecs: Set<String> = []
    /// The whole sound as it was split; nil where only the parts are there.
    fileprivate var whole: DecodedMedia?
    fileprivate var channels = 1
  }

  /// The most that a picture may be away from the one that belongs there, rms of luma.
  static let distanceLimit = 4.0

  /// Looks at the parts' results, decodes them, and holds each one's sound against its part's.
  ///
  /// - Parameters:
  ///   - paths: a result for each row; nil where there is none.
  ///   - faults: what was found wrong with rows and paths.
  ///   - progress: told which part is looked at.
  package func look(
    _ rows: [SplitRow], _ paths: [String?], faults: [JoinPlan.Fault],
    progress: @escaping @Sendable (_ part: Int, _ parts: Int, _ share: Double) -> Void = { _, _, _ in }
  ) async throws -> Look {
    var look = Look(report: JoinReport(), rows: rows)
    look.report.parts = zip(rows, paths).map { JoinReport.Part(row: $0, path: $1) }
    look.report.faults = faults
    guard faults.isEmpty else { return look }
    var joined: [JoinedPart] = []
    for (index, (row, path)) in zip(rows, paths).enumerated() {
      guard let path else { continue }
      let count = rows.count
      do {
        let result = try await decode(path, pictures: true) { progress(index + 1, count, $0) }
        let sent = try await decode(row.audio, pictures: false)
        var media = result.info
        media.video?.frames = result.frames.count
        if result.errorCount > 0 {
          look.report.faults.append(
            JoinPlan.Fault(
              row.part,
              "\(result.errorCount) pictures or samples of its result do not decode: \(result.errors.first ?? "")."
            ))
        }
        look.pictures.append(result.frames.compactMap(\.signature))
        look.channels = max(look.channels, min(Limits.channels, sent.info.audio?.channels ?? 1))
        var match = Self.match(result, sent)
        match?.shift(by: (result.audioStart ?? .zero) - (result.videoStart ?? .zero))
        joined.append(JoinedPart(row: row, path: path, media: media, match: match))
        (look.report.parts[index].media, look.report.parts[index].match) = (media, match)
        if let match, match.similarity < JoinPlan.likeness {
          joined[joined.count - 1].other = try await other(than: index, rows, result)
        }
      } catch let error as MediaError where error.code != .cancelled {
        look.report.faults.append(JoinPlan.Fault(row.part, "\(error.subject): \(error.message)."))
      }
    }
    guard look.report.faults.isEmpty else { return look }
    do throws(JoinFaults) {
      let plan = try JoinPlan.make(joined)
      look.plan = plan
      look.report.frame = plan.frame
      for index in plan.pictures.indices {
        look.report.parts[index].pictures = plan.pictures[index]
        look.report.parts[index].surplus = plan.surplus[index]
      }
    } catch {
      look.report.faults = error.all
      return look
    }
    look.codecs = Set(joined.compactMap(\.media.video?.codec))
    look.whole = try await whole(rows)
    look.report.sound = look.whole == nil ? .parts : .original
    look.report.state = .planned
    return look
  }

  private static func match(_ result: DecodedMedia, _ sent: DecodedMedia) -> AudioMatch? {
    guard let found = result.envelope, let wanted = sent.envelope else { return nil }
    let waves = result.waveform.flatMap { wave in sent.waveform.map { (result: wave, sent: $0) } }
    return AudioMatch.compare(result: found, sent: wanted, waves: waves)
  }

  /// Another part whose sound a result has.
  private func other(than index: Int, _ rows: [SplitRow], _ result: DecodedMedia) async throws -> Int? {
    for (place, row) in rows.enumerated() where place != index {
      let sent = try await decode(row.audio, pictures: false)
      if let match = Self.match(result, sent), match.similarity >= JoinPlan.likeness { return row.part }
    }
    return nil
  }

  /// The sound that was split, if it is there and as long as it was.
  private func whole(_ rows: [SplitRow]) async throws -> DecodedMedia? {
    guard let last = rows.last, let path = last.original, FileStatus(path: path)?.kind == .regular,
      let sound = try? await decode(path, pictures: false),
      sound.envelope?.duration.ticks(rate: Int64(last.rate)) == last.samples.upperBound
    else { return nil }
    return sound
  }

  private func decode(
    _ path: String, pictures: Bool, progress: (@Sendable (Double) -> Void)? = nil
  ) async throws -> DecodedMedia {
    let inspector = mender.inspector
    let options = DecodedMedia.Options(
      signatures: pictures, details: false, envelope: true, waveform: true, video: pictures)
    return try await onBlockingThread(until: nil) { deadline in
      let file = try FileSource(path: path)
      return try inspector.examiner.decode(
        file, options: options, deadline: deadline, patience: inspector.proofTime(of: file),
        progress: progress)
    }
  }
}

extension Joiner {
  /// Makes the new file; it gets its name once it has passed its check.
  ///
  /// - Parameter progress: told the share that is done.
  /// - Throws: `CancellationError`, and what keeps the file from being written.
  package func join(
    _ look: Look, to path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> JoinReport {
    var report = look.report
    guard let plan = look.plan, report.state == .planned else { return report }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? path
    let scratch = "\(path.dropLast(name.count)).\(name).\(UInt64.random(in: .min ... .max)).joining"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let draft = scratch + "/joined.mp4"
    let mayCopy = plan.surplus.allSatisfy { $0 == 0 } && look.codecs.isSubset(of: ["h264", "hevc"])
    var faults: [String] = []
    for isCopy in mayCopy ? [true, false] : [false] {
      faults = try await attempt(look, plan, isCopy: isCopy, draft, &report, progress)
      if faults.isEmpty { break }
    }
    guard faults.isEmpty else {
      report.state = .failed
      report.faults = faults.map { JoinPlan.Fault(nil, $0) }
      return report
    }
    try NewFile.name(draft, as: path)
    (report.output, report.state) = (path, .joined)
    return report
  }

  private func attempt(
    _ look: Look, _ plan: JoinPlan, isCopy: Bool, _ draft: String, _ report: inout JoinReport,
    _ progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [String] {
    do {
      let made = try await mender.made(recipe(look, plan, isCopy: isCopy), draft) { progress(0.8 * $0) }
      let file = try await decode(draft, pictures: true) { progress(0.8 + 0.2 * $0) }
      (report.made, report.media) = (made, file.info)
      if let whole = look.whole { report.match = Self.match(file, whole) }
      report.distance = Self.distance(file.frames.map(\.signature), look.pictures, plan)
      return Self.faults(report, plan, file, total: look.rows.last?.samples.upperBound ?? 0)
    } catch let error as MediaError where ![.cancelled, .write].contains(error.code) {
      return ["\(error.message.prefix(1).uppercased())\(error.message.dropFirst())."]
    }
  }

  private func recipe(_ look: Look, _ plan: JoinPlan, isCopy: Bool) -> MediaRecipe {
    let pieces = look.report.parts.enumerated().map { index, part in
      MediaRecipe.Piece(path: part.path ?? "", length: plan.frame * plan.pictures[index])
    }
    let rate = look.rows[0].rate
    var sound = MediaRecipe.SoundWork(
      rate: rate, channels: min(look.channels, Limits.channels), codec: "aac")
    sound.bitRate = MendFormats.best(sound.channels)
    var recipe = MediaRecipe(
      pieces: pieces, format: MendFormats.Home.mp4.format,
      pictures: isCopy ? .copy : .encode(MediaRecipe.PictureWork(frame: plan.frame)), sound: .encode(sound))
    recipe.soundPieces =
      look.whole != nil
      ? [MediaRecipe.Piece(path: look.rows[0].original ?? "")]
      : look.rows.map {
        MediaRecipe.Piece(path: $0.audio, length: MediaTime(Int64($0.samples.count), Int64(rate)))
      }
    return recipe
  }

  /// How far each picture is from the one of its result that belongs there.
  static func distance(
    _ pictures: [FrameSignature?], _ results: [[FrameSignature]], _ plan: JoinPlan
  ) -> (mean: Double, most: Double)? {
    var (sum, most, place) = (0.0, 0.0, 0)
    for (count, result) in zip(plan.pictures, results) {
      for number in 0..<Int(count) {
        guard place < pictures.count, let picture = pictures[place], let last = result.indices.last else {
          return nil
        }
        let distance = picture.distance(to: result[min(number, last)])
        (sum, most, place) = (sum + distance, max(most, distance), place + 1)
      }
    }
    return place > 0 ? (sum / Double(place), most) : nil
  }

  private static func faults(
    _ report: JoinReport, _ plan: JoinPlan, _ file: DecodedMedia, total: Int64
  ) -> [String] {
    var faults: [String] = []
    let pictures = plan.pictures.reduce(0, +)
    if Int64(file.frames.count) != pictures {
      faults.append("\(file.frames.count) pictures decode from it, not \(pictures).")
    }
    if file.errorCount > 0 { faults.append("\(file.errorCount) faults in decoding it.") }
    if let distance = report.distance, distance.most > distanceLimit {
      faults.append(
        "A picture is \(figure(distance.most, 1)) levels of luma away from the one that belongs there.")
    } else if report.distance == nil, faults.isEmpty {
      faults.append("Its pictures could not be held against the results'.")
    }
    let made = report.made
    if made?.isIdentical == false { faults.append("Pictures that were copied are not what they were.") }
    // The last packet of AAC is filled up with silence.
    if made?.samples != total || !(total...total + 1023).contains(made?.decodedSamples ?? 0) {
      faults.append("\(made?.decodedSamples ?? 0) samples decode from it, not \(total).")
    }
    if let offset = made?.offset, offset.magnitude > 1 {
      faults.append("The sound lies \(offset) samples off.")
    }
    if let match = report.match,
      match.similarity < 0.9 || match.offsetMilliseconds.magnitude > 1000 / Double(AudioEnvelope.rate)
    {
      faults.append(
        "Its sound is not where it was sent: similarity \(figure(match.similarity)) of 1, \(figure(match.offsetMilliseconds, 1)) ms late."
      )
    }
    return faults
  }
}
