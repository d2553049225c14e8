internal import LipSync
internal import LipSyncMedia
internal import LipSyncSandbox
internal import Platform
internal import Synchronization

/// Who reads foreign media for the commands: workers of a nursery that is this program, too.
///
/// It is forked at the very start of `main`, before anything is read: the words of the command line alone decide, as long as they
/// are still the C library's. Where that cannot be, it is started as a program.
enum Examiners {
  /// What the program is called with to be a nursery; not for people.
  private static let word = "worker"
  /// Commands that look at media.
  private static let commands: Set<String> = [
    "probe", "check", "estimate", "run", "submit", "fetch", "wait", "verify", "batch", "sandbox",
  ]
  private static let early = Mutex<CInt?>(nil)

  /// To be called first of all. Does not return where this process is a nursery.
  static func prepare() {
    // Not yet Swift's array of them, which a nursery would inherit with all that is secret in it.
    let first = CommandLine.argc > 1 ? CommandLine.unsafeArgv[1].map { String(cString: $0) } : nil
    if first == word, CommandLine.argc == 2 { MediaNursery.run(trade: SandboxTrade.work) }
    #if os(Linux)
      guard let first, commands.contains(first) else { return }
      let socket = MediaNursery.forkNow(trade: SandboxTrade.work)
      early.withLock { $0 = socket }
    #endif
  }

  /// For all of this process.
  static let shared: MediaExaminer = {
    let program = ThisProgram.path
    if let socket = early.withLock({ $0.take() }) {
      return MediaExaminer(workers: MediaWorkers(adopting: socket, program: program, arguments: [word]))
    }
    return MediaExaminer(workers: MediaWorkers(program: program, arguments: [word]))
  }()
}
