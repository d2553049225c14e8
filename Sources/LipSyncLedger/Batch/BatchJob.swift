public import LipSync

/// How far a job is, in the words of `batch export`.
public enum BatchJobState: String, Sendable, CaseIterable {
  /// Nothing was done yet.
  case pending
  /// Its sources are being checked.
  case checking
  /// It failed its check; the other jobs continue.
  case setAside = "set_aside"
  /// Its files are being uploaded.
  case uploading
  /// Its task exists.
  case submitted
  /// Its task succeeded; the result is not yet downloaded and proven.
  case finished
  /// The result is downloaded and proven: the only good end.
  case verified
  /// It is given up: the task failed, the result is not the right one, or attempts ran out.
  case failed

  /// Whether nobody works on it any more, unless `retry` reopens it.
  public var isOver: Bool { self == .setAside || self == .verified || self == .failed }
}

/// A job of a batch, as the ledger knows it.
public struct BatchJob: Sendable, Equatable {
  /// What the manifest says.
  public let row: BatchRow
  /// How far it is.
  public let state: BatchJobState
  /// How often it was tried: 1 during the first attempt. Neither an interruption nor a worker's death is an attempt.
  public let attempts: Int
  /// The service's id of its newest task.
  public let taskID: String?
  /// The playback type that was used.
  public let playbackType: PlaybackType?
  /// Of its check, later of its result.
  public let verdict: Verdict?
  /// What its payment is estimated to cost at most.
  public let planned: Credits?
  /// What is reserved of the budget for a payment that is not settled.
  public let reserved: Credits?
  /// What all its payments took; nil if none was settled.
  public let charged: Credits?
  /// The length of the result that was proven.
  public let verified: Duration?
  /// Why it failed, was set aside or was put off, as a sentence.
  public let error: String?
  /// The rule that `error` is about; nil if it is about none, and for errors recorded before this field existed.
  public let rule: Rule?
  /// The result's path.
  public let output: String?
  /// The path of its page.
  public let report: String?
  /// Who holds it; nil if nobody does.
  public let worker: String?
  /// When it may be claimed (again), in milliseconds since 1970 by the store's clock: for a job that is held the end of
  /// its lease; 0 for one that nobody has claimed yet; nil for one that is over.
  public let due: Int64?
  /// The task whose failure a user has seen and asked to pay again for (`retry`); empty if there was none.
  public let retryOf: String?
  /// How often a lease on it ran out: workers died, or were cut off. Such a claim continues the same attempt.
  public let lapses: Int

  /// Whether another payment was asked for since the newest task: true until a newer one is recorded.
  public var mayPayAgain: Bool { retryOf != nil && retryOf == (taskID ?? "") }
}

/// The right to work on a job until the store's clock says otherwise.
///
/// The token fences off late writers: once somebody else has claimed the job, nothing can be written with it.
public struct BatchLease: Sendable, Hashable {
  /// The batch.
  public let batch: String
  /// The job's place in it.
  public let ordinal: Int64
  /// One number for all jobs of a claim, another for each claim.
  public let token: Int64
  /// The attempt that this is, from 1.
  public let attempt: Int
}

/// What a claim gave.
public struct BatchClaims: Sendable {
  /// A job and the right to it.
  public struct Claim: Sendable {
    /// The job as it was left by whoever held it before: a state past `pending` says how far it came.
    public let job: BatchJob
    /// The right to it.
    public let lease: BatchLease
  }

  /// The jobs, in order of the manifest; at most as many as were asked for.
  public let claims: [Claim]
  /// If there are none: how long until one may be claimed (sooner if `changes` tells so), and nil if the batch is
  /// over: no unfinished job is left.
  public let wait: Duration?

  /// Whether no job is left to work on, here or elsewhere.
  public var isOver: Bool { claims.isEmpty && wait == nil }
}

/// News about a job; nil leaves the earlier value.
public struct BatchNote: Sendable, Equatable {
  /// How far it is.
  public var state: BatchJobState
  /// The service's id of its task.
  public var taskID: String?
  /// The playback type that is used.
  public var playbackType: PlaybackType?
  /// Of its check or of its result.
  public var verdict: Verdict?
  /// What its payment costs at most.
  public var planned: Credits?
  /// The length of the result that was proven.
  public var verified: Duration?
  /// Why it failed, was set aside or was put off; the empty string clears the earlier value. Shortened links only.
  public var error: String?
  /// The rule that `error` is about; an error without one clears the earlier value.
  public var rule: Rule?
  /// The result's path.
  public var output: String?
  /// The path of its page.
  public var report: String?

  /// What is known.
  package init(
    _ state: BatchJobState, taskID: String? = nil, playbackType: PlaybackType? = nil, verdict: Verdict? = nil,
    planned: Credits? = nil, verified: Duration? = nil, error: String? = nil, rule: Rule? = nil,
    output: String? = nil, report: String? = nil
  ) {
    self.state = state
    self.taskID = taskID
    self.playbackType = playbackType
    self.verdict = verdict
    self.planned = planned
    self.verified = verified
    self.error = error
    self.rule = rule
    self.output = output
    self.report = report
  }
}

/// Whether a payment fits what a batch may spend.
public enum BatchReservation: Sendable, Equatable {
  /// It is reserved for the job until it is settled.
  case granted
  /// It would exceed the ceiling: nothing is reserved.
  case exhausted(committed: Credits, budget: Credits)
  /// The job was taken over by another worker.
  case leaseLost
}
