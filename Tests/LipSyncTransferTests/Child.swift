import Foundation
import Platform
import Synchronization

/// A download in a process of its own.
final class Child: Sendable {
  private let process: Process
  private let ended: AsyncStream<Void>

  /// The program lies beside the test bundle, wherever the build's scratch directory is.
  static let path: String? = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("DownloadChild").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return nil
  }()

  init(_ url: String, to path: String, shell prefix: String? = nil) throws {
    let process = Process()
    let program = Self.path ?? "DownloadChild"
    if let prefix {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", prefix + " exec \"$@\"", "bash", program, url, path]
    } else {
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = [url, path]
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in end.finish() }
    self.process = process
    self.ended = ended
    try process.run()
  }

  /// Kills it as the kernel does where memory runs out; true where it was still alive.
  func kill() async -> Bool {
    _ = System.kill(process.processIdentifier, SIGKILL)
    await wait()
    return process.terminationReason == .uncaughtSignal
  }

  func wait() async { for await _ in ended {} }
}

/// Runs a program; whether it ended well.
func run(_ program: String, _ arguments: String...) async -> Bool {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  return await withCheckedContinuation { continuation in
    process.terminationHandler = { continuation.resume(returning: $0.terminationStatus == 0) }
    do { try process.run() } catch { continuation.resume(returning: false) }
  }
}
