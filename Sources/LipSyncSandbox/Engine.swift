internal import LipSync
internal import LipSyncMedia
internal import Platform

/// A program that makes results instead of the sandbox's renderer: with a real model this is a self-hosted service with the same
/// API.
///
/// It is called as `COMMAND VIDEO AUDIO OUTPUT PLAN`, by `/bin/sh`: two files to read, the MP4 to write, and a JSON document
/// with `playback_type`, `output_seconds` and `passes`, each with `from`, `to` and `direction`.
public struct Engine: Sendable, Equatable {
  /// What is called; the four paths are added as arguments.
  public var command: String
  /// How long it may run before it is stopped, with all that it started.
  public var timeout: Duration

  /// Names a program.
  public init(command: String, timeout: Duration = .seconds(3600)) {
    self.command = command
    self.timeout = timeout
  }

  /// Why a program's output cannot be used.
  struct Failure: Error {
    let message: String
  }

  /// How far the output's length may be from the plan's: models drop a last, partial batch of frames.
  private static let tolerance = Limits.resultLength

  /// Runs the program and gives the length of what it wrote, once that is known to be a complete video. Blocks.
  func run(
    video: String, audio: String, plan: PlaybackPlan, to output: String, _ examiner: MediaExaminer,
    deadline: Deadline
  ) throws -> MediaTime {
    let planPath = output + ".plan.json"
    defer { try? FileManager.default.removeItem(atPath: planPath) }
    try DataDirectory.write(Self.document(plan), to: planPath)
    let limit = Deadline(instant: .now + timeout, cancellation: deadline.cancellation)
    let (end, words) = try EngineProcess.run(
      shell: command, arguments: [video, audio, output, planPath], log: output + ".log", deadline: limit)
    switch end {
    case .stopped where deadline.mustStop: throw CancellationError()
    case .stopped: throw Failure(message: "engine: not done after \(timeout / .seconds(1)) s\(words)")
    case .itself(.exit(let code)) where code != 0: throw Failure(message: "engine: exit code \(code)\(words)")
    case .itself(.signal(let number)): throw Failure(message: "engine: ended by signal \(number)\(words)")
    case .itself: return try Self.length(of: output, plan: plan, examiner, deadline: deadline)
    }
  }

  private static func length(
    of output: String, plan: PlaybackPlan, _ examiner: MediaExaminer, deadline: Deadline
  ) throws -> MediaTime {
    let info: MediaInfo
    do {
      info = try examiner.probe(FileSource(path: output), deadline: deadline)
    } catch {
      if deadline.mustStop { throw CancellationError() }
      throw Failure(message: "engine: its output cannot be read (\(error))")
    }
    guard !info.isTruncated, let length = info.video?.duration, length > .zero, info.audio != nil else {
      throw Failure(message: "engine: its output is not a complete video with sound")
    }
    guard (length - plan.output).magnitude <= tolerance else {
      throw Failure(
        message:
          "engine: its output lasts \(JSON.seconds(length).text) s, the plan \(JSON.seconds(plan.output).text) s"
      )
    }
    return length
  }

  private static func document(_ plan: PlaybackPlan) -> JSON {
    .object([
      ("playback_type", .string(plan.type.rawValue)), ("output_seconds", .seconds(plan.output)),
      (
        "passes",
        .array(
          plan.passes.map { pass in
            .object([
              ("from", .seconds(pass.from)), ("to", .seconds(pass.to)),
              ("direction", .string(pass.direction.rawValue)),
            ])
          })
      ),
    ])
  }
}
