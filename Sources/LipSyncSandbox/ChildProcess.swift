internal import LipSyncMedia
internal import Platform

/// A program in a process group of its own, so that it can be ended with everything it started.
enum ChildProcess {
  /// How it ended.
  enum End: Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// Stopped here, because of the deadline.
    case stopped
  }

  /// Runs `shell` by `/bin/sh` with arguments added, output and errors into a log; returns how it ended and its last line of output.
  /// Blocks.
  static func run(
    shell: String, arguments: [String], log: String, deadline: Deadline
  ) throws -> (End, lastWords: String) {
    defer { unlink(log) }
    let pid = try spawn(["/bin/sh", "-c", shell + " \"$@\"", "engine"] + arguments, log: log)
    var status: Int32 = 0
    while true {
      let done = waitpid(pid, &status, WNOHANG)
      if done == pid { break }
      if deadline.mustStop || (done < 0 && errno != EINTR) {
        kill(-pid, SIGKILL)
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return (.stopped, words(log))
      }
      usleep(20_000)
    }
    // What it left running in its group is stopped too.
    kill(-pid, SIGKILL)
    let signal = status & 0x7f
    return (signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal), words(log))
  }

  private static func spawn(_ arguments: [String], log: String) throws -> pid_t {
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
      var actions: posix_spawn_file_actions_t?
    #else
      var attributes = posix_spawnattr_t()
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_init(&actions)
    defer {
      posix_spawnattr_destroy(&attributes)
      posix_spawn_file_actions_destroy(&actions)
    }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))
    posix_spawnattr_setpgroup(&attributes, 0)
    // The tool ignores these; a program that inherits that cannot be interrupted by its own parts.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &texts, environ)
    guard code == 0 else {
      throw Engine.Failure(message: "engine: cannot be started: \(String(cString: strerror(code)))")
    }
    return pid
  }

  /// The last line of a log, cut to a length; empty if there is none.
  private static func words(_ log: String) -> String {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: log)) else { return "" }
    let text = String(decoding: bytes.suffix(2000), as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).last else { return "" }
    return " (" + line.prefix(200) + ")"
  }
}
