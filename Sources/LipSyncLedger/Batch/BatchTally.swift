public import LipSync

/// A batch in figures.
public struct BatchTally: Sendable, Equatable {
  /// The jobs of one state, and of one value of a label if it was asked for.
  public struct Line: Sendable, Equatable {
    /// The label's value; nil for jobs without it, and if no label was asked for.
    public let label: String?
    /// Their state.
    public let state: BatchJobState
    /// How many.
    public let jobs: Int
    /// How many of them somebody holds, or held until it died.
    public let held: Int
    /// Attempts beyond the first of each.
    public let retries: Int
    /// The sum of what their payments are estimated to cost at most.
    public let planned: Credits
    /// The sum of what is held for payments that are not settled.
    public let reserved: Credits
    /// The sum of what was charged.
    public let charged: Credits
    /// The length of the results that were proven.
    public let verified: Duration
  }

  /// One line per state (and value of the label) that has jobs.
  public let lines: [Line]

  /// All jobs.
  public var jobs: Int { lines.reduce(0) { $0 + $1.jobs } }

  /// The jobs of a state.
  public func jobs(_ state: BatchJobState) -> Int {
    lines.reduce(0) { $0 + ($1.state == state ? $1.jobs : 0) }
  }

  /// Jobs that are not over.
  public var left: Int { lines.reduce(0) { $0 + ($1.state.isOver ? 0 : $1.jobs) } }
}

/// Somebody who holds jobs of a batch.
public struct BatchWorker: Sendable, Equatable {
  /// The name that it claims under.
  public let name: String
  /// How many jobs it holds.
  public let jobs: Int
  /// How long its newest lease lasts; negative if it ended: it died, or is cut off.
  public let left: Duration
}
