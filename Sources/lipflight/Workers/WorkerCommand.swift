internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia
internal import Platform
internal import Synchronization

/// `lipflight worker`, not for people: jobs as JSON lines on standard input, answers on standard output, until the input
/// ends.
struct WorkerCommand: AsyncParsableCommand {
  static let name = "worker"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Runs jobs for other commands, which start it.", shouldDisplay: false)

  /// What workers can do.
  private static let tasks: [any WorkerTask.Type] = [ProbeTask.self, CheckTask.self, SourceTask.self]

  func run() async throws {
    WorkerLimits.apply()
    let answers = Answers()
    var lines = Self.lines().makeAsyncIterator()
    guard let first = await lines.next(), let task = Self.task(first) else {
      throw ValidationError("This command is started by other commands, with settings on its standard input.")
    }
    answers.write(.object([("ready", .bool(true))]))
    await withDiscardingTaskGroup { group in
      while let line = await lines.next() {
        guard let index = line["id"], let job = line["job"] else { continue }
        group.addTask {
          #if DEBUG
            await TestFault.strike(line["name"]?.stringValue ?? "")
          #endif
          answers.write(.object([("id", index), ("answer", await task.answer(job))]))
        }
      }
    }
  }

  private static func task(_ line: JSON) -> (any WorkerTask)? {
    let kind = line["kind"]?.stringValue
    return tasks.first { $0.kind == kind }.flatMap { $0.init(settings: line["settings"] ?? .null) }
  }

  /// The lines of standard input. Its end ends the process at once, whatever is in progress: nobody waits for it any more.
  private static func lines() -> AsyncStream<JSON> {
    let (lines, arrive) = AsyncStream.makeStream(of: JSON.self)
    Task {
      await onBlockingThread {
        while let line = readLine() {
          if let json = JSON(parsing: line.utf8) { arrive.yield(json) }
        }
        _exit(0)
      }
    }
    return lines
  }

  /// Standard output, reserved for answers: what a library prints is discarded.
  private final class Answers: Sendable {
    private let descriptor: Int32
    private let turn = Mutex(())

    init() {
      descriptor = dup(STDOUT_FILENO)
      let nowhere = open("/dev/null", O_WRONLY)
      dup2(nowhere, STDOUT_FILENO)
      close(nowhere)
    }

    func write(_ line: JSON) {
      let text = line.text + "\n"
      turn.withLock { _ in Console.write(text, to: descriptor) }
    }
  }
}

/// What a worker may use.
enum WorkerLimits {
  /// Memory that is written to, by `RLIMIT_DATA`; and no core file, which would be as large.
  static func apply() {
    signal(SIGPIPE, SIG_IGN)
    leaveNoCore()
    set(RLIMIT_DATA, rlim_t(Defaults.workerMemory))
  }

  /// No core file, whatever happens.
  static func leaveNoCore() { set(RLIMIT_CORE, 0) }

  #if canImport(Glibc)
    private static func set(_ resource: __rlimit_resource, _ value: rlim_t) {
      var limit = rlimit(rlim_cur: value, rlim_max: value)
      setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
  #else
    private static func set(_ resource: Int32, _ value: rlim_t) {
      var limit = rlimit(rlim_cur: value, rlim_max: value)
      setrlimit(resource, &limit)
    }
  #endif
}

#if DEBUG
  /// Faults that tests ask for, in debug builds alone, by the environment and by the name of the job, so that nothing in
  /// a media file can ask for one: `LIPFLIGHT_TEST_FAULT=crash|hang|greed:NAME`.
  private enum TestFault {
    static func strike(_ name: String) async {
      guard let text = getenv("LIPFLIGHT_TEST_FAULT").map({ String(cString: $0) }) else { return }
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, name.hasSuffix(parts[1]) else { return }
      switch parts[0] {
      case "crash": raise(SIGSEGV)
      case "hang": while true { sleep(1) }
      case "greed":
        while malloc(64 << 20) != nil {}
        abort()
      default: break
      }
    }
  }
#endif
