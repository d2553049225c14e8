/// What a job is doing, for progress bars and logs.
public enum JobEvent: Sendable {
  /// The inputs are being looked at.
  case checking
  /// The inputs were looked at.
  case checked(CheckReport)
  /// A local file is on its way to the service; bytes.
  case uploading(Subject, sent: Int64, total: Int64)
  /// The task is being asked for: from here to `submitted` an answer that is not waited for is a payment not known of.
  case creating
  /// The task exists; `reused` where it had been created before and nothing new is paid.
  case submitted(LipSyncTask, reused: Bool)
  /// The service was asked and has not finished.
  case waiting(LipSyncTask)
  /// The result or the cover is on its way here; bytes.
  case downloading(Subject, received: Int64, total: Int64?)
  /// The result is being decoded and compared, 0 to 1.
  case verifying(Double)
}
