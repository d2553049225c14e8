/// How long to pause between two looks at a task: a pure function of the task's age.
public struct PollSchedule: Sendable, Equatable {
  private let interval: Duration?

  /// As the service's guides advise: the first look a few seconds after create, 5 to 10 s while the task is young,
  /// slower later.
  public static let advised = PollSchedule(fixed: nil)

  /// A few looks a second: for a sandbox on this machine.
  public static let sandbox = PollSchedule(interval: .milliseconds(250))

  /// One interval throughout, at least 10 ms; given by the user, so the service's floor does not bind it.
  public init(interval: Duration) { self.init(fixed: max(interval, .milliseconds(10))) }

  private init(fixed interval: Duration?) { self.interval = interval }

  /// The pause before the next look at a task that is this old. Never negative.
  package func delay(sinceCreate age: Duration) -> Duration {
    if let interval { return interval }
    if age < Defaults.firstPoll { return max(Defaults.firstPoll - age, .seconds(1)) }
    let step = Defaults.pollSteps.first { age < $0.until }
    return max(step?.pause ?? Defaults.slowestPoll, Defaults.pollFloor)
  }
}
