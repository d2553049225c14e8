internal import Platform

/// Descriptors 0 to 2.
enum StandardStreams {
  /// Opens a substitute for those that were closed at the start, so that no file opened later becomes
  /// standard output. It is opened the wrong way round: using it still fails.
  static func occupy() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
