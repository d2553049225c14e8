/// What the journal says about a job that is to be paid for: a pure function of its payments.
enum Takeup: Equatable {
  /// Nothing was paid for, as far as the journal knows.
  case nothing
  /// A task exists.
  case task(JournalEntry)
  /// A create may have arrived: to be looked for.
  case unanswered(JournalEntry)

  /// The newest payment that stands decides; `entries` come newest first.
  init(_ entries: [JournalEntry]) {
    let standing = entries.first { $0.state != .refused && $0.state != .gone }
    switch standing {
    case nil: self = .nothing
    case let entry? where entry.taskID != nil: self = .task(entry)
    case let entry?: self = .unanswered(entry)
    }
  }

  /// Whether a failed task may be paid for again.
  static func mayRetry(_ task: LipSyncTask, asked: Bool) -> Bool {
    asked || FailureCause(task.errorMessage).isTransient
  }

  /// The pauses before the looks for a task whose create was sent so long ago: at once, ever more rarely, and when `time`
  /// is over. The service may still be writing down what it took a moment ago; what is not there then never will be.
  static func pauses(age: Duration = .zero, within time: Duration) -> [Duration] {
    var pauses: [Duration] = [.zero]
    var left = min(time - age, time)
    var step = Duration.seconds(1)
    while left > .zero {
      pauses.append(min(step, left))
      left -= step
      step = min(step * 2, Defaults.longestLookupPause)
    }
    return pauses
  }
}
