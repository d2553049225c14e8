internal import LipSyncMedia
internal import Platform

/// The program of an engine, in a process group of its own, so that it can be ended with everything it started.
enum EngineProcess {
  /// How it ended.
  enum End: Equatable {
    case itself(ProcessEnding)
    /// Stopped here, because of the deadline.
    case stopped
  }

  /// Runs `shell` by `/bin/sh` with arguments added, output and errors into a log; returns how it ended and its last line of output.
  /// Blocks.
  static func run(
    shell: String, arguments: [String], log: String, deadline: Deadline
  ) throws -> (End, lastWords: String) {
    defer { unlink(log) }
    let words = ["/bin/sh", "-c", shell + " \"$@\"", "engine"] + arguments
    var start = ProgramStart("/bin/sh", arguments: words)
    (start.output, start.errors, start.leadsGroup) = (.file(log), .file(log), true)
    let process: ChildProcess
    do throws(POSIXError) {
      process = try ChildProcess(start)
    } catch {
      throw Engine.Failure(
        message: "engine: cannot be started: \(String(cString: strerror(error.code.rawValue)))")
    }
    var status = siginfo_t()
    while waitid(P_PID, id_t(process.id), &status, WEXITED | WNOWAIT | WNOHANG) == 0, status.si_signo == 0 {
      if deadline.mustStop {
        process.send(SIGKILL)
        _ = process.wait()
        return (.stopped, Self.words(log))
      }
      usleep(20_000)
    }
    return (.itself(process.wait()), Self.words(log))
  }

  /// The last line of a log, cut to a length; empty if there is none.
  private static func words(_ log: String) -> String {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: log)) else { return "" }
    let text = String(decoding: bytes.suffix(2000), as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).last else { return "" }
    return " (" + line.prefix(200) + ")"
  }
}
