internal import Dispatch
internal import Synchronization

/// Reads of one URL by range, checked against Content-Range.
///
/// Reads may be under way at the same time, from as many threads as there are reads: `read` blocks its own thread alone.
/// Once an answer has shown that ranges are honoured (or `first` has, or `supportsRanges` is true), each read is a request
/// of its own on a kept-alive connection of its own, or a stream of its own on one HTTP/2 connection; until then reads wait
/// for each other, so that a host that ignores ranges is not asked for the whole twice. All answers are compared with each
/// other: an object that changes between two of them is an error. Counters and limits count all reads together.
///
/// If the server ignores ranges the body is read from its start and kept, as far as it is asked for, one read at a time.
/// Redirects are followed once; later reads go to where they ended. Transient failures are retried.
package final class RangeReader: Sendable {
  let client: HTTPClient
  let original: Request
  let readLimit: Int64
  private let retry: RetryPolicy
  let facts: Mutex<RangeFacts>
  /// Held by the one read that finds out about ranges, or reads the whole body: unlike a lock it can be awaited in
  /// slices.
  private let gate = DispatchSemaphore(value: 1)
  private let body = Mutex(WholeBody())

  /// A reader.
  ///
  /// - Parameters:
  ///   - client: The connection pool.
  ///   - request: URL, headers and time-outs; `totalTimeout` counts for each read. Its range and limits are not used.
  ///   - readLimit: Body bytes received at most, all reads together; more is `tooLarge`.
  ///   - retry: How often a broken transfer is retried.
  ///   - first: An earlier answer to the same request, so that nothing has to be requested again.
  ///   - toleratesChange: Whether answers that contradict each other on length, ETag or Last-Modified are no error but
  ///     `change`. What is read may be of two states of the object then.
  package init(
    client: HTTPClient, request: Request, readLimit: Int64, retry: RetryPolicy = .standard,
    first: Response? = nil, toleratesChange: Bool = false
  ) {
    self.client = client
    original = request
    self.readLimit = readLimit
    self.retry = retry
    var facts = RangeFacts(next: request)
    facts.toleratesChange = toleratesChange
    if let first, (200..<300).contains(first.status) {
      let range = first.contentRange
      let total = range?.total ?? (range == nil && first.status != 206 ? first.contentLength : nil)
      facts.learn(from: first, total: total, supportsRanges: range?.bytes != nil ? true : nil)
      facts.next = request.continued(where: first)
      if range?.bytes?.lowerBound ?? 0 == 0 { facts.keepStart(first.body, at: 0) }
    }
    self.facts = Mutex(facts)
  }

  deinit {
    let stream = body.withLock { $0.stream }
    if let stream { client.cancel(stream.exchange) }
  }

  /// The whole length once the first answer has stated it.
  package var size: Int64? { facts.withLock { $0.size } }

  /// Whether the server answers ranges; nil before the first answer.
  package var supportsRanges: Bool? { facts.withLock { $0.supportsRanges } }

  /// The head of the first answer that carried bytes; its body is empty.
  package var head: Response? { facts.withLock { $0.head } }

  /// What first differed between two answers, as a clause, if that is tolerated; nil if all agree.
  package var change: String? { facts.withLock { $0.change } }

  /// Requests sent, redirects and retries included.
  package var requests: Int { facts.withLock { $0.requests } }

  /// Body bytes received.
  package var bytesRead: Int64 { facts.withLock { $0.bytesRead } }

  /// Body bytes received at most if the server ignores ranges, bodies that came again included; more is `tooLarge`. Nil
  /// for the read limit alone, as at first: a later step may continue where an earlier one had to stop.
  package func limitWhole(to limit: Int64?) { facts.withLock { $0.wholeLimit = limit } }

  /// Bytes at `offset`, at most `count`; empty at or past the end. Blocks; any number of threads may be in it.
  ///
  /// - Parameters:
  ///   - offset: the first byte's place.
  ///   - count: bytes at most.
  ///   - deadline: when to give up; nil for never.
  ///   - isCancelled: asked while the read waits.
  ///   - isPatient: whether transient failures are retried.
  /// - Throws: `badAnswer` for wrong answers to ranges and for an object that changed; `status` for an error status;
  ///   `tooLarge` past the read limit; `timeout` past the deadline.
  package func read(
    at offset: Int64, count: Int, deadline: ContinuousClock.Instant?, isCancelled: (@Sendable () -> Bool)?,
    isPatient: Bool = true
  ) throws(TransferError) -> [UInt8] {
    guard offset >= 0, count > 0 else { return [] }
    let own = original.totalTimeout.map { ContinuousClock.now + $0 }
    let limit = ReadLimit(
      deadline: [deadline, own].compactMap(\.self).min(), isCancelled: isCancelled,
      subject: shortened(original.url))
    var turn = Turn(offset: offset, count: count, limit: limit)
    var attempt = 1
    while true {
      try limit.check()
      if let size, offset >= size { return [] }
      do throws(TransferError) {
        if let bytes = try step(&turn) { return bytes }
      } catch {
        guard isPatient else { throw error }
        try pause(after: error, attempt: attempt, limit: limit)
        attempt += 1
      }
    }
  }

  /// One read in progress.
  struct Turn {
    let offset: Int64
    let count: Int
    let limit: ReadLimit
    /// Whether the redirects were followed again because of it.
    var walkedAgain = false
  }

  /// The outcome of one request.
  enum Step {
    case bytes([UInt8])
    /// The next step has to try another way.
    case again
    /// The whole body is coming, from its start.
    case whole(WholeBody.Stream)
    /// Asking for a range at all may be what is refused.
    case rangeRefused
  }

  /// One request's worth of reading; nil if the next step has to try another way.
  private func step(_ turn: inout Turn) throws(TransferError) -> [UInt8]? {
    if supportsRanges == true {
      switch try ask(&turn, asksWhole: false, start: []) {
      case .bytes(let bytes): return bytes
      case .again: return nil
      case .whole(let stream):
        // Ranges are ignored from now on: the whole is read by one at a time.
        client.cancel(stream.exchange)
        count(stream.sink.look { $0 })
        facts.withLock { $0.learn(from: nil, total: nil, supportsRanges: false) }
        return nil
      case .rangeRefused:
        facts.withLock { $0.learn(from: nil, total: nil, supportsRanges: false) }
        return nil
      }
    }
    while gate.wait(timeout: .now() + .milliseconds(100)) == .timedOut { try turn.limit.check() }
    defer { gate.signal() }
    // Another read may have found this out meanwhile.
    if supportsRanges == true { return nil }
    return try body.withLock { (body) throws(TransferError) in try stepAlone(&turn, &body) }
  }

  private func stepAlone(_ turn: inout Turn, _ body: inout WholeBody) throws(TransferError) -> [UInt8]? {
    if let stream = body.stream { return try readStream(stream, turn, &body) }
    // What was received before the transfer broke comes again first.
    let again = Int64(body.kept.count)
    guard facts.withLock({ $0.bytesRead + again <= $0.wholeLimit ?? .max }) else { throw overLimit() }
    switch try ask(&turn, asksWhole: body.asksWhole, start: body.kept) {
    case .bytes(let bytes): return bytes
    case .again: return nil
    case .whole(let stream):
      let state = stream.sink.look { (head: $0.head, answer: $0.answer) }
      var total: Int64?
      if case .whole(let length) = state.answer { total = length }
      facts.withLock {
        $0.requests += state.head?.requests ?? 1
        $0.learn(from: state.head, total: total, supportsRanges: body.asksWhole ? nil : false)
      }
      body.begin(stream)
      return nil
    case .rangeRefused:
      facts.withLock { $0.learn(from: nil, total: nil, supportsRanges: false) }
      body.asksWhole = true
      return nil
    }
  }

  func count(_ state: RangeSink.State) {
    facts.withLock {
      $0.requests += state.requests
      $0.bytesRead += state.received
    }
  }

  // MARK: failures

  func failure(_ code: TransferError.Code, _ message: String, status: Int? = nil) -> TransferError {
    TransferError(code, subject: shortened(original.url), message: message, status: status)
  }

  func overLimit() -> TransferError {
    let whole = facts.withLock { $0.wholeLimit }
    return failure(
      .tooLarge,
      supportsRanges == false
        ? "more than the first \(min(readLimit, whole ?? .max)) bytes would have to be read: the server does not answer ranges"
        : "more than \(readLimit) bytes would have to be read")
  }

  /// Waits before the next attempt, or throws if there is none.
  private func pause(after error: TransferError, attempt: Int, limit: ReadLimit) throws(TransferError) {
    let asked = (error.cause as? StatusFailure)?.retryAfter
    guard
      let pause = retry.delay(
        afterAttempt: attempt, status: error.status, error: error.code, retryAfter: asked,
        jitter: Double.random(in: 0...1))
    else { throw error }
    try limit.sleep(pause, after: error)
  }
}
