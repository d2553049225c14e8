/// The whole body of an object, if ranges are ignored; kept by the one read that holds the gate.
struct WholeBody: Sendable {
  /// A transfer that brings it from its start.
  struct Stream: Sendable {
    let sink: RangeSink
    let exchange: Exchange
  }

  private(set) var stream: Stream?
  /// Whether to ask without a range.
  var asksWhole = false
  /// The start of a body whose transfer broke.
  private(set) var kept: [UInt8] = []
  /// Bytes of the stream that are counted already.
  private var counted: Int64 = 0

  mutating func begin(_ stream: Stream) {
    self.stream = stream
    kept = []
    counted = 0
  }

  /// Drops a transfer that broke; its bytes are compared, not kept twice, when the body comes again.
  mutating func abort() {
    kept = stream?.sink.look { $0.body } ?? []
    stream = nil
    asksWhole = true
  }

  /// Bytes that came since it was last asked.
  mutating func countFresh() -> Int64 {
    let received = stream?.sink.look { $0.received } ?? 0
    defer { counted = received }
    return received - counted
  }
}
