public import LipSync

/// What a worker of a batch does, for tables and logs.
///
/// Open to new events, as `JobEvent` is.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum BatchEvent: Sendable {
  /// A job was claimed, possibly with progress made by an earlier worker.
  case took(BatchJob)
  /// How far a job is.
  case state(String, BatchJobState)
  /// What is being done to a job.
  case progress(String, JobEvent)
  /// A job is over.
  case ended(String, BatchJobState, error: String?)
  /// A job was handed back, to be tried again.
  case putOff(String, why: String, after: Duration)
  /// A job was taken over by another worker.
  case lost(String)
  /// The worker takes no more jobs.
  case stopping(BatchStop)
}

/// Why a worker stopped before the batch was over.
///
/// Open to new reasons, as `JobEvent` is to new events.
#if hasAttribute(nonexhaustive)
  @nonexhaustive
#endif
public enum BatchStop: Error, Sendable, CustomStringConvertible {
  /// The next payment would exceed the ceiling.
  case budget(committed: Credits, budget: Credits)
  /// The remaining credits do not pay for the next job.
  case quota(String)
  /// The same would happen to every job.
  case failure(any Error)

  /// A sentence.
  public var description: String {
    switch self {
    case .budget(let committed, let budget):
      "The next job would exceed the ceiling of \(budget.text) credits, of which \(committed.text) are spent or reserved."
    case .quota(let message): message
    case .failure(let error): "\(error)"
    }
  }
}
