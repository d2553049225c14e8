/// What a look at a task means for who waits for it: a pure function of the look and of those before.
///
/// One odd answer ends nothing: what was seen before is believed until the contrary was said more than once.
struct WaitJudge: Sendable {
  /// What is done after a look.
  enum Step: Sendable, Equatable {
    /// Nothing more will come.
    case over
    /// It is looked again.
    case again
    /// The wait ends with the error.
    case fails
  }

  /// Whether the task was made a moment ago by the one who waits.
  let justCreated: Bool
  private(set) var hasSeen = false
  private var missed = 0
  private var refused = 0
  private var unfinishedSince: Duration?

  init(justCreated: Bool) { self.justCreated = justCreated }

  /// A look that told of the task.
  ///
  /// - Parameter waited: how long it was waited until then.
  mutating func judge(_ task: LipSyncTask, waited: Duration) -> Step {
    (hasSeen, missed, refused) = (true, 0, 0)
    guard task.status.isTerminal else {
      unfinishedSince = nil
      return .again
    }
    guard task.status == .success, task.resultURL == nil else { return .over }
    // Copies of a database may be behind each other.
    let since = unfinishedSince ?? waited
    unfinishedSince = since
    return waited - since < Defaults.resultPatience ? .again : .over
  }

  /// A look that failed.
  ///
  /// - Parameters:
  ///   - age: of the task, as far as it is known.
  ///   - isLast: whether the time to wait is over.
  mutating func judge(_ error: ServiceError, age: Duration, isLast: Bool) -> Step {
    switch error.code {
    case .notFound:
      missed += 1
      if justCreated, age < Defaults.clockTolerance { return .again }
      return hasSeen && missed < Defaults.looksToBelieve ? .again : .fails
    // Of a task that was told of a moment ago, nothing of the request can be wrong: proxies and copies are odd.
    case .key, .permission, .credits, .parameter, .refused:
      refused += 1
      return (hasSeen || justCreated) && refused < Defaults.refusalsToBelieve ? .again : .fails
    // A service that has never answered is a wrong address more likely than an outage, and the look itself has tried more
    // than once: waiting would tell the user half an hour later.
    case .unreachable: return hasSeen || justCreated || isLast ? .again : .fails
    default: return error.isTransient ? .again : .fails
    }
  }
}
