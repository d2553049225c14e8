internal import LipSyncMedia
internal import Platform

/// Cuts a long sound into parts that are jobs of a batch, each with a video that carries on where the one before ended.
///
/// The service begins each job with the first picture, forward. So each part's video is made as it would have been shown there:
/// the same pictures, forward and in reverse, for as long as the part; `normal` then plays it as it is.
package struct Splitter: Sendable {
  let mender: Mender
  private let wishes: SplitWishes

  package init(_ mender: Mender, wishes: SplitWishes) { (self.mender, self.wishes) = (mender, wishes) }

  /// A file, what to call it, and what its parts are called after.
  package struct Given: Sendable {
    package var path: String
    package var name: String
    package var stem: String
    /// Where it lies for good; nil for a copy that will be gone.
    package var home: String?

    package init(path: String, name: String, stem: String, home: String?) {
      (self.path, self.name, self.stem, self.home) = (path, name, stem, home)
    }
  }

  /// What was looked at, and what would be done, or was.
  package struct Look: Sendable {
    /// Of the video, if there is one, and the sound.
    package var sources: [MendReport]
    /// Nil where nothing can be done.
    package var split: SplitReport?
    /// The path of the manifest; nil while there is none.
    package var manifest: String?
    var audio: Given
    var video: Given?
    var sound: AudioInfo?

    /// Whether it cannot be done, or could not.
    package var hasFailed: Bool { sources.contains { [.hopeless, .failed].contains($0.state) } }

    mutating func set(_ state: MendReport.State) {
      for index in sources.indices { sources[index].state = state }
    }
  }

  /// What has to be mended before a sound is cut, or a video is shown in another order: it would be lost on the way.
  private static let first: [Subject: Set<MendStep.Kind>] = [
    .audio: [.join, .fillSound], .video: [.join, .toneMap, .flatten, .firstPicture],
  ]
  /// What parts do not have any more.
  private static let settled: Set<Rule> = [
    .mediaTooLong, .mediaTooLarge, .mediaDurationMisstated, .mediaChannels, .mediaSampleRate,
    .mediaVariableFrameRate, .mediaRotation, .mediaSeveralStreams,
  ]

  /// Looks at the sound, and the video, and plans.
  package func look(_ audio: Given, with video: Given?) async throws -> Look {
    let heard = await mender.look(audio.path, named: audio.name, as: .audio)
    var sources = [Self.judged(heard)]
    var seen: Mender.Look?
    if let video {
      let look = await mender.look(video.path, named: video.name, as: .video)
      sources.insert(Self.judged(look), at: 0)
      seen = look
    }
    try Task.checkCancellation()
    var look = Look(sources: sources, audio: audio, video: video, sound: heard.report.before?.audio)
    guard !look.hasFailed, let sound = look.sound else { return look }
    let envelope = try await envelope(of: audio.path)
    let rate = MendFormats.kept(sound.sampleRate)
    let limit = wishes.limit(withVideo: video != nil)
    let media = seen?.report.before
    let frame = media.flatMap { wishes.frame ?? $0.frame.map(CommonRates.nearest) }
    let plan = SplitPlan.make(envelope, rate: rate, limit: limit, frame: frame)
    var split = SplitReport(limit: limit, rate: rate, frame: frame, parts: [])
    var course: PlaybackPlan?
    if let media, let length = media.pictureLength {
      let type =
        wishes.type
        ?? PlaybackAdvice.make(video: length, audio: envelope.duration, frame: media.frame).recommended
      split.playbackType = type
      course = PlaybackPlan.make(type, video: length, audio: envelope.duration, model: PlaybackModel())
    }
    for part in plan.parts {
      var made = SplitReport.Part(plan: part, start: plan.start(of: part), length: plan.length(of: part))
      if let course, let frame, let pictures = part.pictures {
        made.stretches = course.stretches(
          from: frame * pictures.lowerBound, to: frame * pictures.upperBound)
      }
      split.parts.append(made)
    }
    look.split = split
    look.set(.planned)
    Self.tell(split, envelope.duration, in: &look)
    return look
  }

  /// A source's report, with what stands against cutting it.
  private static func judged(_ look: Mender.Look) -> MendReport {
    var report = look.report
    let first = first[report.subject] ?? []
    let blocking = look.plan.steps.filter { first.contains($0.kind) }
    if look.plan.isHopeless || report.state == .hopeless {
      report.state = .hopeless
    } else if !blocking.isEmpty {
      report.state = .hopeless
      report.trouble =
        "Mend it first, and split what was mended: "
        + blocking.map(\.does).joined(separator: " ")
    }
    report.left += (look.given?.findings ?? []).filter { finding in
      look.plan.mended.contains(finding.rule) && !settled.contains(finding.rule)
    }.map { MendLeft($0, "Parts are cut out as they are: mend the whole first if that is to go.") }
    report.left.removeAll { settled.contains($0.finding.rule) }
    report.steps = []
    return report
  }

  private static func tell(_ split: SplitReport, _ length: MediaTime, in look: inout Look) {
    let cuts = split.parts.compactMap(\.plan.cut)
    let words =
      cuts.isEmpty
      ? "It lasts \(length.short), no longer than a part may (\(split.limit.short)): one part."
      : "Cuts its \(length.short) into \(split.parts.count) parts of \(split.limit.short) at most: "
        + cuts.map(\.words).joined(separator: "; ") + "."
    let last = look.sources.count - 1
    look.sources[last].steps = [
      MendStep(
        .split, for: [.mediaTooLong], words,
        cost: "None where the parts stay WAV; where they would be too large for that, they become AAC.")
    ]
    guard let type = split.playbackType, look.sources.count == 2 else { return }
    look.sources[0].steps = [
      MendStep(
        .carryPhase, for: [],
        "Makes a video for each part, as long as its sound, of what \(type.rawValue) shows of the whole there, forward or in "
          + "reverse; it is sent as normal, which plays it as it is.", cost: MendRemedy.onceMore)
    ]
  }

  private func envelope(of path: String) async throws -> AudioEnvelope {
    let inspector = mender.inspector
    return try await onBlockingThread(until: nil) { deadline in
      let file = try FileSource(path: path)
      let options = DecodedMedia.Options(signatures: false, envelope: true, video: false)
      let sound = try inspector.examiner.decode(
        file, options: options, deadline: deadline, patience: inspector.proofTime(of: file))
      guard let envelope = sound.envelope else {
        throw MediaError(
          .noSuchStream, operation: "decode", subject: path,
          message: "has no audio stream; give a file with sound")
      }
      return envelope
    }
  }
}
