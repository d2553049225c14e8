/// System calls whose names a type's own methods hide: inside a type that has a `write`, a bare `write(…)` is that method.
package enum System {
  /// `open(2)`.
  package static func open(_ path: String, _ flags: CInt, _ mode: mode_t) -> CInt {
    openFile(path, flags, mode)
  }
  /// `pipe(2)`.
  package static func pipe(_ ends: UnsafeMutablePointer<CInt>) -> CInt { makePipe(ends) }
  /// `read(2)`.
  package static func read(_ descriptor: CInt, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    readBytes(descriptor, bytes, count)
  }
  /// `write(2)`.
  package static func write(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    writeBytes(descriptor, bytes, count)
  }
  /// `send(2)`.
  package static func send(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: CInt) -> Int
  {
    sendBytes(descriptor, bytes, count, flags)
  }
  /// `accept(2)`, for those who do not ask who it was.
  package static func accept(_ listener: CInt) -> CInt { acceptConnection(listener) }
  #if os(Linux)
    /// `fork(2)`, which Swift hides where programs are expected to spawn.
    package static func fork() -> pid_t { forkProcess() }
  #endif
  /// `kill(2)`.
  package static func kill(_ process: pid_t, _ signal: CInt) -> CInt { sendSignal(process, signal) }
}

private func openFile(_ path: String, _ flags: CInt, _ mode: mode_t) -> CInt { open(path, flags, mode) }
private func makePipe(_ ends: UnsafeMutablePointer<CInt>) -> CInt { pipe(ends) }
private func readBytes(_ descriptor: CInt, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
private func writeBytes(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
private func sendBytes(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: CInt) -> Int {
  send(descriptor, bytes, count, flags)
}
private func acceptConnection(_ listener: CInt) -> CInt { accept(listener, nil, nil) }
private func sendSignal(_ process: pid_t, _ signal: CInt) -> CInt { kill(process, signal) }
#if os(Linux)
  private func forkProcess() -> pid_t { fork() }
#endif
