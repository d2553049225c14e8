internal import Dispatch
internal import Synchronization

/// Receives the answer to one read: a slice, or, if ranges are ignored, the whole body from its start, received only as far
/// as somebody wants to read.
final class RangeSink: BodySink, Sendable {
  /// What a waiting reader checks.
  struct State: Sendable {
    var head: Response?
    var answer: RangeAnswer?
    /// A slice's bytes, or the body from its start.
    var body: [UInt8] = []
    /// Body bytes received, dropped ones included.
    var received: Int64 = 0
    /// More bytes arrived than may be kept.
    var isOverLimit = false
    var result: Result<Response, TransferError>?
    /// Requests sent, as far as is known.
    var requests: Int {
      switch result {
      case .success(let response): response.requests
      case .failure(let error): error.requests
      case nil: head?.requests ?? 1
      }
    }
    /// Whether the slice is longer than what is kept of it.
    fileprivate var isLonger = false
    fileprivate var isPaused = false
    /// The byte up to which a reader waits for the body.
    fileprivate var demand = 0
    /// Bytes there already when the body came again.
    fileprivate var kept = 0
    /// Those of them that have not come again yet.
    fileprivate var skip = 0
  }

  private let asked: ClosedRange<Int64>?
  private let known: Validators?
  private let coding: String?
  private let toleratesChange: Bool
  private let limit: Int64
  private let state: Mutex<State>
  private let changed = DispatchSemaphore(value: 0)

  /// How far a whole body is read ahead of what is asked for.
  private static let readAhead = 256 << 10

  /// - Parameters:
  ///   - asked: The range; nil asks for the whole.
  ///   - known: What earlier answers said of the object.
  ///   - coding: The Content-Encoding of earlier answers; bytes in another coding are different bytes.
  ///   - toleratesChange: Whether a slice may be of another state of the object. The whole may not, for it stands in for what
  ///     was read by slices.
  ///   - limit: Body bytes kept at most.
  ///   - start: The start of the whole body, from a transfer that broke.
  init(
    asked: ClosedRange<Int64>?, known: Validators?, coding: String? = nil,
    toleratesChange: Bool = false, limit: Int64, start: [UInt8] = []
  ) {
    self.asked = asked
    self.known = known
    self.coding = coding
    self.toleratesChange = toleratesChange
    self.limit = limit
    var state = State()
    state.body = start
    state.kept = start.count
    state.skip = start.count
    state.demand = start.count
    self.state = Mutex(state)
  }

  func begin(_ head: Response) throws(TransferError) {
    let named =
      asked.map { RangeAnswer(head, to: $0) }
      ?? ((200..<300).contains(head.status) ? .whole(length: head.contentLength) : .refused)
    // Some hosts send a longer range than they were asked for, and say so; the rest of it is left.
    let answer = asked.map(named.kept(to:)) ?? named
    func wrong(_ message: String) -> TransferError {
      TransferError(.badAnswer, subject: shortened(head.url), message: message, status: head.status)
    }
    let total: Int64?
    switch answer {
    case .wrong(let why): throw wrong("the server answers range requests wrongly: \(why)")
    case .slice(_, let whole): total = whole
    case .whole(let length): total = length
    case .pastEnd, .rangeRefused, .refused: total = nil
    }
    if total != nil || answer.carriesBody, let known = reference(for: answer),
      let difference = Validators(head, total: total).difference(from: known)
    {
      throw wrong("the object changed while it was read: \(difference)")
    }
    // A range of a compressed body is not one of the object.
    if answer.carriesBody, head.contentCoding != coding {
      throw wrong(
        "the server sends the bytes in a coding that was not requested and that differs from before "
          + "(Content-Encoding: \(head.contentCoding ?? "none"))")
    }
    state.withLock {
      $0.head = head
      $0.answer = answer
      $0.isLonger = answer != named
    }
    changed.signal()
  }

  /// What an answer has to agree with.
  private func reference(for answer: RangeAnswer) -> Validators? {
    guard toleratesChange else { return known }
    guard case .whole = answer else { return nil }
    return known.map { Validators(etag: nil, lastModified: nil, total: $0.total) }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws(TransferError) -> BodyFlow {
    // Copied first: a lock's closure cannot capture borrowed memory.
    let chunk = Array(bytes)
    let flow = state.withLock { Self.append(chunk, to: &$0, limit: limit) }
    changed.signal()
    switch flow {
    case .success(let flow): return flow
    case .failure(let contradiction): throw error(contradiction.message)
    }
  }

  private func error(_ message: String) -> TransferError {
    let head = look { $0.head }
    return TransferError(
      .badAnswer, subject: shortened(head?.url ?? ""), message: message, status: head?.status)
  }

  /// Bytes that contradict the head or earlier bytes.
  private struct Contradiction: Error {
    let message: String
  }

  private static func append(
    _ chunk: [UInt8], to state: inout State, limit: Int64
  ) -> Result<BodyFlow, Contradiction> {
    switch state.answer {
    case .slice(let range, _):
      state.received += Int64(chunk.count)
      guard state.isLonger || state.body.count + chunk.count <= range.count else {
        return .failure(Contradiction(message: "the server sent more bytes than its Content-Range says"))
      }
      state.body += chunk.prefix(range.count - state.body.count)
      return .success(state.isLonger && state.body.count == range.count ? .enough : .more)
    case .whole:
      if state.body.count >= state.demand + readAhead {
        state.isPaused = true
        return .success(.pause)
      }
      state.received += Int64(chunk.count)
      let skipped = min(state.skip, chunk.count)
      let start = state.kept - state.skip
      guard chunk[..<skipped] == state.body[start..<start + skipped] else {
        let place = "between byte \(start) and \(start + skipped)"
        return .failure(
          Contradiction(message: "the object changed while it was read: it differs \(place)"))
      }
      state.skip -= skipped
      let fresh = chunk.dropFirst(skipped)
      let room = Int(clamping: limit) - state.body.count
      state.body += fresh.prefix(max(0, room))
      state.isOverLimit = fresh.count > room
      return .success(state.isOverLimit ? .enough : .more)
    default:
      state.received += Int64(chunk.count)
      return .success(.enough)
    }
  }

  /// The exchange is over.
  func finish(_ result: Result<Response, TransferError>) {
    var result = result
    let (kept, skip) = look { state in
      if case .whole = state.answer { return (state.kept, state.skip) }
      return (0, 0)
    }
    if case .success = result, skip > 0 {
      result = .failure(
        error("the object changed while it was read: it ended after \(kept - skip) bytes, \(kept) were there")
      )
    }
    state.withLock { $0.result = result }
    changed.signal()
  }

  /// Waits at most a tenth of a second for a change, then lends the state.
  func wait<R: Sendable>(_ look: (State) -> R?) -> R? {
    if let found = state.withLock({ look($0) }) { return found }
    _ = changed.wait(timeout: .now() + .milliseconds(100))
    return state.withLock { look($0) }
  }

  /// Lends the state.
  func look<R: Sendable>(_ body: (State) -> R) -> R { state.withLock { body($0) } }

  /// Asks for the body up to a byte; true if the transfer must be resumed for it.
  func demand(upTo end: Int) -> Bool {
    state.withLock {
      $0.demand = max($0.demand, end)
      guard $0.isPaused, $0.body.count < end else { return false }
      $0.isPaused = false
      return true
    }
  }
}

extension RangeAnswer {
  /// Whether the body is the object's.
  var carriesBody: Bool {
    switch self {
    case .slice, .whole: true
    case .pastEnd, .rangeRefused, .refused, .wrong: false
    }
  }
}
