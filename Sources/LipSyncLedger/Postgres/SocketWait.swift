internal import Platform

extension PostgresConnection {
  /// Waits until a socket has something to read, for at most this long.
  static func waitReadable(_ socket: CInt, _ milliseconds: CInt) throws {
    var look = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    guard socket >= 0, poll(&look, 1, milliseconds) >= 0 || errno == EINTR else {
      throw PostgresError(state: nil, message: "the connection is closed", isLost: true)
    }
  }
}
