internal import LipSyncMedia
internal import LipSyncTransfer

/// A job that stopped between its payment and its proof: what is known of it, and why it stopped.
///
/// The task is paid for and may still finish: `Job.fetch` takes it up by its id without paying again.
public struct JobInterruption: Error, Sendable, CustomStringConvertible {
  /// The job as far as it came; its `task` is always there.
  public var report: JobReport
  /// What stopped it: a `ServiceError`, a `TransferError`, a file error, or a `CancellationError` where the job was cancelled.
  public var cause: any Error

  /// Names a job that stopped, and why.
  package init(report: JobReport, cause: any Error) {
    self.report = report
    self.cause = cause
  }

  /// Whether the job was cancelled, and not stopped by anything that went wrong.
  public var isCancellation: Bool { cause is CancellationError }

  /// The cause, and how to go on.
  public var description: String {
    let why = isCancellation ? "Cancelled." : "\(cause)"
    return "\(why) Task \(report.task?.id ?? "?") is paid for; fetch it by its id, which pays nothing."
  }

  /// What stopped a job: a `CancellationError` wherever it was cut off, whatever was being done just then. But one that was cut
  /// off from the answer to a create may have paid, and says so in its own words.
  static func cause(_ error: any Error) -> any Error {
    switch error {
    case let error as ServiceError where error.code == .cancelled && !error.mayHavePaid: CancellationError()
    case let error as TransferError where error.code == .cancelled: CancellationError()
    case let error as MediaError where error.code == .cancelled: CancellationError()
    default: error
    }
  }
}
