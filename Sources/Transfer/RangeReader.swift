internal import Dispatch
internal import Synchronization

/// Reads of one URL by range, one at a time, checked against Content-Range.
///
/// Where the server ignores ranges the body is read from its start and kept, as far as it is asked for. Redirects are
/// walked once; later reads go to where they ended. Passing failures are tried again. An object that changes between reads
/// is an error.
public final class RangeReader: Sendable {
  /// What is known of the object.
  private struct Facts {
    var size: Int64?
    var supportsRanges: Bool?
    var validators: Validators?
    var head: Response?
    var requests = 0
    var bytesRead: Int64 = 0
    /// The end of the furthest bytes that a range brought.
    var reached: Int64 = 0
  }

  /// The whole body under way, where ranges are ignored.
  private struct Stream {
    let sink: RangeSink
    let exchange: Exchange
  }

  /// What belongs to the read under way.
  private struct Turn {
    /// What is asked for next; after redirects, where they ended.
    var request: Request
    var stream: Stream?
    var asksWhole = false
    /// The start of a body whose transfer broke.
    var kept: [UInt8] = []
  }

  private let client: HTTPClient
  private let original: Request
  private let readLimit: Int64
  private let retry: RetryPolicy
  private let facts = Mutex(Facts())
  /// Held by the one read under way: unlike a lock it can be waited for in slices.
  private let gate = DispatchSemaphore(value: 1)
  private let turn: Mutex<Turn>

  /// A reader.
  ///
  /// - Parameters:
  ///   - request: URL, headers and time-outs; `totalTimeout` counts for each read. Its range and limits are not used.
  ///   - readLimit: Body bytes received at most, all reads together; more is `tooLarge`.
  ///   - first: An earlier answer to the same request, so that what it said need not be asked again.
  public init(
    client: HTTPClient, request: Request, readLimit: Int64, retry: RetryPolicy = .standard,
    first: Response? = nil
  ) {
    self.client = client
    original = request
    self.readLimit = readLimit
    self.retry = retry
    turn = Mutex(Turn(request: request))
    if let first, (200..<300).contains(first.status) {
      let range = first.contentRange
      let total = range?.total ?? (range == nil && first.status != 206 ? first.contentLength : nil)
      learn(from: first, total: total, supportsRanges: range?.bytes != nil ? true : nil)
      let end = self.request(endingAt: first)
      turn.withLock { $0.request = end }
    }
  }

  deinit {
    let stream = turn.withLock { $0.stream }
    if let stream { client.cancel(stream.exchange) }
  }

  /// The whole length once the first answer has told it.
  public var size: Int64? { facts.withLock { $0.size } }

  /// Whether the server answers ranges; nil before the first answer.
  public var supportsRanges: Bool? { facts.withLock { $0.supportsRanges } }

  /// The head of the first answer that carried bytes; its body is empty.
  public var head: Response? { facts.withLock { $0.head } }

  /// Requests sent, redirects and retries included.
  public var requests: Int { facts.withLock { $0.requests } }

  /// Body bytes received.
  public var bytesRead: Int64 { facts.withLock { $0.bytesRead } }

  /// Bytes at `offset`, at most `count`; empty at or past the end. Blocks.
  ///
  /// - Throws: `badAnswer` for ranges answered wrongly and for an object that changed; `status` for an answer that says no;
  ///   `tooLarge` past the read limit; `timeout` past the deadline.
  public func read(
    at offset: Int64, count: Int, deadline: ContinuousClock.Instant?, isCancelled: (@Sendable () -> Bool)?
  ) throws(TransferError) -> [UInt8] {
    guard offset >= 0, count > 0 else { return [] }
    let own = original.totalTimeout.map { ContinuousClock.now + $0 }
    let limit = ReadLimit(
      deadline: [deadline, own].compactMap(\.self).min(), isCancelled: isCancelled,
      subject: shortened(original.url))
    while gate.wait(timeout: .now() + .milliseconds(100)) == .timedOut { try limit.check() }
    defer { gate.signal() }
    return try turn.withLock { (turn) throws(TransferError) in
      try read(at: offset, count: count, limit: limit, turn: &turn)
    }
  }

