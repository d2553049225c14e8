internal import Dispatch
internal import LipSync
internal import LoopbackServer
internal import Platform
internal import Synchronization

/// Carries requests from the server to the API, and answers back. Runs on the threads of connections, and blocks them.
struct SandboxResponder: Sendable {
  /// The body of a POST at most, in bytes; answers to larger ones say so.
  static let bodyLimit = 1 << 20

  let access: SandboxAccess
  let answer: @Sendable (APIRequest) async -> APIAnswer

  init(_ access: SandboxAccess = .local, _ answer: @escaping @Sendable (APIRequest) async -> APIAnswer) {
    (self.access, self.answer) = (access, answer)
  }

  /// Answers a request; false if the connection is to be closed.
  func respond(to request: LoopbackRequest, _ connection: LoopbackConnection) -> Bool {
    let reply = Reply(
      connection, isHead: request.method == "HEAD", more: access.headers(for: request))
    do {
      return try respond(to: request, connection, reply)
    } catch is LoopbackConnection.Incomplete {
      return false
    } catch {
      return reply.send(Self.failure("the sandbox failed: \(error)"), status: 500)
    }
  }

  private func respond(
    to request: LoopbackRequest, _ connection: LoopbackConnection, _ reply: Reply
  ) throws -> Bool {
    guard access.isOurs(request) else {
      return reply.send(Self.failure(access.refusal), status: 421)
    }
    if let headers = access.preflight(request) {
      return Reply(connection, isHead: false, more: []).head(204, headers, length: 0)
    }
    var message = APIRequest(
      method: request.method, path: Self.segments(request.path), query: Self.fields(request.query ?? ""),
      headers: request.headers, body: [])
    // What goes to storage is written as it comes.
    let isChange = request.method == "PUT" && message.path.dropLast().last == "endpoint"
    if request.method == "POST" || isChange {
      message.body = try connection.wholeBody(limit: Self.bodyLimit)
    }
    switch Self.wait({ [message] in await answer(message) }) {
    case .json(let document, let status, let headers):
      return reply.send(document, status: status, headers: headers)
    case .text(let text, let type, let status, let headers):
      return reply.send(text, type: type, status: status, headers: headers)
    case .file(let path, let bytes, let type, let tag):
      let file = SandboxFile(path: path, bytes: bytes, type: type, tag: "\"\(tag)\"")
      return try file.send(for: request, reply)
    case .store(let path, let stated, let limit, let done):
      let (bytes, isRight) = try store(connection, at: path, stated: stated, limit: limit)
      guard isRight else {
        return reply.send(
          Self.failure("the body does not have the announced size, or is too large"),
          status: bytes > limit ? 413 : 400)
      }
      let error = Self.wait { () -> (any Error)? in
        do { try await done(bytes) } catch { return error }
        return nil
      }
      if let error { throw error }
      return reply.send("", type: nil, status: 200)
    case .disconnect: return false
    }
  }

  private static func failure(_ why: String) -> JSON { .object([("error", .string(why))]) }

  /// Writes a body to a file as it comes; a body that is too long is still read to its end, and discarded.
  ///
  /// - Returns: the body's length, and whether it is the stated one and within the limit.
  private func store(
    _ connection: LoopbackConnection, at path: String, stated: Int64?, limit: Int64
  ) throws -> (bytes: Int64, isRight: Bool) {
    let file = System.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    defer { close(file) }
    var count: Int64 = 0
    while let part = try connection.nextBodyPart() {
      count += Int64(part.count)
      guard count <= limit else { continue }
      try part.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let written = System.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          guard written > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
          rest = rest.dropFirst(written)
        }
      }
    }
    return (count, count <= limit && stated.map { $0 == count } ?? true)
  }

  /// Lets a connection's thread wait for async work.
  private static func wait<T: Sendable>(_ work: @escaping @Sendable () async -> T) -> T {
    let outcome = Outcome<T>()
    Task.detached { outcome.set(await work()) }
    return outcome.wait()
  }

  /// A value that is set once.
  private final class Outcome<T: Sendable>: Sendable {
    private let value = Mutex<T?>(nil)
    private let bell = DispatchSemaphore(value: 0)

    func set(_ new: T) {
      value.withLock { $0 = new }
      bell.signal()
    }

    func wait() -> T {
      while true {
        bell.wait()
        if let value = value.withLock({ $0 }) { return value }
      }
    }
  }

  private static func segments(_ path: String) -> [String] {
    path.split(separator: "/", omittingEmptySubsequences: true).map { decoded($0, plusIsSpace: false) }
  }

  private static func fields(_ query: String) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      fields[decoded(halves[0], plusIsSpace: true)] =
        halves.count == 2 ? decoded(halves[1], plusIsSpace: true) : ""
    }
    return fields
  }

  private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String {
    let source = Array(text.utf8)
    var out: [UInt8] = []
    var index = 0
    while index < source.count {
      let byte = source[index]
      if byte == UInt8(ascii: "%"), index + 2 < source.count,
        let value = UInt8(String(decoding: source[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        out.append(value)
        index += 3
      } else {
        out.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
