internal import LipSync

/// What a pool of workers is for: made once in each worker from the same settings, then asked job after job.
///
/// A new one needs a place in `WorkerCommand.tasks`.
protocol WorkerTask: Sendable {
  /// What the settings are known by.
  static var kind: String { get }
  /// The settings as a worker gets them.
  var settings: JSON { get }
  /// The task on the other side; nil for settings of another task.
  init?(settings: JSON)
  /// Does one job. Whatever goes wrong belongs in the answer.
  func answer(_ job: JSON) async -> JSON
}

/// One thing to do.
struct WorkerJob: Sendable {
  /// What it is done to, as a message may say.
  var name: String
  /// What `WorkerTask.answer` is given.
  var payload: JSON
  /// Whether it mostly waits for the network, so that a worker does several at once.
  var isRemote: Bool
  /// Its time limit; a little later its worker is stopped.
  var timeout: Duration
}

/// The outcome of a job.
enum WorkerOutcome: Sendable {
  /// The task's answer.
  case answer(JSON)
  /// The worker died while doing it.
  case crash(WorkerEnding)
  /// It overran its time limit, and was stopped.
  case overdue
}

/// How a process ended.
enum WorkerEnding: Sendable, Equatable {
  case signal(Int32)
  case exit(Int32)

  /// As the end of a sentence.
  var words: String {
    switch self {
    case .signal(let number): "signal \(number)" + (Self.names[number].map { " (\($0))" } ?? "")
    case .exit(let code): "exit code \(code)"
    }
  }

  private static let names: [Int32: String] = [
    4: "illegal instruction", 5: "trap", 6: "abort", 7: "bus error", 8: "arithmetic error", 9: "killed",
    11: "segmentation fault",
  ]
}

extension WorkerOutcome {
  /// The finding about a source whose job has no answer; nil if it has one.
  func finding(_ job: WorkerJob, about subject: Subject) -> Finding? {
    switch self {
    case .answer: nil
    case .crash(let ending):
      Finding(
        .mediaUnreadable, about: subject,
        "\(job.name): the decoder crashed with \(ending.words) while reading it; other sources are not affected.",
        remedy:
          "Do not send it: export it again as MP4 (H.264, AAC), WAV or MP3. Please report a file that crashes a "
          + "decoder to Lipflight and FFmpeg.",
        evidence: [("error", .string("crash")), ("ended_by", .string(ending.words))])
    case .overdue:
      Finding(
        job.isRemote ? .linkTimeout : .mediaTimeout, about: subject,
        "\(job.name): reading it ran \(Defaults.workerGrace.inSeconds) s past its time limit of "
          + "\(job.timeout.inSeconds) s, and was stopped.",
        evidence: [("error", .string("overdue")), ("timeout_seconds", .number(job.timeout.inSeconds))])
    }
  }
}