  private func read(
    at offset: Int64, count: Int, limit: ReadLimit, turn: inout Turn
  ) throws(TransferError) -> [UInt8] {
    var attempt = 1
    while true {
      try limit.check()
      if let size, offset >= size { return [] }
      do throws(TransferError) {
        if let bytes = try step(at: offset, count: count, limit: limit, turn: &turn) { return bytes }
      } catch {
        try pause(after: error, attempt: attempt, limit: limit)
        attempt += 1
      }
    }
  }

  /// One request's worth of reading; nil where the next step has to look again in another way.
  private func step(
    at offset: Int64, count: Int, limit: ReadLimit, turn: inout Turn
  ) throws(TransferError) -> [UInt8]? {
    if let stream = turn.stream {
      return try readStream(stream, at: offset, count: count, limit: limit, turn: &turn)
    }
    let room = readLimit - bytesRead
    guard room > 0 || turn.asksWhole else { throw overLimit() }
    let end = min(Self.sum(offset, min(Int64(count), room)), size ?? .max) - 1
    let asked = turn.asksWhole ? nil : offset...max(offset, end)
    var request = turn.request
    request.range = asked
    request.totalTimeout = nil
    let sink = RangeSink(
      asked: asked, known: facts.withLock { $0.validators }, limit: readLimit, start: turn.kept)
    let exchange = try client.begin(request, into: sink) { sink.finish($0) }
    var isOver = false
    defer {
      if !isOver {
        client.cancel(exchange)
        note(sink.look { $0 })
      }
    }
    while true {
      try limit.check()
      // The wait is for the end, or for a head that says the whole is coming.
      let isWhole: Bool? = sink.wait { state in
        if case .whole = state.answer { return true }
        return state.result == nil ? nil : false
      }
      guard let isWhole else { continue }
      isOver = true
      return isWhole
        ? beginStream(Stream(sink: sink, exchange: exchange), turn: &turn)
        : try conclude(sink, at: offset, turn: &turn)
    }
  }

  /// The answer to a range request is complete.
  private func conclude(
    _ sink: RangeSink, at offset: Int64, turn: inout Turn
  ) throws(TransferError) -> [UInt8]? {
    let state = sink.look { $0 }
    note(state)
    guard let response = try state.result?.get(), let answer = state.answer else { return nil }
    switch answer {
    case .slice(let range, let total):
      guard state.body.count == range.count else {
        throw failure(
          .truncated, "the answer ended after \(state.body.count) of \(range.count) bytes",
          status: response.status)
      }
      learn(from: response, total: total, supportsRanges: true)
      facts.withLock { $0.reached = max($0.reached, range.upperBound + 1) }
      turn.request = request(endingAt: response)
      return state.body
    case .pastEnd(let total):
      try checkEnd(total, at: offset)
      learn(from: nil, total: total, supportsRanges: nil)
      return []
    // A 416 without figures may be the end where ranges are known to work and nothing says that there is more.
    case .rangeRefused
    where supportsRanges == true && response.status == 416 && size == nil && offset >= reached:
      return []
    case .rangeRefused where supportsRanges != true && !turn.asksWhole:
      facts.withLock { $0.supportsRanges = false }
      turn.asksWhole = true
      return nil
    case .rangeRefused, .refused, .whole, .wrong:
      if turn.request.url != original.url, (400..<500).contains(response.status) {
        // Where the redirects ended is not for long: walk them again.
        turn.request = original
        return nil
      }
      throw StatusFailure.error(response)
    }
  }

  /// Holds an end that a 416 told against what was known before; only bytes before a known end are ever asked for.
  private func checkEnd(_ total: Int64?, at offset: Int64) throws(TransferError) {
    let (size, reached) = facts.withLock { ($0.size, $0.reached) }
    if let total, total != size ?? max(total, reached) {
      let before = size.map { "\($0)" } ?? "at least \(reached)"
      throw failure(
        .badAnswer,
        "the object changed while it was read: its length changed from \(before) to \(total) bytes",
        status: 416)
    }
    if total == nil, offset < size ?? reached {
      throw failure(
        .badAnswer, "status 416 for byte \(offset), which was known to be there: the object changed",
        status: 416)
    }
  }

