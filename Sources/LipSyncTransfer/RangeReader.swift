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
  private let client: HTTPClient
  private let original: Request
  private let readLimit: Int64
  private let retry: RetryPolicy
  private let facts: Mutex<RangeFacts>
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
  private struct Turn {
    let offset: Int64
    let count: Int
    let limit: ReadLimit
    /// Whether the redirects were followed again because of it.
    var walkedAgain = false
  }

  /// The outcome of one request.
  private enum Step {
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

  /// Sends one request and waits for its answer, or for a head that says that the whole is coming.
  private func ask(_ turn: inout Turn, asksWhole: Bool, start: [UInt8]) throws(TransferError) -> Step {
    let (next, known, coding, room, size) = facts.withLock {
      ($0.next, $0.validators, $0.head?.contentCoding, readLimit - $0.bytesRead - $0.promised, $0.size)
    }
    guard room > 0 || asksWhole else { throw overLimit() }
    let offset = turn.offset
    let end = min(Self.sum(offset, min(Int64(turn.count), room)), size ?? .max) - 1
    let asked = asksWhole ? nil : offset...max(offset, end)
    let promised = asked.map { Int64($0.count) } ?? 0
    facts.withLock { $0.promised += promised }
    defer { facts.withLock { $0.promised -= promised } }
    var request = next
    request.range = asked
    request.totalTimeout = nil
    // A whole that may not be read to its end.
    if supportsRanges != true, facts.withLock({ $0.wholeLimit }) != nil { request.lead = .shortest }
    let sink = RangeSink(
      asked: asked, known: known, coding: coding, toleratesChange: facts.withLock(\.toleratesChange),
      limit: readLimit, start: start)
    let exchange = try client.begin(request, into: sink) { sink.finish($0) }
    var isOver = false
    defer {
      if !isOver {
        client.cancel(exchange)
        count(sink.look { $0 })
      }
    }
    while true {
      try turn.limit.check()
      let isWhole: Bool? = sink.wait { state in
        if case .whole = state.answer { return true }
        return state.result == nil ? nil : false
      }
      guard let isWhole else { continue }
      isOver = true
      return isWhole
        ? .whole(WholeBody.Stream(sink: sink, exchange: exchange))
        : try conclude(sink, &turn, asked: next.url, asksWhole: asksWhole)
    }
  }

  /// The answer to a range request is complete.
  private func conclude(
    _ sink: RangeSink, _ turn: inout Turn, asked url: String, asksWhole: Bool
  ) throws(TransferError) -> Step {
    let state = sink.look { $0 }
    count(state)
    guard let response = try state.result?.get(), let answer = state.answer else { return .again }
    switch answer {
    case .slice(let range, let total):
      guard state.body.count == range.count else {
        throw failure(
          .truncated, "the answer ended after \(state.body.count) of \(range.count) bytes",
          status: response.status)
      }
      let next = original.continued(where: response)
      if let difference = facts.withLock({ $0.add(range, of: total, from: response, next: next) }) {
        throw failure(
          .badAnswer, "the object changed while it was read: \(difference)", status: response.status)
      }
      guard !facts.withLock({ $0.isStartAgain(state.body, at: turn.offset) }) else {
        throw failure(
          .badAnswer,
          "the server answers range requests wrongly: for bytes \(range.lowerBound)-\(range.upperBound) it "
            + "sends the first \(state.body.count) again", status: response.status)
      }
      facts.withLock { $0.keepStart(state.body, at: turn.offset) }
      return .bytes(state.body)
    case .pastEnd(let total):
      if let objection = facts.withLock({ $0.objection(toEnd: total, at: turn.offset) }) {
        throw failure(.badAnswer, objection, status: 416)
      }
      facts.withLock { $0.learn(from: nil, total: total, supportsRanges: nil) }
      return .bytes([])
    // A 416 without figures may be the end if ranges are known to work and nothing says that there is more.
    case .rangeRefused where response.status == 416 && mayBeAtEnd(turn.offset): return .bytes([])
    case .rangeRefused where supportsRanges != true && !asksWhole: return .rangeRefused
    case .rangeRefused
    where response.status == 416 && supportsRanges == true && (url == original.url || turn.walkedAgain):
      let total = size.map { " of \($0)" } ?? ""
      throw failure(
        .badAnswer,
        "the server answers range requests wrongly: it sent the first bytes, and status 416 for bytes from \(turn.offset) on\(total)",
        status: 416)
    case .rangeRefused, .refused, .whole, .wrong:
      if url != original.url, !turn.walkedAgain, (400..<500).contains(response.status) {
        // The redirects' target may be short-lived: follow them again.
        turn.walkedAgain = true
        facts.withLock { $0.next = original }
        return .again
      }
      throw StatusFailure.error(response)
    }
  }

  private func mayBeAtEnd(_ offset: Int64) -> Bool {
    facts.withLock { $0.supportsRanges == true && $0.size == nil && offset >= $0.reached }
  }

  private func count(_ state: RangeSink.State) {
    facts.withLock {
      $0.requests += state.requests
      $0.bytesRead += state.received
    }
  }

  /// The sum, or the largest number if it would be larger: both come from files and callers, and may be anything.
  private static func sum(_ first: Int64, _ second: Int64) -> Int64 {
    let (sum, isOverflow) = first.addingReportingOverflow(second)
    return isOverflow ? .max : sum
  }

  // MARK: the whole body

  /// Reads from the body that is coming in from its start.
  private func readStream(
    _ stream: WholeBody.Stream, _ turn: Turn, _ body: inout WholeBody
  ) throws(TransferError) -> [UInt8]? {
    let have = stream.sink.look { Int64($0.body.count) }
    let limit = facts.withLock { facts in
      min(readLimit, facts.wholeLimit.map { have + max(0, $0 - facts.bytesRead) } ?? .max)
    }
    guard turn.offset < limit else { throw overLimit() }
    let start = Int(turn.offset)
    let end = Int(min(Self.sum(turn.offset, Int64(turn.count)), limit, size ?? .max))
    if stream.sink.demand(upTo: end) { client.resume(stream.exchange) }
    while true {
      do throws(TransferError) {
        try turn.limit.check()
      } catch {
        client.cancel(stream.exchange)
        body.abort()
        throw error
      }
      let isReady: Bool? = stream.sink.wait { $0.body.count >= end || $0.result != nil ? true : nil }
      guard isReady != nil else { continue }
      let state = stream.sink.look {
        (
          bytes: Array($0.body.dropFirst(start).prefix(end - start)), have: $0.body.count,
          isOverLimit: $0.isOverLimit, result: $0.result
        )
      }
      let fresh = body.countFresh()
      facts.withLock { $0.bytesRead += fresh }
      if state.have >= end { return state.bytes }
      if state.isOverLimit { throw overLimit() }
      switch state.result {
      case .success:
        facts.withLock { $0.size = Int64(state.have) }
        return state.bytes
      case .failure(let error):
        body.abort()
        throw error
      case nil: continue
      }
    }
  }

  // MARK: failures

  private func failure(_ code: TransferError.Code, _ message: String, status: Int? = nil) -> TransferError {
    TransferError(code, subject: shortened(original.url), message: message, status: status)
  }

  private func overLimit() -> TransferError {
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

extension Request {
  /// The request for where an answer's redirects ended, with the headers that may be sent there.
  fileprivate func continued(where response: Response) -> Request {
    guard !response.redirects.isEmpty, let from = try? WebAddress(url),
      let end = try? WebAddress(response.url)
    else { return self }
    var request = self
    request.url = end.text
    request.headers = RedirectWalk.headers(headers, from: from, to: end)
    return request
  }
}
