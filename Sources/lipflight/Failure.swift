internal import LipSync
internal import LipSyncMedia
internal import LipSyncSandbox
internal import LipSyncTransfer
internal import Platform

/// Any error as it is reported to people and scripts: one sentence, a remedy, an exit code.
struct Failure: Error {
  var status: ExitStatus
  var message: String
  var remedy: String?
  /// The task that it is about, if known.
  var taskID: String?
  /// The task's last known state, if any.
  var task: LipSyncTask?
  /// Whether the task already existed, so that nothing was paid this time.
  var isReused = false
  /// The check that was passed before, if there was one.
  var check: CheckReport?
  /// What is wrong with a list, and what the user called it.
  var faults: [ManifestFault] = []
  var list: String?

  init(_ status: ExitStatus, _ message: String, remedy: String? = nil) {
    self.status = status
    self.message = message
    self.remedy = remedy
  }

  /// An error in words.
  ///
  /// - Parameters:
  ///   - currentTask: the task that the command was about, for errors that do not name it themselves.
  ///   - resumption: the commands that continue with a task.
  init(
    _ error: any Error, interrupted: Bool, currentTask: CurrentTask? = nil,
    resumption: Resumption = Resumption()
  ) {
    switch error {
    case let failure as Failure: self = failure
    case let stopped as JobInterruption:
      self.init(stopped.cause, interrupted: false, resumption: resumption)
      taskID = stopped.report.task?.id
      task = stopped.report.task
      isReused = stopped.report.isReused
      check = stopped.report.check
      // An error that gave up already says so.
      if let taskID, (stopped.cause as? ServiceError)?.code != .gaveUp {
        let resume = "Task \(taskID) has been paid for; resume it with: \(resumption.fetch(taskID))"
        remedy = [remedy, resume].compactMap(\.self).joined(separator: " ")
      }
    case is CancellationError: self.init(.interrupted, "Interrupted.")
    case let failed as TaskFailure:
      self.init(failed.error, interrupted: false, resumption: resumption)
      task = failed.task
    case let error as ServiceError:
      self.init(
        error.exitCode, "\(error.subject): \(error.message)", remedy: Remedies.remedy(error, resumption))
      taskID = error.taskID
    case let error as JournalError:
      self.init(
        error.exitCode, error.description.prefix(1).uppercased() + error.description.dropFirst(),
        remedy: Remedies.remedy(error))
    case let error as SandboxError: self.init(.usage, "The sandbox cannot start: \(error.message)")
    case let error as TransferError where error.code == .file || error.code == .diskFull:
      self = FileTrouble.failure(error)
    case let error as CocoaError: self = FileTrouble.failure(error)
    case let error as POSIXError: self = FileTrouble.failure(error)
    case let error as TransferError:
      self.init(Self.status(error.code), error.description, remedy: Remedies.remedy(error))
    case let error as MediaError:
      self.init(error.code == .fault ? .fault : .failedCheck, error.description)
    default:
      self.init(.fault, "\(error)", remedy: "This is a bug in Lipflight; please report it.")
    }
    adopt(currentTask)
    if interrupted {
      // A command that knows how to continue has already said so.
      if (error as? Failure)?.status == .interrupted { return }
      status = .interrupted
      // A create that was cut off may have created a task; the error itself says how to find it.
      if (error as? ServiceError)?.operation.pays == true { return }
      let isOver = task?.status.isTerminal == true
      message =
        taskID.map { "Interrupted; task \($0) \(isOver ? "has ended" : "continues") at the service." }
        ?? "Interrupted."
      remedy =
        taskID.map { "Resume with: \(resumption.fetch($0))" }
        ?? "Downloaded data is kept; run the same command again."
    }
  }

  /// The failure as a finding, for documents that have no other place for it.
  func finding(_ rule: Rule, about subject: Subject) -> Finding {
    Finding(rule, about: subject, message, remedy: remedy).withToolRemedies()
  }

  /// Standard output that failed to accept what was printed.
  static func lostOutput(_ code: Int32) -> Failure {
    Failure(
      FileTrouble.isFull(code) ? .tryAgain : .fault,
      "Standard output could not be written: \(FileTrouble.words(code)).",
      remedy: "The output is incomplete: free disk space, or redirect it elsewhere.")
  }

  private mutating func adopt(_ currentTask: CurrentTask?) {
    guard let currentTask, taskID == nil || taskID == currentTask.id else { return }
    taskID = currentTask.id
    task = currentTask.task ?? task
    isReused = isReused || currentTask.isReused
  }

  private static func status(_ code: TransferError.Code) -> ExitStatus {
    switch code {
    case .file: .usage
    case .diskFull: .tryAgain
    case .fault: .fault
    case .cancelled: .interrupted
    default: .service
    }
  }
}

/// A task that ended without a result.
struct TaskFailure: Error {
  var task: LipSyncTask
  var error: ServiceError
}