  private var reached: Int64 { facts.withLock { $0.reached } }

  private func note(_ state: RangeSink.State) {
    facts.withLock {
      $0.requests += (try? state.result?.get().requests) ?? state.head?.requests ?? 1
      $0.bytesRead += state.received
    }
  }

  private func beginStream(_ stream: Stream, turn: inout Turn) -> [UInt8]? {
    let state = stream.sink.look { (head: $0.head, length: $0.answer) }
    var total: Int64?
    if case .whole(let length) = state.length { total = length }
    facts.withLock { $0.requests += state.head?.requests ?? 1 }
    learn(from: state.head, total: total, supportsRanges: turn.asksWhole ? nil : false)
    counted.withLock { $0 = 0 }
    turn.stream = stream
    turn.kept = []
    return nil
  }

  /// Reads from the body that is coming in from its start.
  private func readStream(
    _ stream: Stream, at offset: Int64, count: Int, limit: ReadLimit, turn: inout Turn
  ) throws(TransferError) -> [UInt8]? {
    guard offset < readLimit else { throw overLimit() }
    let start = Int(offset)
    let end = Int(min(Self.sum(offset, Int64(count)), readLimit, size ?? .max))
    if stream.sink.demand(upTo: end) { client.resume(stream.exchange) }
    while true {
      do throws(TransferError) {
        try limit.check()
      } catch {
        client.cancel(stream.exchange)
        breakOff(stream, turn: &turn)
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
      countStream(stream.sink)
      if state.have >= end { return state.bytes }
      if state.isOverLimit { throw overLimit() }
      switch state.result {
      case .success:
        facts.withLock { $0.size = Int64(state.have) }
        return state.bytes
      case .failure(let error):
        breakOff(stream, turn: &turn)
        throw error
      case nil: continue
      }
    }
  }

  /// Lets go of a body that broke; what is there of it is compared, not kept twice, when the body comes again.
  private func breakOff(_ stream: Stream, turn: inout Turn) {
    turn.kept = stream.sink.look { $0.body }
    turn.stream = nil
    turn.asksWhole = true
  }

  /// Bytes of the current stream that stand in `bytesRead` already.
  private let counted = Mutex<Int64>(0)

  private func countStream(_ sink: RangeSink) {
    let received = sink.look { $0.received }
    let fresh = counted.withLock { counted in
      defer { counted = received }
      return received - counted
    }
    facts.withLock { $0.bytesRead += fresh }
  }

  /// The sum, or the largest number where it would be larger: both come from files and callers, and may be anything.
  private static func sum(_ first: Int64, _ second: Int64) -> Int64 {
    let (sum, isOverflow) = first.addingReportingOverflow(second)
    return isOverflow ? .max : sum
  }

  // MARK: what is learnt

  private func learn(from head: Response?, total: Int64?, supportsRanges: Bool?) {
    facts.withLock {
      if let total { $0.size = total }
      if let supportsRanges { $0.supportsRanges = supportsRanges }
      guard let head else { return }
      let fresh = Validators(head, total: total)
      $0.validators = $0.validators?.filled(from: fresh) ?? fresh
      if $0.head == nil {
        var bare = head
        bare.body = []
        $0.head = bare
      }
    }
  }

  /// The request for where the redirects ended, with the headers that may be sent there.
  private func request(endingAt response: Response) -> Request {
    guard !response.redirects.isEmpty, let from = try? WebAddress(original.url),
      let end = try? WebAddress(response.url)
    else { return original }
    var request = original
    request.url = end.text
    request.headers = RedirectWalk.headers(original.headers, from: from, to: end)
    return request
  }

  // MARK: failures

  private func failure(_ code: TransferError.Code, _ message: String, status: Int? = nil) -> TransferError {
    TransferError(code, subject: shortened(original.url), message: message, status: status)
  }

  private func overLimit() -> TransferError {
    failure(
      .tooLarge,
      supportsRanges == false
        ? "more than the first \(readLimit) bytes would have to be read: the server does not answer ranges"
        : "more than \(readLimit) bytes would have to be read")
  }

  /// Waits before the next attempt, or throws where there is none.
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
