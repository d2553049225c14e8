import Foundation
import LipSync
import LipSyncMedia
import Testing

@testable import lipflight

/// The tool holds the key and links no FFmpeg; its worker reads media and holds nothing.
@Suite("The tool and its worker are two programs", .timeLimit(.minutes(2)))
struct TwoProgramsTests {
  #if os(Linux)
    @Test("Of the two the worker alone links FFmpeg")
    func linked() async throws {
      guard FileManager.default.isExecutableFile(atPath: "/usr/bin/ldd") else {
        print("not looked at: there is no ldd here to tell what a program links")
        return
      }
      let tool = try await Tool.run(program: "/usr/bin/ldd", [Tool.path])
      #expect(tool.status == 0 && tool.out.contains("libcurl"))
      for library in ["libavcodec", "libavformat", "libavutil", "libswscale", "libswresample"] {
        #expect(!tool.out.contains(library), "\(tool.out)")
      }
      let worker = try await Tool.run(program: "/usr/bin/ldd", [Tool.worker])
      #expect(worker.out.contains("libavcodec"))
      // What speaks to the network and to databases is none of its business; FFmpeg brings what it links by itself.
      for library in ["libcurl.so", "libpq.so"] { #expect(!worker.out.contains(library)) }
    }
  #endif

  @Test(
    "Commands that look at no media do not start it",
    arguments: [
      ["probe", "--help"], ["jobs"], ["schema"], ["--version"], ["wait", "t"], ["submit", "a", "b"],
      ["batch", "status"],
      ["batch", "run", "-h"], ["formats"],
    ])
  func lazy(_ words: [String]) { #expect(!Examiners.areWanted(by: words)) }

  @Test(
    "Commands that do start it before they read their options",
    arguments: [
      ["probe", "a.mp4", "--json"], ["check", "a", "b"], ["batch", "run", "m.csv"], ["batch", "report"],
      ["sandbox"],
      ["verify", "r.mp4", "-o", "d"],
    ])
  func early(_ words: [String]) { #expect(Examiners.areWanted(by: words)) }

  /// A copy of the tool in a folder of its own, with another worker beside it or none.
  private static func run(_ arguments: [String], worker: String? = nil) async throws -> Tool.Outcome {
    try await withTemporaryDirectory { directory in
      let tool = directory + "/bin/lipflight"
      try FileManager.default.createDirectory(atPath: directory + "/bin", withIntermediateDirectories: true)
      // As fast as a link, where both are on one disk.
      do { try FileManager.default.linkItem(atPath: Tool.path, toPath: tool) } catch {
        try FileManager.default.copyItem(atPath: Tool.path, toPath: tool)
      }
      if let worker {
        let path = directory + "/bin/" + WorkerProgram.name
        try Data(worker.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      }
      return try await Tool.run(program: tool, arguments, environment: ["PATH": "/usr/bin:/bin"])
    }
  }

  @Test("Where the worker is missing, that is said with what to do, and no source is blamed")
  func missing() async throws {
    for command in [["probe", Tool.clip], ["check", Tool.clip, Tool.speech], ["formats"]] {
      let outcome = try await Self.run(command)
      #expect(outcome.status == ExitStatus.fault.rawValue && outcome.out == "")
      #expect(
        outcome.err.contains("lipflight-worker") && outcome.err.contains("make install"), "\(outcome.err)")
    }
    let document = try await Self.run(["probe", Tool.clip, "--json"]).document()
    #expect(document.string("sources.0.error.message")?.contains("lipflight-worker") == true)
    #expect(try await Self.run(["jobs"]).status == 0)
    #expect(try await Self.run(["--version", "--verbose"]).out.contains("FFmpeg  unknown: lipflight-worker"))
  }

  @Test("One of another version, or that says nothing, is not worked with")
  func otherVersion() async throws {
    let hello = #"{"version":"99.1.0","wire":1,"ffmpeg":"5.1.9","licence":"LGPL"}"#
    let head = UInt32(hello.utf8.count).littleEndianBytes.map {
      "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16)
    }
    let other = try await Self.run(
      ["probe", Tool.clip], worker: "#!/bin/bash\nprintf '%b' '\(head.joined())\(hello)' >&0\nread -r\n")
    #expect(other.status == ExitStatus.fault.rawValue)
    #expect(
      other.err.contains("99.1.0") && other.err.contains("install both of the same version"), "\(other.err)")
    let mute = try await Self.run(["probe", Tool.clip], worker: "#!/bin/sh\nexit 3\n")
    #expect(mute.status == ExitStatus.fault.rawValue)
    #expect(mute.err.contains("exit code 3"), "\(mute.err)")
  }

  @Test("It is found beside the tool, also through a symlink, and where it is installed")
  func found() async throws {
    #expect(
      WorkerProgram.candidates(beside: "/opt/bin", path: "/a:relative:/b")
        == [
          "/opt/bin/lipflight-worker", "/opt/bin/../libexec/lipflight/lipflight-worker",
          "/a/lipflight-worker",
          "/b/lipflight-worker",
        ])
    #expect(WorkerProgram.candidates(beside: nil, path: "") == [])
    try await withTemporaryDirectory { directory in
      let link = directory + "/lipflight"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Tool.path)
      let outcome = try await Tool.run(
        program: link, ["probe", Tool.clip], environment: ["PATH": "/usr/bin:/bin"])
      #expect(outcome.status == 0, "\(outcome.err)")
    }
  }

  @Test("The worker alone says that it is not for people")
  func alone() async throws {
    #expect(try await !Tool.run("--help").out.contains("worker"))
    let alone = try await Tool.run(program: Tool.worker, ["serve"])
    #expect(alone.status == ExitStatus.usage.rawValue && alone.err.contains("not for people"))
    let version = try await Tool.run(program: Tool.worker, ["--version"])
    #expect(version.status == 0 && version.out.hasPrefix("lipflight-worker \(Product.version), FFmpeg "))
  }
}
