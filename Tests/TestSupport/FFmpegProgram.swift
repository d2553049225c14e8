import Foundation

/// The ffmpeg program, which makes media that our own encoder cannot.
public enum FFmpegProgram {
  /// Whether there is one.
  public static let isInstalled = (try? run(["-version"])) ?? false

  /// Runs it without a word; whether it did what it was asked for. Also false where there is none.
  @discardableResult
  public static func run(_ arguments: [String]) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["ffmpeg", "-nostdin", "-v", "quiet", "-y"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
