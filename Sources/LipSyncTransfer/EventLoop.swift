internal import CCurl
internal import Platform
internal import Synchronization

/// One thread that owns one curl_multi and everything in it.
///
/// Other threads put messages into a mailbox and wake it: `curl_multi_wakeup` is the only call of libcurl that they make.
final class EventLoop: Sendable {
  private enum Message: Sendable {
    case start(Exchange)
    case cancel(Exchange)
    case resume(Exchange)
    case stop
  }

  private struct Mailbox {
    var messages: [Message] = []
    /// Nil once the thread has finished with it.
    var multi: UnsafeMutableRawPointer?
    /// Why the thread ended.
    var end = End.shutDown
  }

  /// How a loop ends.
  enum End: Sendable {
    /// Its owner released it.
    case shutDown
    /// libcurl's multi handle broke; what it said.
    case broken(String)

    /// What that means for an exchange in progress, or for a later one.
    func failure(of exchange: Exchange) -> TransferError {
      switch self {
      case .shutDown: exchange.failure(.cancelled, "the client has been shut down")
      case .broken(let words): exchange.failure(.fault, "transfers cannot continue: \(words)")
      }
    }
  }

  /// Waits for something to happen, as `curl_multi_poll` with no descriptors of its own.
  typealias Poll = @Sendable (_ multi: UnsafeMutableRawPointer, _ milliseconds: Int32) -> CURLMcode

  /// What the thread and the loop's owner share; the thread keeps it alive.
  private final class Shared: Sendable {
    let mailbox = Mutex(Mailbox())
    let poll: Poll

    init(poll: @escaping Poll) { self.poll = poll }

    func post(_ message: Message) -> Bool {
      mailbox.withLock {
        guard let multi = $0.multi else { return false }
        $0.messages.append(message)
        curl_multi_wakeup(multi)
        return true
      }
    }
  }

  private let shared: Shared

  /// Starts the thread.
  init(
    poll: @escaping Poll = { curl_multi_poll($0, nil, 0, $1, nil) }
  ) throws(TransferError) {
    shared = Shared(poll: poll)
    guard Self.isLibraryReady, let multi = curl_multi_init() else {
      throw TransferError(.fault, subject: "curl_multi_init", message: "libcurl cannot be set up")
    }
    let pointer = Pointer(raw: multi)
    shared.mailbox.withLock { $0.multi = pointer.raw }
    let code = startThread { [shared] in Self.run(shared) }
    guard code == 0 else {
      shared.mailbox.withLock { $0.multi = nil }
      curl_multi_cleanup(multi)
      throw TransferError(.fault, subject: "pthread_create", message: systemError(code))
    }
  }

  deinit { _ = shared.post(.stop) }

  /// Begins an exchange; its completion is called once, on the loop's thread.
  func start(_ exchange: Exchange) {
    if !shared.post(.start(exchange)) {
      let end = shared.mailbox.withLock { $0.end }
      exchange.finish(.failure(end.failure(of: exchange)))
    }
  }

  /// Ends an exchange early; has no effect once the exchange is over.
  func cancel(_ exchange: Exchange) {
    exchange.isCancelled.store(true, ordering: .relaxed)
    _ = shared.post(.cancel(exchange))
  }

  /// Resumes a paused body.
  func resume(_ exchange: Exchange) { _ = shared.post(.resume(exchange)) }

  private static let isLibraryReady = curl_global_init(ccurl_global_default) == CURLE_OK

  private static func run(_ shared: Shared) {
    // TLS libraries write with plain write(2); a peer gone away must be an error, not a signal.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    guard let multi = shared.mailbox.withLock({ Pointer(raw: $0.multi) }).raw else { return }
    var round = Round(multi: multi, poll: shared.poll)
    var end: End?
    while end == nil {
      let messages = shared.mailbox.withLock { box in
        defer { box.messages.removeAll(keepingCapacity: true) }
        return box.messages
      }
      for message in messages {
        switch message {
        case .start(let exchange): round.begin(exchange)
        case .cancel(let exchange): round.cancel(exchange)
        case .resume(let exchange): round.resume(exchange)
        case .stop: end = .shutDown
        }
      }
      if end == nil { end = round.turn() }
    }
    let last = end ?? .shutDown
    let unread = shared.mailbox.withLock { box in
      box.multi = nil
      box.end = last
      defer { box.messages = [] }
      return box.messages
    }
    round.endAll(last)
    for case .start(let exchange) in unread { exchange.finish(.failure(last.failure(of: exchange))) }
    curl_multi_cleanup(multi)
  }
}

