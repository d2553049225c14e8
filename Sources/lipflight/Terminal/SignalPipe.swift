internal import Dispatch
internal import Platform

/// Signals as bytes in a pipe.
///
/// Dispatch's own source of signals is set up by another thread, some time after it was resumed: a signal that comes before is lost
/// if it is ignored until then, and ends the process if it is not. A handler is there when `sigaction` returns, and what it
/// wrote waits for its reader.
enum SignalPipe {
  /// The two ends, for as long as the process lives; nil where there is no pipe to be had.
  private static let ends: (reader: CInt, writer: CInt)? = {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for each in ends {
      _ = fcntl(each, F_SETFD, FD_CLOEXEC)
      _ = fcntl(each, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }()
  /// Where the handler writes: a plain number, as a handler may do little more than write.
  private nonisolated(unsafe) static var writer: CInt = -1

  /// Catches signals from now on, and calls `handler` once for each that came.
  ///
  /// - Returns: what calls the handler, until it is cancelled; nil where there is no pipe to be had, and signals do what they did.
  static func caught(
    _ signals: [CInt], handler: @escaping @Sendable () -> Void
  ) -> (any DispatchSourceRead)? {
    guard let (reader, writer) = ends else { return nil }
    self.writer = writer
    for number in signals {
      let earlier = signal(number) { number in
        let code = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(SignalPipe.writer, &byte, 1)
        errno = code
      }
      // Ignored already: nohup wants the command to outlive its terminal.
      if number == SIGHUP, isIgnore(earlier) { signal(number, SIG_IGN) }
    }
    let source = DispatchSource.makeReadSource(fileDescriptor: reader, queue: .global())
    source.setEventHandler {
      var byte: UInt8 = 0
      while read(reader, &byte, 1) == 1 { handler() }
    }
    source.resume()
    return source
  }

  private static func isIgnore(_ handler: (@convention(c) (CInt) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: UInt.self) == unsafeBitCast(SIG_IGN, to: UInt.self)
  }
}
