internal import Dispatch
internal import LipSync
internal import Platform

/// A worker as its supervisor sees it: a process of this same program, with JSON lines to it and from it.
///
/// Used from one thread. Ended with its owner, who does not wait for it.
final class WorkerProcess {
  /// Answers are read here.
  let output: Int32
  /// Whether it has reported that it works.
  var isReady = false
  private let input: Int32
  private let id: pid_t
  private var rest: [UInt8] = []
  private var ending: WorkerEnding?

  private init(id: pid_t, input: Int32, output: Int32) {
    self.id = id
    self.input = input
    self.output = output
  }

  deinit {
    close(input)
    close(output)
    guard ending == nil else { return }
    kill(id, SIGKILL)
    // Tearing a process down keeps the kernel busy for some milliseconds.
    DispatchQueue.global().async { [id] in _ = Self.status(of: id) }
  }

  /// The running program itself.
  static var thisProgram: String {
    #if os(Linux)
      "/proc/self/exe"
    #else
      CommandLine.arguments[0]
    #endif
  }

  /// Starts a worker, or takes one that was started early; its settings are its first line.
  static func start(_ program: String, arguments: [String], settings: JSON) throws -> WorkerProcess {
    if program == thisProgram, arguments == [WorkerCommand.name], let early = EarlyWorkers.dequeue() {
      let worker = WorkerProcess(id: early.id, input: early.input, output: early.output)
      worker.send(settings)
      return worker
    }
    guard let jobs = pipe() else { throw failure(errno) }
    defer { close(jobs.read) }
    guard let answers = pipe() else {
      let code = errno
      close(jobs.write)
      throw failure(code)
    }
    defer { close(answers.write) }
    do {
      let id = try spawn(program, arguments, input: jobs.read, output: answers.write)
      let worker = WorkerProcess(id: id, input: jobs.write, output: answers.read)
      worker.send(settings)
      return worker
    } catch {
      close(jobs.write)
      close(answers.read)
      throw error
    }
  }

  /// Sends a line. A line that does not arrive is no error here: the worker's end is noticed where answers are read.
  func send(_ line: JSON) { Console.write(line.text + "\n", to: input) }

  /// The answers that have come; nil at the end of the worker. Blocks if `output` has nothing to read.
  func receive() -> [JSON]? {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = read(output, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    guard count > 0 else { return nil }
    rest += buffer[..<count]
    var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    rest = Array(lines.removeLast())
    return lines.compactMap { JSON(parsing: $0) }
  }

  /// How it ended; blocks until it has.
  func wait() -> WorkerEnding {
    if let ending { return ending }
    let status = Self.status(of: id)
    // WIFSIGNALED, WTERMSIG and WEXITSTATUS are macros.
    let signal = status & 0x7f
    let found: WorkerEnding = signal != 0 ? .signal(signal) : .exit(status >> 8 & 0xff)
    ending = found
    return found
  }

  /// What `waitpid` says; blocks until the process has ended.
  private static func status(of id: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// The two ends of a pipe.
  typealias Pipe = (read: Int32, write: Int32)

  /// A pipe whose ends no program that is started inherits: one that another worker held open would hide this one's end.
  /// Nil if there can be none (`errno`).
  static func pipe() -> Pipe? {
    var ends: [Int32] = [-1, -1]
    guard System.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(_ program: String, _ arguments: [String], input: Int32, output: Int32) throws
    -> pid_t
  {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    // A crash's final output belongs in the outcome, not between the lines of the user's terminal.
    if !VerboseLog.isAsked {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var environment = ProcessInfo.processInfo.environment
    // A backtrace takes seconds, and nobody would read it.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    // Each source is read on a thread of its own, and glibc gives threads heaps of their own, which never shrink.
    environment["MALLOC_ARENA_MAX"] = "1"
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, program, &actions, nil, &words, &settings)
    guard code == 0 else { throw failure(code) }
    return id
  }

  private static func failure(_ code: Int32) -> Failure {
    Failure(
      .fault, "A worker process could not be started: \(FileTrouble.words(code)).",
      remedy: "Free memory, file descriptors or processes, or give fewer sources at once.")
  }
}
