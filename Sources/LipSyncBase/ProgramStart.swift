internal import CConfine
package import Platform

/// How a program is started: what its standard streams are, what it inherits, and whether it leads a group of its own.
///
/// Signals that this process catches or ignores are at their defaults in the new one, and none is blocked.
package struct ProgramStart: Sendable {
  /// What a standard stream is of the program.
  package enum Stream: Sendable {
    /// Nothing: it reads the end, and what it writes is gone.
    case nothing
    /// A copy of a descriptor.
    case descriptor(CInt)
    /// A file, made anew for its user alone.
    case file(String)
  }

  /// The path of the program.
  package var program: String
  /// What it is called with, its own name first.
  package var arguments: [String]
  /// Its environment, as `NAME=value`; nil for this process's.
  package var environment: [String]?
  package var input = Stream.nothing
  package var output = Stream.nothing
  package var errors = Stream.nothing
  /// Whether it leads a process group, so that it can be ended with all that it started.
  package var leadsGroup = false

  /// Of a program; its streams are nothing until they are set.
  package init(_ program: String, arguments: [String], environment: [String]? = nil) {
    (self.program, self.arguments, self.environment) = (program, arguments, environment)
  }

  /// Starts it.
  ///
  /// - Returns: the process's number.
  /// - Throws: what `posix_spawn` says.
  package func spawn() throws(POSIXError) -> Int32 {
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
    for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
      switch stream {
      case .nothing:
        let mode = number == STDIN_FILENO ? O_RDONLY : O_WRONLY
        posix_spawn_file_actions_addopen(&actions, number, "/dev/null", mode, 0)
      case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
      case .file(let path):
        posix_spawn_file_actions_addopen(
          &actions, number, path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
      }
    }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    if leadsGroup { posix_spawnattr_setpgroup(&attributes, 0) }
    let group = leadsGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | group)
    var words = arguments.map { strdup($0) } + [nil]
    var settings = (environment ?? []).map { strdup($0) } + [nil]
    defer { for word in words + settings { free(word) } }
    var id: pid_t = 0
    let code =
      environment == nil
      ? posix_spawn(&id, program, &actions, &attributes, &words, environ)
      : posix_spawn(&id, program, &actions, &attributes, &words, &settings)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    return id
  }

  /// A pipe whose ends no program inherits but by a `Stream`; nil where there can be none (`errno`).
  package static func pipe() -> (reader: CInt, writer: CInt)? {
    var ends: [CInt] = [-1, -1]
    guard cconfine_pipe(&ends) == 0 else { return nil }
    return (ends[0], ends[1])
  }
}
