internal import Platform

/// How much of a terminal there is to write on: standard error's, unless another is named.
enum TerminalSize {
  /// Columns but for the last one, at which some terminals wrap the line, and rows; 79 by 24 if it is not known.
  static var current: (width: Int, height: Int) { of(STDERR_FILENO) }

  /// The same of another descriptor.
  static func of(_ descriptor: Int32) -> (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1, size.ws_row > 0 else {
      return (79, 24)
    }
    return (Int(size.ws_col) - 1, max(3, Int(size.ws_row)))
  }
}
