internal import LipSync
internal import Platform
internal import Synchronization

/// Turns as locks on single bytes of one file: the byte's place is a hash of the turn's name.
///
/// The system releases a lock when its descriptor closes, so a turn ends with its process, however that ends, and no file
/// is left over for each turn. The locks are those of an open file (`F_OFD_SETLK`): they hold between two jobs of one
/// process too. A lock on a file that is not at its path any more keeps nobody out.
struct LockFile: Sendable {
  let path: String
  /// The ledger it belongs to, for messages.
  let ledger: String

  #if canImport(Darwin)
    private static let setLock: CInt = 90
  #else
    private static let setLock: CInt = 37
  #endif
  /// How often a file that is replaced while it is waited for is opened anew.
  private static let openings = 100

  /// Waits for a turn. `onWait` is called once if somebody else holds it.
  func turn(on name: String, onWait: @Sendable () -> Void) async throws -> any JournalTurn {
    var hasWaited = false
    for _ in 0..<Self.openings {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw failure("cannot be locked", errno) }
      let turn = Turn(descriptor, self)
      try await lock(descriptor, StableHash.of(name)) {
        if !hasWaited { onWait() }
        hasWaited = true
      }
      if turn.loss == nil { return turn }
      turn.release()
    }
    throw JournalError(
      .lost, subject: ledger,
      message: "cannot be locked: its file of turns, \(path), is replaced again and again.")
  }

  private func lock(_ descriptor: CInt, _ place: Int64, onWait: () -> Void) async throws {
    var pause = Duration.milliseconds(20)
    while true {
      var lock = flock()
      lock.l_type = Int16(F_WRLCK)
      lock.l_whence = Int16(SEEK_SET)
      lock.l_start = off_t(place)
      lock.l_len = 1
      if fcntl(descriptor, Self.setLock, &lock) == 0 { return }
      guard errno == EAGAIN || errno == EACCES || errno == EINTR else {
        throw failure("cannot be locked", errno)
      }
      onWait()
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(500))
    }
  }

  private func failure(_ what: String, _ code: CInt) -> JournalError {
    JournalError(errno: code, subject: ledger, what)
  }

  private final class Turn: JournalTurn {
    private let descriptor: Mutex<CInt>
    private let file: LockFile

    init(_ descriptor: CInt, _ file: LockFile) {
      self.descriptor = Mutex(descriptor)
      self.file = file
    }

    /// What became of the file that is locked; nil where the lock counts.
    var loss: FileLoss? {
      guard let opened = descriptor.withLock({ FileStatus(descriptor: $0) }) else { return .replaced }
      return FileLoss(of: opened, now: FileStatus(path: file.path))
    }

    func hold(for duration: Duration) async throws(JournalError) -> ContinuousClock.Instant? {
      guard let loss else { return nil }
      throw JournalError(
        .lost, subject: file.ledger,
        message: "does not keep others out any more: its file of turns, \(file.path), \(loss.words)")
    }

    func release() {
      descriptor.withLock { descriptor in
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
      }
    }

    deinit { release() }
  }
}
