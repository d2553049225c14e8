#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One connection to the local origin, on a thread of its own.
final class OriginConnection {
  let origin: Origin
  private let descriptor: Int32
  private let number: Int
  private var pending: [UInt8] = []

  init(origin: Origin, descriptor: Int32, number: Int) {
    self.origin = origin
    self.descriptor = descriptor
    self.number = number
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Answers requests until either side has enough.
  func run() {
    while !origin.isStopped, let request = readRequest() {
      let (resource, earlier) = origin.note(request)
      let answer = OriginAnswer(connection: self, request: request, earlier: earlier)
      guard answer.give(resource), request.header("Connection")?.lowercased() != "close" else { break }
    }
    // A close with unread bytes would reset the connection and throw away what was sent.
    shutdown(descriptor, Int32(SHUT_WR))
  }

  private func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    pending += buffer[..<count]
    return true
  }

  private func readRequest() -> OriginRequest? {
    let gap = Array("\r\n\r\n".utf8)
    while true {
      if let end = pending.firstRange(of: gap) {
        let head = String(decoding: pending[..<end.lowerBound], as: UTF8.self)
        pending.removeSubrange(..<end.upperBound)
        guard var request = OriginRequest(head: head, connection: number) else { return nil }
        if request.header("Expect")?.lowercased() == "100-continue" {
          guard send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { return nil }
        }
        guard let body = readBody(of: request) else { return nil }
        request.body = body
        return request
      }
      guard pending.count < 1 << 20, receive() else { return nil }
      // Not a verb: a TLS greeting, or noise.
      guard let first = pending.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
        return nil
      }
    }
  }

  private func readBody(of request: OriginRequest) -> [UInt8]? {
    if request.header("Transfer-Encoding")?.lowercased() == "chunked" { return readChunks() }
    return take(request.header("Content-Length").flatMap { Int($0) } ?? 0)
  }

  private func take(_ count: Int) -> [UInt8]? {
    while pending.count < count { guard receive() else { return nil } }
    defer { pending.removeFirst(count) }
    return Array(pending.prefix(count))
  }

  private func readChunks() -> [UInt8]? {
    var body: [UInt8] = []
    while true {
      while pending.firstRange(of: Array("\r\n".utf8)) == nil { guard receive() else { return nil } }
      guard let end = pending.firstRange(of: Array("\r\n".utf8)),
        let size = Int(String(decoding: pending[..<end.lowerBound], as: UTF8.self), radix: 16)
      else { return nil }
      pending.removeSubrange(..<end.upperBound)
      guard let chunk = take(size + 2) else { return nil }
      if size == 0 { return body }
      body += chunk.dropLast(2)
    }
  }

  /// Sends all bytes; false where the other side is gone.
  func send(_ bytes: some ContiguousBytesLike) -> Bool {
    bytes.withBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        #if canImport(Glibc)
          let flags = Int32(MSG_NOSIGNAL)
        #else
          let flags: Int32 = 0
        #endif
        let count = Self.send(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent, flags)
        guard count > 0 else { return false }
        origin.note(wire: count)
        sent += count
      }
      return true
    }
  }

  private static func send(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32)
    -> Int
  {
    #if canImport(Glibc)
      Glibc.send(descriptor, bytes, count, flags)
    #else
      Darwin.send(descriptor, bytes, count, flags)
    #endif
  }

  /// Waits until the other side hangs up or the origin stops.
  func hold() {
    while origin.wait(for: descriptor, milliseconds: -1) { guard receive() else { return } }
  }

  /// Waits; false where the origin stops meanwhile.
  func nap(milliseconds: Int) -> Bool {
    if milliseconds > 0 { _ = origin.wait(for: nil, milliseconds: milliseconds) }
    return !origin.isStopped
  }
}

/// A connection in the hands of a test's own code.
public struct OriginWire {
  let connection: OriginConnection

  /// Sends all bytes; false where the other side is gone or the origin stops.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool { !connection.origin.isStopped && connection.send(bytes) }

  /// Sends text.
  @discardableResult
  public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Waits; false where the origin stops meanwhile.
  public func nap(milliseconds: Int) -> Bool { connection.nap(milliseconds: milliseconds) }

  /// Waits until the other side hangs up or the origin stops.
  public func hold() { connection.hold() }
}

/// Bytes in one piece of memory.
protocol ContiguousBytesLike {
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R
}

extension Array: ContiguousBytesLike where Element == UInt8 {
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes(body) }
}

extension ArraySlice: ContiguousBytesLike where Element == UInt8 {
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { withUnsafeBytes(body) }
}
