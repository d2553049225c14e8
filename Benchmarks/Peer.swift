import Foundation

/// A program that does the same work.
struct Peer {
  var name: String
  var path: String

  /// Finds a program on the PATH; nil, and said, where it is missing.
  static func find(_ name: String) -> Peer? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in path.split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: candidate) { return Peer(name: name, path: candidate) }
    }
    print("  \(name) is not installed and is left out; `make setup-bench` installs it")
    return nil
  }

  /// Our own tool, built beside this program.
  static func lipflight() throws -> Peer {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let path = folder.appendingPathComponent("lipflight").path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw BenchError("the tool is not built beside this program: \(path)")
    }
    return Peer(name: "lipflight", path: path)
  }

  /// Runs it and gives what it printed; `accepting` lists the exit codes that are no failure.
  @discardableResult
  func run(_ arguments: [String], accepting codes: Set<Int32> = [0]) throws -> Data {
    let pipe = Pipe()
    let process = try start(arguments, output: pipe)
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try check(process, arguments, codes)
    return output
  }

  /// Runs it without a word and gives the most memory that it, or one of the processes that it started, held at any time, in
  /// MB; nil where the system does not tell.
  func peakMemory(_ arguments: [String], accepting codes: Set<Int32> = [0]) throws -> Int? {
    let process = try start(arguments, output: FileHandle.nullDevice)
    var peak: Int?
    // The high-water mark only rises: the last reading misses no more than the last moment.
    while process.isRunning {
      let own = process.processIdentifier
      let seen = ([own] + Self.children(of: own)).compactMap(Self.highWater)
      peak = (seen + [peak ?? 0]).max()
      Thread.sleep(forTimeInterval: 0.02)
    }
    try check(process, arguments, codes)
    return peak
  }

  private static func children(of id: Int32) -> [Int32] {
    let text = (try? String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { Int32($0) }
  }

  private static func highWater(of id: Int32) -> Int? {
    let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 / 1000 }
  }

  private func start(_ arguments: [String], output: Any) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardOutput = output
    try process.run()
    return process
  }

  private func check(_ process: Process, _ arguments: [String], _ codes: Set<Int32>) throws {
    guard codes.contains(process.terminationStatus) else {
      throw BenchError("\(name) \(arguments.first ?? "") ended with \(process.terminationStatus)")
    }
  }
}

/// Why a scenario could not be run.
struct BenchError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
