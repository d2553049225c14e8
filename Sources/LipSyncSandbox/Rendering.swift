internal import LipSync
package import LipSyncMedia
internal import LipSyncMediaMaking
internal import Platform

/// A render as a value, so that a worker may do it: the bytes are a client's.
struct Rendering: Sendable {
  var video: String
  var audio: String
  var passes: [PlaybackPlan.Pass]
  /// What is written.
  var path: String

  /// Renders, in a worker where there are any. Blocks.
  ///
  /// - Returns: how long the result lasts.
  func run(_ examiner: MediaExaminer, deadline: Deadline) throws -> MediaTime {
    guard let workers = examiner.workers else { return try here(deadline) }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let trade = MediaTrade(json, reads: [video, audio], writes: [folder])
    let answer = try trade.perform(by: workers, subject: path, deadline: deadline)
    if let time = Self.time(answer["duration"]) { return time }
    throw RenderJob.Failure(message: "render failed: \(answer["error"]?.stringValue ?? "no reason was told")")
  }

  private func here(_ deadline: Deadline) throws -> MediaTime {
    try Render.run(
      video: FileSource(path: video), audio: FileSource(path: audio),
      stretches: passes.map(Render.Stretch.init), to: path, options: Render.Options(stamp: "SANDBOX"),
      deadline: deadline
    ).duration
  }

  /// What a worker does with one.
  static func answer(to order: JSON) -> JSON {
    guard let rendering = Rendering(order) else { return .object([("error", "this is no order")]) }
    do { return .object([("duration", exact(try rendering.here(.none)))]) } catch {
      return .object([("error", .string("\(error)"))])
    }
  }
}

extension Rendering {
  private var json: JSON {
    .object([
      ("video", .string(video)), ("audio", .string(audio)), ("path", .string(path)),
      (
        "passes",
        .array(
          passes.map {
            .array([.string($0.direction.rawValue), Self.exact($0.from), Self.exact($0.to)])
          })
      ),
    ])
  }

  private init?(_ json: JSON) {
    guard let video = json["video"]?.stringValue, let audio = json["audio"]?.stringValue,
      let path = json["path"]?.stringValue, case .array(let passes)? = json["passes"]
    else { return nil }
    self.init(video: video, audio: audio, passes: passes.compactMap(Self.pass), path: path)
  }

  private static func pass(_ json: JSON) -> PlaybackPlan.Pass? {
    guard case .array(let parts) = json, parts.count == 3, let word = parts[0].stringValue,
      let direction = PlaybackPlan.Pass.Direction(rawValue: word), let from = time(parts[1]),
      let to = time(parts[2])
    else { return nil }
    return PlaybackPlan.Pass(from: from, to: to, direction: direction)
  }

  private static func exact(_ time: MediaTime) -> JSON {
    .array([.int(time.numerator), .int(time.denominator)])
  }

  private static func time(_ json: JSON?) -> MediaTime? {
    guard case .array(let terms)? = json, terms.count == 2, let a = terms[0].intValue,
      let b = terms[1].intValue, b > 0
    else { return nil }
    return MediaTime(a, b)
  }
}

/// What the sandbox's renderer does in workers, for the program that is their nursery.
package enum SandboxTrade {
  /// Renders what an order names.
  package static let work: MediaTrade.Work = { Rendering.answer(to: $0) }
}

extension Render.Stretch {
  /// What the renderer is asked for, to play a pass.
  init(_ pass: PlaybackPlan.Pass) {
    let length = pass.to - pass.from
    switch pass.direction {
    case .forward: self.init(from: pass.from, lasting: length)
    case .reverse: self.init(from: pass.to, lasting: length, .reverse)
    case .hold: self.init(from: pass.from, lasting: length, .hold)
    }
  }
}
