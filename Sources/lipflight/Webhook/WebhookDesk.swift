internal import Dispatch
internal import LipSync
internal import LipSyncLedger
internal import LoopbackServer
internal import Platform
internal import Synchronization

/// What is answered to a request: a pure function of what it is and of whether it could be kept, but for the store.
struct WebhookDesk: Sendable {
  static let limits = LoopbackServer.Limits(request: .seconds(10), idle: .seconds(30), connections: 64)
  /// The longest body that is read.
  private static let bodyLimit = 1 << 20

  let store: any WebhookOutbox
  let target: JournalEntry.SentURL
  let secrets: [Redacted]
  let tolerance: Duration
  let told: @Sendable (String) -> Void

  /// Answers on the connection's own thread.
  func answer(_ request: LoopbackRequest, _ connection: LoopbackConnection) -> Bool {
    guard let body = try? connection.wholeBody(limit: Self.bodyLimit) else {
      return reply(
        connection, 413, "the body is longer than \(Self.bodyLimit) bytes, or did not come to its end")
    }
    guard request.method == "POST" else { return reply(connection, 405, "events are posted") }
    switch WebhookReceipt.read(body, secrets: secrets, tolerance: tolerance, header: { request.header($0) }) {
    case .refused(let why):
      told("refused a request: \(why)")
      return reply(connection, 401, why)
    case .malformed(let why):
      told("refused a request: \(why)")
      return reply(connection, 400, why)
    case .genuine(let message): return keep(message, connection)
    }
  }

  /// Answered before it is handed on: senders wait for five seconds.
  private func keep(_ message: WebhookMessage, _ connection: LoopbackConnection) -> Bool {
    let store = store
    let delivery = WebhookDelivery(message, to: target)
    let outcome = blocking { () async -> Result<Bool, any Error> in
      do { return .success(try await store.put(delivery, again: false)) } catch { return .failure(error) }
    }
    switch outcome {
    case .success(true):
      told("received \(message.id) \(message.name)")
      return reply(connection, 204, nil)
    case .success(false):
      told("received \(message.id) again")
      return reply(connection, 204, nil)
    case .failure(let error):
      told("could not keep \(message.id): \(error)")
      return reply(connection, 503, "the event could not be kept")
    }
  }

  private func reply(_ connection: LoopbackConnection, _ status: Int, _ words: String?) -> Bool {
    let names = [
      204: "No Content", 400: "Bad Request", 401: "Unauthorized", 405: "Method Not Allowed",
      413: "Content Too Large", 503: "Service Unavailable",
    ]
    let text = words.map { JSON.object([("error", .string($0))]).text } ?? ""
    let head =
      "HTTP/1.1 \(status) \(names[status] ?? "")\r\n"
      + (words == nil ? "" : "Content-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n")
      + "\r\n"
    return connection.send(head + text)
  }

  /// Waits on this thread, which is the connection's own, for what is done on others.
  private func blocking<T: Sendable>(_ work: @escaping @Sendable () async -> T) -> T {
    let (done, box) = (DispatchSemaphore(value: 0), Box<T>())
    Task {
      box.set(await work())
      done.signal()
    }
    while true {
      done.wait()
      if let value = box.value { return value }
    }
  }
}

/// A value that one thread leaves for another.
private final class Box<Value: Sendable>: Sendable {
  private let content = Mutex<Value?>(nil)
  var value: Value? { content.withLock { $0 } }
  func set(_ value: Value) { content.withLock { $0 = value } }
}