/// Carries a pointer out of a lock.
private struct Pointer: @unchecked Sendable {
  // sound because the thread that receives it is the only one to use it, wakeups apart, which libcurl allows
  let raw: UnsafeMutableRawPointer?
}

/// The state of the loop's thread.
private struct Round {
  let multi: UnsafeMutableRawPointer
  let poll: EventLoop.Poll
  /// Exchanges under way by their handle; each is kept alive here until after its handle has left the multi.
  private var running: [UnsafeMutableRawPointer: Exchange] = [:]
  /// No deadline can pass before this moment.
  private var nextDue: ContinuousClock.Instant?

  init(multi: UnsafeMutableRawPointer, poll: @escaping EventLoop.Poll) {
    self.multi = multi
    self.poll = poll
  }

  mutating func begin(_ exchange: Exchange) {
    if exchange.isCancelled.load(ordering: .relaxed) {
      exchange.finish(.failure(exchange.failure(.cancelled, "cancelled before it began")))
      return
    }
    hop(exchange)
  }

  private mutating func hop(_ exchange: Exchange) {
    do throws(TransferError) {
      let handle = try exchange.prepareHop()
      let code = curl_multi_add_handle(multi, handle.raw)
      guard code == CURLM_OK else {
        throw exchange.failure(.fault, "curl_multi_add_handle: \(String(cString: curl_multi_strerror(code)))")
      }
      running[handle.raw] = exchange
      nextDue = .now
    } catch {
      exchange.finish(.failure(error))
    }
  }

  /// Removes an exchange; false if it is not in progress.
  private mutating func remove(_ exchange: Exchange) -> Bool {
    guard let raw = exchange.handle?.raw, running[raw] === exchange else { return false }
    curl_multi_remove_handle(multi, raw)
    running[raw] = nil
    return true
  }

  mutating func cancel(_ exchange: Exchange) {
    guard remove(exchange) else { return }
    exchange.finish(.failure(exchange.failure(.cancelled, "cancelled")))
  }

  mutating func resume(_ exchange: Exchange) {
    guard let raw = exchange.handle?.raw, running[raw] === exchange else { return }
    exchange.resume()
    nextDue = .now
  }

  mutating func endAll(_ end: EventLoop.End) {
    for exchange in Array(running.values) where remove(exchange) {
      exchange.finish(.failure(end.failure(of: exchange)))
    }
  }

  /// One turn: work, finished transfers, deadlines, wait. An end if the multi handle is broken.
  mutating func turn() -> EventLoop.End? {
    var active: Int32 = 0
    if let end = broken(curl_multi_perform(multi, &active), "curl_multi_perform") { return end }
    if drain() { return nil }
    let now = ContinuousClock.now
    if let due = nextDue, now >= due { expire(at: now) }
    var patience = Int32(1000)
    if let due = nextDue {
      patience = Int32(clamping: max(0, min(1000, Int((due - .now) / .milliseconds(1)) + 1)))
    }
    return broken(poll(multi, patience), "curl_multi_poll")
  }

  private func broken(_ code: CURLMcode, _ operation: String) -> EventLoop.End? {
    code == CURLM_OK ? nil : .broken("\(operation): \(String(cString: curl_multi_strerror(code)))")
  }

  /// Handles finished hops; true if there was one.
  private mutating func drain() -> Bool {
    var ended: [(raw: UnsafeMutableRawPointer, code: CURLcode)] = []
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      // Copied before anything is removed: the message dies with the next call.
      var code = CURLE_OK
      if let raw = ccurl_message_done(message, &code) { ended.append((raw, code)) }
    }
    for (raw, code) in ended {
      guard let exchange = running[raw], remove(exchange) else { continue }
      switch exchange.hopEnded(code) {
      case .hop: hop(exchange)
      case .end(let result): exchange.finish(result)
      }
    }
    return !ended.isEmpty
  }

  private mutating func expire(at now: ContinuousClock.Instant) {
    nextDue = nil
    for exchange in Array(running.values) {
      if let deadline = exchange.deadline, now >= deadline {
        let error = exchange.deadlinePassed(at: now)
        if remove(exchange) { exchange.finish(.failure(error)) }
        continue
      }
      // The deadline of an exchange moves closer once it is connected: check again soon.
      let look = exchange.isConnected ? exchange.deadline : now + .milliseconds(100)
      if let look { nextDue = min(nextDue ?? look, look) }
    }
  }
}
