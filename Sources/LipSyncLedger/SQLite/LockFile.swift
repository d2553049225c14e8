internal import LipSync
internal import Platform
internal import Synchronization

/// Turns as locks on single bytes of one file: the byte's place is a hash of the turn's name.
///
/// The system releases a lock when its descriptor closes, so a turn ends with its process, however that ends, and no file
/// is left over for each turn. The locks are those of an open file (`F_OFD_SETLK`): they hold between two jobs of one
/// process too.
struct LockFile: Sendable {
  let path: String
  /// The ledger it belongs to, for messages.
  let ledger: String

  #if canImport(Darwin)
    private static let setLock: CInt = 90
  #else
    private static let setLock: CInt = 37
  #endif

  /// Waits for a turn. `onWait` is called once if somebody else holds it.
  func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("cannot be locked", errno) }
    let turn = Turn(descriptor)
    var pause = Duration.milliseconds(20)
    var hasWaited = false
    while true {
      var lock = flock()
      lock.l_type = Int16(F_WRLCK)
      lock.l_whence = Int16(SEEK_SET)
      lock.l_start = off_t(StableHash.of(name))
      lock.l_len = 1
      if fcntl(descriptor, Self.setLock, &lock) == 0 { return turn }
      guard errno == EAGAIN || errno == EACCES || errno == EINTR else {
        throw failure("cannot be locked", errno)
      }
      if !hasWaited { onWait() }
      hasWaited = true
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(500))
    }
  }

  private func failure(_ what: String, _ code: CInt) -> JournalError {
    JournalError(errno: code, subject: ledger, what)
  }

  private final class Turn: JournalTurn {
    private let descriptor: Mutex<CInt>
    init(_ descriptor: CInt) { self.descriptor = Mutex(descriptor) }

    func release() {
      descriptor.withLock { descriptor in
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
      }
    }

    deinit { release() }
  }
}
