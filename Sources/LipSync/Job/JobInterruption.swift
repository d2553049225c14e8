/// A job that stopped between its payment and its proof: what is known of it, and why it stopped.
///
/// The task is paid for and may still finish: `lipflight fetch TASK_ID` takes it up without paying again.
public struct JobInterruption: Error, Sendable, CustomStringConvertible {
  /// The job as far as it came; its `task` is always there.
  public var report: JobReport
  /// What stopped it: a `ServiceError`, a `TransferError`, a file error or a cancellation.
  public var cause: any Error

  /// The cause, and how to go on.
  public var description: String {
    let id = report.task?.id ?? "?"
    return "\(cause) Task \(id) is paid for; take it up again with: lipflight fetch \(id) -o DIR"
  }
}
