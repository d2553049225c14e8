/// The clock and the waits of a client: real ones, or those of a test.
struct Pace: Sendable {
  var sleep: @Sendable (Duration) async throws -> Void
  var now: @Sendable () -> ContinuousClock.Instant
  /// 0...1, to spread clients that failed together.
  var jitter: @Sendable () -> Double
  /// What the calendar says: what is written down outlives the process.
  var date: @Sendable () -> UnixTime = { .now }

  static let real = Pace(
    sleep: { try await Task.sleep(for: $0) }, now: { ContinuousClock.now }, jitter: { .random(in: 0...1) })
}
