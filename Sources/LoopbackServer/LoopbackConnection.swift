internal import LipSyncBase
internal import Platform

/// One connection to the server, on a thread of its own. Every call blocks.
package final class LoopbackConnection {
  /// Why a body could not be read to its end: the client went away, took too long, or sent nonsense.
  package struct Incomplete: Error {}

  /// The longest head that is read, in bytes.
  private static let headLimit = 1 << 20

  /// Which connection it is, from 1.
  package let number: Int
  private let server: LoopbackServer
  private let descriptor: CInt
  /// What was received and is not read yet.
  private var pending: [UInt8] = []
  private var taken = 0
  /// What is left of the current request's body.
  private var body = Body.none
  private var mustAsk = false

  private enum Body {
    case none
    case bytes(Int64)
    /// In chunks, with this many bytes left of the current one; nil before its size was read.
    case chunk(Int64?)
  }

  init(server: LoopbackServer, descriptor: CInt, number: Int) {
    self.server = server
    self.descriptor = descriptor
    self.number = number
  }

  func run(_ answer: (LoopbackRequest, LoopbackConnection) -> Bool) {
    while !server.isStopped, let request = readHead() {
      guard request.framing != .broken else {
        send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        break
      }
      guard answer(request, self), !request.wantsClose, discardBody() else { break }
    }
    // A close with unread bytes would reset the connection and throw away what was sent.
    shutdown(descriptor, CInt(SHUT_WR))
  }

  // MARK: reading

  /// The next bytes of the body, 64 KiB at most; nil past its end. A client that waits for `100 Continue` gets it.
  ///
  /// - Throws: `Incomplete`.
  package func nextBodyPart() throws -> ArraySlice<UInt8>? {
    if mustAsk {
      mustAsk = false
      guard send("HTTP/1.1 100 Continue\r\n\r\n") else { throw Incomplete() }
    }
    switch body {
    case .none: return nil
    case .bytes(0):
      body = .none
      return nil
    case .bytes(let left):
      let part = try dequeue(upTo: left)
      body = .bytes(left - Int64(part.count))
      return part
    case .chunk(nil):
      guard let line = try dequeueLine(), let size = Int64(line.prefix { $0 != ";" && $0 != " " }, radix: 16),
        size >= 0
      else { throw Incomplete() }
      body = .chunk(size)
      return try nextBodyPart()
    case .chunk(0?):
      // Trailers, which are ignored.
      for _ in 0..<100 {
        guard let line = try dequeueLine(), !line.isEmpty else {
          body = .none
          return nil
        }
      }
      throw Incomplete()
    case .chunk(let left?):
      let part = try dequeue(upTo: left)
      body = .chunk(left - Int64(part.count))
      if part.count == left {
        guard try dequeueLine()?.isEmpty == true else { throw Incomplete() }
        body = .chunk(nil)
      }
      return part
    }
  }

  /// The whole body; nil if it is longer than `limit`, in which case it is still read to its end: only then does the
  /// client read the answer.
  ///
  /// - Throws: `Incomplete`.
  package func wholeBody(limit: Int = .max) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    var isTooLarge = false
    while let part = try nextBodyPart() {
      isTooLarge = isTooLarge || part.count > limit - bytes.count
      if !isTooLarge { bytes += part }
    }
    return isTooLarge ? nil : bytes
  }

  /// Reads what is left of the body, so that the next request can be read; false if it does not come, or was never asked
  /// for.
  private func discardBody() -> Bool {
    guard !mustAsk else { return false }
    do {
      while try nextBodyPart() != nil {}
      return true
    } catch {
      return false
    }
  }

  private func readHead() -> LoopbackRequest? {
    let gap = Array("\r\n\r\n".utf8)
    compact()
    // Clients may send an extra line break after a body (RFC 9112, section 2.2).
    while pending.first == 0x0D || pending.first == 0x0A { pending.removeFirst() }
    var end: ContinuousClock.Instant? = pending.isEmpty ? nil : .now + server.limits.request
    while true {
      if let range = pending.firstRange(of: gap) {
        taken = range.upperBound
        guard
          let request = LoopbackRequest(head: String(decoding: pending[..<range.lowerBound], as: UTF8.self))
        else { return nil }
        mustAsk = request.waitsForContinue
        body =
          switch request.framing {
          case .length(let count): .bytes(count)
          case .chunked: .chunk(nil)
          case .broken: .none
          }
        return request
      }
      let left = end.map { $0 - .now } ?? server.limits.idle
      guard left > .zero, pending.count < Self.headLimit, receive(within: left) else { return nil }
      // Not a verb: a TLS greeting, or noise.
      guard let first = pending.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
        return nil
      }
      end = end ?? .now + server.limits.request
    }
  }

  private func dequeue(upTo limit: Int64) throws -> ArraySlice<UInt8> {
    if taken == pending.count {
      compact()
      guard receive(within: server.limits.request) else { throw Incomplete() }
    }
    let count = min(Int(clamping: limit), pending.count - taken)
    defer { taken += count }
    return pending[taken..<taken + count]
  }

  private func dequeueLine() throws -> String? {
    compact()
    while true {
      if let end = pending.firstRange(of: Array("\r\n".utf8)) {
        taken = end.upperBound
        return String(decoding: pending[..<end.lowerBound], as: UTF8.self)
      }
      guard pending.count < Self.headLimit, receive(within: server.limits.request) else { throw Incomplete() }
    }
  }

  private func compact() {
    pending.removeFirst(taken)
    taken = 0
  }

  private func receive(within patience: Duration) -> Bool {
    guard server.wait(for: descriptor, patience) == .readable else { return false }
    let room = 64 << 10
    let count = withUnsafeTemporaryAllocation(byteCount: room, alignment: 16) { buffer in
      let count = recv(descriptor, buffer.baseAddress, room, 0)
      if count > 0 { pending += buffer[..<count] }
      return count
    }
    return count > 0
  }

  // MARK: sending

  /// Sends all bytes; false if the other side is gone.
  ///
  /// - Parameter sent: called after each part with the number of bytes sent.
  package func send(_ bytes: UnsafeRawBufferPointer, sent: (Int) -> Void = { _ in }) -> Bool {
    #if canImport(Darwin)
      let flags: CInt = 0
    #else
      let flags = CInt(MSG_NOSIGNAL)
    #endif
    var done = 0
    while done < bytes.count {
      let count = System.send(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, flags)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent(count)
      done += count
    }
    return true
  }

  /// Sends text.
  @discardableResult package func send(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { send(UnsafeRawBufferPointer($0)) }
  }

  // MARK: waiting

  /// Waits until the other side hangs up or the server stops.
  package func hold() {
    while server.wait(for: descriptor, nil) == .readable {
      guard receive(within: .zero) else { return }
      pending.removeAll()
    }
  }

  /// Waits; false if the server stops meanwhile.
  package func nap(_ duration: Duration) -> Bool {
    duration > .zero ? server.wait(for: nil, duration) != .stopped : !server.isStopped
  }
}
