import Foundation
import Synchronization

/// A pseudo terminal of Linux as a tool's standard error, and what was written to it.
final class Terminal: Sendable {
  /// The end that the tool is given.
  let device: FileHandle
  private let reader: FileHandle

  init() throws {
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    guard descriptor >= 0 else { throw POSIXError(.ENXIO) }
    reader = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // What `unlockpt` and `ptsname` do: TIOCSPTLCK and TIOCGPTN, which are not imported.
    var (locked, number) = (Int32(0), UInt32(0))
    guard ioctl(descriptor, 0x4004_5431, &locked) == 0, ioctl(descriptor, 0x8004_5430, &number) == 0 else {
      throw POSIXError(.ENXIO)
    }
    let device = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard device >= 0 else { throw POSIXError(.ENXIO) }
    self.device = FileHandle(fileDescriptor: device, closeOnDealloc: true)
  }

  /// Tells the tool how large the terminal is.
  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(reader.fileDescriptor, UInt(TIOCSWINSZ), &size)
  }

  /// Runs the tool with this terminal as its standard error, and gives its exit code and all that was drawn.
  ///
  /// - Parameter drawing: told of all that was drawn so far whenever there is more, with the tool's process.
  func run(
    _ arguments: [String], environment: [String: String] = [:],
    drawing: @escaping @Sendable (_ soFar: [UInt8], _ process: Int32) -> Void = { _, _ in }
  ) async throws -> (status: Int32, drawn: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Tool.path)
    process.arguments = arguments
    process.environment = Tool.clean(["TERM": "xterm"].merging(environment) { $1 })
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = device
    let (drawn, arrive) = AsyncStream.makeStream(of: String.self)
    let pid = ProcessNumber()
    // Read while the tool runs: a terminal takes only so much. Reading fails once nobody has the device open.
    let descriptor = reader.fileDescriptor
    Thread {
      var text: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
        text += buffer[..<count]
        drawing(text, pid.number.load(ordering: .acquiring))
      }
      arrive.yield(String(decoding: text, as: UTF8.self))
      arrive.finish()
    }.start()
    let status = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do {
        try process.run()
        pid.number.store(process.processIdentifier, ordering: .releasing)
      } catch { continuation.resume(throwing: error) }
    }
    try device.close()
    var text = ""
    for await part in drawn { text += part }
    return (status, text)
  }
}

/// 0 until the process runs.
private final class ProcessNumber: Sendable {
  let number = Atomic<Int32>(0)
}
