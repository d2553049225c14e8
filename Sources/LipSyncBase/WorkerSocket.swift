internal import CConfine
internal import Platform

/// Sockets between a process and its workers, over which descriptors can be lent.
package enum WorkerSocket {
  /// Two ends that are joined; no program that is started inherits either. Nil where there can be none (`errno`).
  package static func pair() -> (own: CInt, other: CInt)? {
    var ends: [CInt] = [-1, -1]
    #if os(Linux)
      let kind = CInt(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Has sends over a socket fail that the other end leaves lying for so long.
  package static func limitSends(over socket: CInt, to limit: Duration) {
    var time = timeval(tv_sec: time_t(limit.components.seconds), tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Sends all of some bytes, and a descriptor with the first of them.
  ///
  /// - Parameter lent: a descriptor that the other end gets a copy of; nil for none.
  /// - Returns: whether all went out.
  package static func send(_ bytes: [UInt8], lending lent: CInt? = nil, over socket: CInt) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        cconfine_send(
          socket, all.baseAddress?.advanced(by: sent), all.count - sent, sent == 0 ? lent ?? -1 : -1)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Receives what has come, at most so many bytes; waits for the first of them.
  ///
  /// - Returns: no bytes at the end of the other side; and a descriptor where one came, which is then the caller's.
  package static func receive(atMost limit: Int, from socket: CInt) -> (bytes: [UInt8], lent: CInt?) {
    var lent: CInt = -1
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      var got = -1
      repeat {
        got = cconfine_receive(socket, buffer.baseAddress, buffer.count, &lent)
      } while got < 0 && errno == EINTR
      count = max(0, got)
    }
    return (bytes, lent >= 0 ? lent : nil)
  }
}

extension WorkerSocket {
  /// Receives exactly so many bytes; nil where the other side ends before, or nothing comes for so long.
  package static func receive(exactly count: Int, from socket: CInt, within patience: Duration) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, CInt(clamping: patience.components.seconds * 1000))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let (some, lent) = receive(atMost: count - bytes.count, from: socket)
      if let lent { close(lent) }
      guard !some.isEmpty else { return nil }
      bytes += some
    }
    return bytes
  }
}
