internal import LipSync
internal import Platform

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

  private let process: ChildProcess
  private let output: CInt
  private let errors: CInt

  /// Starts the program with words; it reads nothing.
  ///
  /// - Throws: an `AgentRefusal` where the system does not start it.
  init(_ words: [String]) throws(AgentRefusal) {
    guard let output = ProgramStart.pipe() else { throw Self.refusal(errno) }
    defer { close(output.writer) }
    guard let errors = ProgramStart.pipe() else {
      let code = errno
      close(output.reader)
      throw Self.refusal(code)
    }
    defer { close(errors.writer) }
    var start = ProgramStart(ThisProgram.path, arguments: ["lipflight"] + words)
    (start.output, start.errors) = (.descriptor(output.writer), .descriptor(errors.writer))
    do throws(POSIXError) {
      process = try ChildProcess(start)
    } catch {
      for end in [output.reader, errors.reader] { close(end) }
      throw Self.refusal(error.code.rawValue)
    }
    (self.output, self.errors) = (output.reader, errors.reader)
  }

  private static func refusal(_ code: CInt) -> AgentRefusal {
    AgentRefusal("The command could not be started: \(String(cString: strerror(code))).")
  }

  /// Asks it to stop, as Ctrl-C does: a task that is being created is still noted.
  func interrupt() { process.send(SIGINT) }

  /// Waits for its end. To be called once.
  ///
  /// - Parameter onNote: called with each line of standard error.
  func ending(onNote: @escaping @Sendable (String) -> Void) async -> Ending {
    let (output, errors) = (output, errors)
    async let printed = onBlockingThread { Self.read(output) }
    async let notes = onBlockingThread { Self.lines(errors, onNote) }
    let (bytes, words) = await (printed, notes)
    let end = await onBlockingThread { self.process.wait() }
    let status: Int32 =
      switch end {
      case .exit(let code): code
      case .signal(let number): 128 + number
      }
    return Ending(status: status, output: bytes, notes: words)
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
