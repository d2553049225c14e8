import Foundation
import LipSync
import LipSyncMedia
import LipSyncMediaReading
import Synchronization
import Testing

@testable import lipflight

/// The same work here and in a worker gives the same values.
@Suite("Who reads foreign media", .timeLimit(.minutes(2)))
struct ExaminerTests {
  private let workers = MediaExaminer.worker(program: Tool.worker)

  /// Bytes that no descriptor leads to, as those of a URL.
  private final class Remote: ByteSource {
    let name = "https://host/clip.mp4"
    let size: Int64?
    let isRemote = true
    private let bytes: [UInt8]
    private let failsFrom: Int64
    let expected = Mutex(0)

    init(_ path: String, failsFrom: Int64 = .max) throws {
      bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      size = Int64(bytes.count)
      self.failsFrom = failsFrom
    }

    struct Refused: Error, Equatable {}

    func willRead(_ ranges: [Range<Int64>], deadline: Deadline) { expected.withLock { $0 += ranges.count } }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int
    {
      if offset + Int64(buffer.count) > failsFrom { throw Refused() }
      let part = bytes.dropFirst(Int(offset)).prefix(buffer.count)
      buffer.copyBytes(from: part)
      return part.count
    }
  }

  @Test("A worker's facts are exactly those of this process", arguments: [Tool.clip, Tool.speech])
  func facts(_ path: String) throws {
    let here = try MediaExaminer.inThisProcess.probe(try FileSource(path: path), deadline: .none)
    #expect(try workers.probe(try FileSource(path: path), deadline: .none) == here)
    let (one, other) = (try Remote(path), try Remote(path))
    #expect(
      try workers.probe(one, deadline: .none) == MediaExaminer.inThisProcess.probe(other, deadline: .none))
    #expect(one.expected.withLock { $0 } == other.expected.withLock { $0 })
    let sound = try MediaExaminer.inThisProcess.sound(of: try FileSource(path: path), deadline: .none)
    #expect(try workers.sound(of: try FileSource(path: path), deadline: .none) == sound)
  }

  @Test("A worker that makes a file tells how far it is, and copies packets as they are")
  func making() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let piece = MediaRecipe.Piece(path: Tool.clip, length: MediaTime(22, 5))
    for pictures in [MediaRecipe.Stream.copy, .encode(MediaRecipe.PictureWork())] {
      let seen = Mutex([Double]())
      let recipe = MediaRecipe(pieces: [piece], format: "mp4", pictures: pictures, sound: .copy)
      let made = try recipe.make(
        by: workers, to: directory + "/new.mp4", folder: directory, deadline: .none,
        progress: { share in seen.withLock { $0.append(share) } })
      let shares = seen.withLock { $0 }
      #expect(shares.count > 3 && shares.last == 1 && shares == shares.sorted(), "\(shares)")
      #expect(made.isIdentical == true && made.packets > 0)
    }
  }

  @Test("So is what it decodes, sees and digests")
  func decoded() throws {
    let seen = Mutex([Double]())
    let options = DecodedMedia.Options(content: true)
    let here = try MediaExaminer.inThisProcess.decode(
      try FileSource(path: Tool.clip), options: options, deadline: .none)
    let there = try workers.decode(
      try FileSource(path: Tool.clip), options: options, deadline: .none,
      progress: { share in seen.withLock { $0.append(share) } })
    #expect(there.info == here.info && there.errors == here.errors && there.aspect == here.aspect)
    #expect(there.frames.map(\.time) == here.frames.map(\.time) && !here.frames.isEmpty)
    #expect(there.frames.map(\.signature) == here.frames.map(\.signature))
    #expect(there.envelope?.levels == here.envelope?.levels)
    #expect(there.details.map(\.time) == here.details.map(\.time) && !here.details.isEmpty)
    #expect(there.details.map(\.detail) == here.details.map(\.detail))
    #expect(there.details.flatMap { $0.colour.map(\.blue) } == here.details.flatMap { $0.colour.map(\.blue) })
    #expect(there.audioSamples == here.audioSamples && there.videoStart == here.videoStart)
    #expect(seen.withLock { $0.last == 1 && $0 == $0.sorted() })

    let file = { try FileSource(path: Tool.clip) }
    let both = [MediaExaminer.inThisProcess, workers]
    let glances = try both.map { try $0.glance(at: try file(), pixelLimit: 1 << 30, deadline: .none) }
    let digests = try both.map { try $0.digest(of: try file(), streams: .all, deadline: .none) }
    let pictures = try both.map {
      try $0.pictures(of: try file(), at: [.zero, MediaTime(2)], maximumSide: 200, deadline: .none)
    }
    let stills = try both.map { try $0.still(MemorySource(pictures[0][0], name: "a.jpg"), deadline: .none) }
    #expect(glances[0] == glances[1] && digests[0] == digests[1] && pictures[0] == pictures[1])
    #expect(stills[0].signature == stills[1].signature && stills[0].width == stills[1].width)
  }

  @Test("Why bytes could not be had is told as ever")
  func refused() throws {
    for examiner in [MediaExaminer.inThisProcess, workers] {
      let error = #expect(throws: MediaError.self) {
        try examiner.probe(try Remote(Tool.clip, failsFrom: 1000), deadline: .none)
      }
      #expect(error?.code == .read && error?.cause as? Remote.Refused == Remote.Refused())
      #expect(error?.description == "https://host/clip.mp4: the bytes could not be read: Refused()")
    }
  }

  @Test("What is wrong with bytes is told in the same words")
  func broken() throws {
    let source = MemorySource(Array("no media at all".utf8), name: "n.mp4")
    let errors = [MediaExaminer.inThisProcess, workers].map { examiner in
      #expect(throws: MediaError.self) { try examiner.probe(source, deadline: .none) }
    }
    #expect(errors[0]?.code == .notMedia && errors[0]?.code == errors[1]?.code)
    #expect(errors[0]?.message == errors[1]?.message)
  }

  @Test("A program that is no nursery is a fault of ours, and no source's")
  func noNursery() throws {
    let error = #expect(throws: MediaError.self) {
      try MediaExaminer.worker(program: "/bin/false").probe(try FileSource(path: Tool.clip), deadline: .none)
    }
    #expect(error?.code == .fault && error?.message.contains("could not be started") == true)
  }

  @Test("A cancellation ends a worker that would go on for ever, and its time limit does")
  func ended() async throws {
    setenv("LIPFLIGHT_TEST_FAULT", "hang:hang.mp4", 1)
    let hanging = MediaExaminer.worker(program: Tool.worker)
    let cancellation = Cancellation()
    let source = MemorySource([1, 2, 3], name: "hang.mp4")
    async let end: Void = onBlockingThread {
      let error = #expect(throws: MediaError.self) {
        try hanging.probe(source, deadline: Deadline(instant: nil, cancellation: cancellation))
      }
      #expect(error?.code == .cancelled)
    }
    let late = #expect(throws: MediaError.self) {
      try hanging.probe(source, deadline: .after(.milliseconds(50)))
    }
    #expect(late?.code == .deadline && late?.message.contains("past its time limit") == true)
    cancellation.cancel()
    await end
    unsetenv("LIPFLIGHT_TEST_FAULT")
  }
}

