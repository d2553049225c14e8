internal import Dispatch
internal import LipSync
internal import Platform
internal import Synchronization

/// A command of this program, run for a call as a process of its own: whatever becomes of it, the server goes on.
final class AgentProcess: Sendable {
  /// How it ended and what it said.
  struct Ending: Sendable {
    /// The exit code; 128 and the number of the signal that ended it.
    let status: Int32
    let output: [UInt8]
    /// What it wrote to standard error, in lines.
    let notes: [String]
  }

  /// The most that a command may print, in bytes: no document is larger.
  private static let mostOutput = 16 << 20
  /// The most lines of standard error that are kept.
  private static let mostNotes = 200

  private let id: pid_t
  private let output: CInt
  private let errors: CInt
  private let isOver = Mutex(false)

  /// Starts the program with words; it reads nothing.
  ///
  /// - Throws: an `AgentRefusal` where the system does not start it.
  init(_ words: [String]) throws(AgentRefusal) {
    // One at a time: a process that is started meanwhile would inherit the ends of this one's pipes, and keep them open.
    let started = Self.starting.withLock { _ in Self.start(words) }
    guard let started else {
      throw AgentRefusal("The command could not be started: \(String(cString: strerror(errno))).")
    }
    (id, output, errors) = started
  }

  private static let starting = Mutex(())

  private static func start(_ words: [String]) -> (pid_t, CInt, CInt)? {
    guard let output = pipe(), let errors = pipe() else { return nil }
    defer { for end in [output.writer, errors.writer] { close(end) } }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writer, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors.writer, STDERR_FILENO)
    // Signals are caught here, which the program that is started knows nothing of.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in Interruption.signals + [SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = (["lipflight"] + words).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, ThisProgram.path, &actions, &attributes, &arguments, environ)
    guard code == 0 else {
      for end in [output.reader, errors.reader] { close(end) }
      errno = code
      return nil
    }
    return (id, output.reader, errors.reader)
  }

  private static func pipe() -> (reader: CInt, writer: CInt)? {
    var ends: [CInt] = [-1, -1]
    guard System.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Asks it to stop, as Ctrl-C does: a task that is being created is still noted.
  func interrupt() { isOver.withLock { if !$0 { _ = System.kill(id, SIGINT) } } }

  /// Waits for its end. To be called once.
  ///
  /// - Parameter onNote: called with each line of standard error.
  func ending(onNote: @escaping @Sendable (String) -> Void) async -> Ending {
    let (output, errors) = (output, errors)
    async let printed = onBlockingThread { Self.read(output) }
    async let notes = onBlockingThread { Self.lines(errors, onNote) }
    let (bytes, words) = await (printed, notes)
    let status = await onBlockingThread { self.wait() }
    return Ending(status: status, output: bytes, notes: words)
  }

  private func wait() -> Int32 {
    var facts = siginfo_t()
    // It stays a zombie until no signal can be on its way to it: its number may be another's afterwards.
    while waitid(P_PID, id_t(id), &facts, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    return isOver.withLock { isOver in
      isOver = true
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7f
      return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
  }

  private static func read(_ descriptor: CInt) -> [UInt8] {
    var all: [UInt8] = []
    each(descriptor) { if all.count + $0.count <= mostOutput { all += $0 } }
    return all
  }

  private static func lines(_ descriptor: CInt, _ onNote: (String) -> Void) -> [String] {
    var (rest, kept) = ([UInt8](), [String]())
    func add(_ bytes: some Sequence<UInt8>) {
      let line = String(decoding: Array(bytes), as: UTF8.self)
      guard line.contains(where: { !$0.isWhitespace }) else { return }
      if kept.count == mostNotes { kept.removeFirst() }
      kept.append(line)
      onNote(line)
    }
    each(descriptor) { bytes in
      rest += bytes
      while let end = rest.firstIndex(of: 0x0a) {
        add(rest[..<end])
        rest.removeFirst(end + 1)
      }
      if rest.count > 64 << 10 { rest = [] }
    }
    add(rest)
    return kept
  }

  /// Reads to the end, and closes.
  private static func each(_ descriptor: CInt, _ body: (ArraySlice<UInt8>) -> Void) {
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = System.read(descriptor, &buffer, buffer.count)
      if count > 0 {
        body(buffer[..<count])
      } else if count == 0 || errno != EINTR {
        return
      }
    }
  }
}
