internal import Platform
internal import Synchronization

/// Keeps a second sandbox out of a data directory; the system releases the lock when the process ends, however it ends.
final class DirectoryLock: Sendable {
  private let descriptor: Mutex<CInt>

  /// Locks the file, which is created if it does not exist.
  init(_ path: String) throws(SandboxError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SandboxError(
        .dataDirectory,
        "\(path) cannot be written (\(String(cString: strerror(errno)))). Name another with --data.")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw SandboxError(
        .dataDirectory,
        "another sandbox uses this data directory (\(path)). Stop it, or name another with --data.")
    }
    self.descriptor = Mutex(descriptor)
  }

  /// Releases the lock; may be called more than once.
  func release() {
    descriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  deinit { release() }
}
