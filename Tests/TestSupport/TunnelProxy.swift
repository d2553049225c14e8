internal import LipSyncBase
internal import Platform
internal import Synchronization

/// A proxy on 127.0.0.1 that opens tunnels by `CONNECT` or SOCKS5, to one port of this machine whatever name is asked for: to its
/// clients that port is the public host.
public final class TunnelProxy: Sendable {
  /// The port it listens on.
  public let port: Int
  private let listener: CInt
  private let target: Int
  private let state = Mutex(State())

  private struct State {
    var asked: [String] = []
    var open: Set<CInt> = []
    var isStopped = false
  }

  struct Failure: Error {}

  /// Starts one.
  ///
  /// - Parameter target: the port of 127.0.0.1 that all tunnels lead to.
  public init(to target: Int) throws {
    let listener = Self.streamSocket()
    var address = Self.loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw Failure() }
    (self.target, self.listener) = (target, listener)
    port = Int(UInt16(bigEndian: address.sin_port))
    _ = startThread { [self] in accept() }
  }

  /// What was asked for, as `host:port`, in order: a name that the client looked up itself is an address.
  public var asked: [String] { state.withLock(\.asked) }

  /// Takes no more connections and ends those that are open.
  public func stop() {
    state.withLock { state in
      state.isStopped = true
      for descriptor in state.open { shutdown(descriptor, CInt(SHUT_RDWR)) }
    }
    shutdown(listener, CInt(SHUT_RDWR))
  }

  private func accept() {
    while true {
      let descriptor = System.accept(listener)
      guard descriptor >= 0, admit(descriptor) else { break }
      _ = startThread { [self] in
        serve(descriptor)
        leave(descriptor)
      }
    }
    close(listener)
  }

  private func admit(_ descriptor: CInt) -> Bool {
    state.withLock { state in
      if state.isStopped { close(descriptor) } else { state.open.insert(descriptor) }
      return !state.isStopped
    }
  }

  private func leave(_ descriptor: CInt) {
    _ = state.withLock { $0.open.remove(descriptor) }
    close(descriptor)
  }

  private func serve(_ client: CInt) {
    guard let answer = greet(client) else { return }
    let server = Self.streamSocket()
    guard admit(server) else { return }
    defer { leave(server) }
    var address = Self.loopback(target)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected, Self.send(answer, to: client) else { return }
    relay(client, server)
  }

  /// Hears where the client wants to go; the answer that opens the tunnel, nil for what is neither kind of request.
  private func greet(_ client: CInt) -> [UInt8]? {
    guard let first = Self.read(1, from: client) else { return nil }
    if first == [5] {
      // RFC 1928: methods, then version, command, 0, kind of address.
      guard let count = Self.read(1, from: client), Self.read(Int(count[0]), from: client) != nil,
        Self.send([5, 0], to: client), let head = Self.read(4, from: client), head[1] == 1
      else { return nil }
      let length = head[3] == 3 ? Self.read(1, from: client).map { Int($0[0]) } : head[3] == 1 ? 4 : 16
      guard let length, let host = Self.read(length, from: client), let port = Self.read(2, from: client)
      else {
        return nil
      }
      let name =
        head[3] == 3 ? String(decoding: host, as: UTF8.self) : host.map(String.init).joined(separator: ".")
      note("\(name):\(Int(port[0]) << 8 | Int(port[1]))")
      return [5, 0, 0, 1, 127, 0, 0, 1, 0, 0]
    }
    var head = first
    while !head.ends(with: Array("\r\n\r\n".utf8)) {
      guard head.count < 1 << 16, let next = Self.read(1, from: client) else { return nil }
      head += next
    }
    let words = String(decoding: head, as: UTF8.self).split(separator: " ")
    guard words.count > 2, words[0] == "CONNECT" else { return nil }
    note(String(words[1]))
    return Array("HTTP/1.1 200 Connection established\r\nProxy-Agent: test\r\n\r\n".utf8)
  }

  private func note(_ place: String) { state.withLock { $0.asked.append(place) } }

  /// Carries bytes both ways until either side is done.
  private func relay(_ client: CInt, _ server: CInt) {
    while true {
      var watched = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&watched, 2, -1) > 0 else { return }
      for (index, end) in watched.enumerated() where end.revents != 0 {
        var part = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(end.fd, &part, part.count, 0)
        guard count > 0, Self.send(Array(part[..<count]), to: index == 0 ? server : client) else { return }
      }
    }
  }

  // MARK: sockets

  private static func streamSocket() -> CInt {
    #if canImport(Darwin)
      return socket(AF_INET, SOCK_STREAM, 0)
    #else
      return socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    #endif
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func read(_ count: Int, from descriptor: CInt) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var part = [UInt8](repeating: 0, count: count - bytes.count)
      let received = recv(descriptor, &part, part.count, 0)
      guard received > 0 else { return nil }
      bytes += part[..<received]
    }
    return bytes
  }

  private static func send(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
    #if canImport(Darwin)
      let flags: CInt = 0
    #else
      let flags = CInt(MSG_NOSIGNAL)
    #endif
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        System.send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, flags)
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

extension Array where Element == UInt8 {
  fileprivate func ends(with end: [UInt8]) -> Bool { suffix(end.count).elementsEqual(end) }
}
