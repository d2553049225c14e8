internal import Platform

/// When a blocking read has to be over.
struct ReadLimit: Sendable {
  let deadline: ContinuousClock.Instant?
  let isCancelled: (@Sendable () -> Bool)?
  let subject: String

  func check() throws(TransferError) {
    if isCancelled?() == true { throw TransferError(.cancelled, subject: subject, message: "cancelled") }
    if let deadline, .now >= deadline {
      throw TransferError(.timeout, subject: subject, message: "the read was not finished within its time")
    }
  }

  /// Sleeps in short steps; throws the failure itself if the time left is shorter than the pause.
  func sleep(_ pause: Duration, after error: TransferError) throws(TransferError) {
    let end = ContinuousClock.now + pause
    if let deadline, end >= deadline { throw error }
    while true {
      let left = end - .now
      guard left > .zero else { return }
      try check()
      let nap = min(left, .milliseconds(100))
      var time = timespec(
        tv_sec: Int(nap.components.seconds), tv_nsec: Int(nap.components.attoseconds / 1_000_000_000))
      nanosleep(&time, nil)
    }
  }
}
