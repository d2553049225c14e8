/// When a task is looked for whose create was sent a while ago.
enum LookupSchedule {
  /// The pauses before the looks: at once, ever more rarely, and when `time` is over. The service may still be writing
  /// down what it took a moment ago; what is not there then never will be.
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