#if os(Linux)
  @Suite("What a worker has of the world", .timeLimit(.minutes(2)))
  struct ConfinementTests {
    @Test("is nothing: no environment, no files, no rights; and it ends with the tool")
    func nothing() async throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Tool.path)
      process.arguments = ["probe", Tool.clip, "--timeout", "60"]
      process.environment = Tool.clean([
        "JOGG_API_KEY": "sk-kept-from-them", "LIPFLIGHT_TEST_FAULT": "hang:talking.mp4",
      ])
      (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
      try process.run()
      let nursery = try await Self.child(of: process.processIdentifier)
      let worker = try await Self.child(of: nursery)
      // It is confined before it hangs, a moment after it is there.
      while try Self.status(worker)["Seccomp"] != "2" { try await Task.sleep(for: .milliseconds(5)) }
      #expect(try Self.status(worker)["NoNewPrivs"] == "1")
      for id in [nursery, worker] {
        let environment = FileManager.default.contents(atPath: "/proc/\(id)/environ") ?? Data()
        #expect(environment.allSatisfy { $0 == 0 })
        let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") ?? Data()
        #expect(words.firstRange(of: Data("talking".utf8)) == nil)
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(worker)/fd").map {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(worker)/fd/\($0)")
      }
      #expect(files.filter { $0.hasSuffix("talking.mp4") }.count == 1)
      #expect(
        files.allSatisfy { $0 == "/dev/null" || $0.hasPrefix("socket:") || $0.hasSuffix("talking.mp4") },
        "\(files)")
      let limits = try String(contentsOfFile: "/proc/\(worker)/limits", encoding: .utf8)
      #expect(limits.contains(/Max core file size +0 +0/) && limits.contains(/Max file size +0 +0/))
      kill(process.processIdentifier, SIGKILL)
      for id in [nursery, worker] {
        while kill(id, 0) == 0, try Self.status(id)["State"]?.hasPrefix("Z") == false {
          try await Task.sleep(for: .milliseconds(10))
        }
      }
    }

    /// The child that a process has, or soon has.
    private static func child(of id: pid_t) async throws -> pid_t {
      while true {
        let text = (try? String(contentsOfFile: "/proc/\(id)/task/\(id)/children", encoding: .utf8)) ?? ""
        if let child = text.split(separator: " ").compactMap({ pid_t($0) }).first { return child }
        try await Task.sleep(for: .milliseconds(5))
      }
    }

    private static func status(_ id: pid_t) throws -> [String: String] {
      let text = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? "State:\tZ"
      return Dictionary(
        text.split(separator: "\n").map { line in
          let parts = line.split(separator: ":", maxSplits: 1)
          return (String(parts[0]), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }, uniquingKeysWith: { $1 })
    }
  }
#endif
