/// What a job is doing, for progress bars and logs.
///
/// A switch over it outside this package needs an `@unknown default`, so that a new event breaks nobody's; within the package the
/// compiler still asks for each. Compilers before 6.2.3 know of no such enum and take it for a closed one.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum JobEvent: Sendable {
  /// The inputs are being looked at.
  case checking
  /// The inputs were looked at.
  case checked(CheckReport)
  /// Another process works on the same job, or on the same upload, and is waited for.
  case waitingForTurn
  /// The same content was uploaded before, at this moment, and is not sent again.
  case reusedUpload(Subject, uploadedAt: UnixTime)
  /// The task of a create whose answer was not seen, an earlier one or the one just sent, is looked for.
  case lookingFor(JournalEntry)
  /// The same job was paid for before; nothing new is paid.
  case paidBefore(JournalEntry)
  /// An earlier task for the same job failed and the job is sent again: a new payment.
  case payingAgain(after: LipSyncTask)
  /// What became of a paid task could not be written down.
  case journalTrouble(JournalError)
  /// A local file is on its way to the service; bytes.
  case uploading(Subject, sent: Int64, total: Int64)
  /// The task is being asked for: whoever stops waiting before `submitted` may have paid without knowing it.
  case creating
  /// The task exists; `reused` if it had been created before and nothing new is paid.
  case submitted(LipSyncTask, reused: Bool)
  /// The service was asked and has not finished.
  case waiting(LipSyncTask)
  /// The result or the cover is on its way here; bytes.
  case downloading(Subject, received: Int64, total: Int64?)
  /// The result is being decoded and compared, 0 to 1: also while it is still on its way.
  case verifying(Double)
}
