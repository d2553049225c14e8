import Foundation
import LipSync
import Testing

@testable import lipflight

/// Every command that meets foreign media, with a decoder that dies of it.
@Suite("What a decoder dies of", .timeLimit(.minutes(3)))
struct ContainmentTests {
  /// A command whose one source, called `bad.*`, ends the worker that reads it.
  struct Case: Sendable, CustomTestStringConvertible {
    var words: [String]
    var rule: String
    var testDescription: String { words.joined(separator: " ") }
  }

  static let cases = [
    Case(words: ["probe", "bad.m4v"], rule: "media.unreadable"),
    Case(words: ["probe", "clip.mp4", "bad.m4v", "sound.m4a"], rule: "media.unreadable"),
    Case(words: ["check", "bad.m4v", "sound.m4a"], rule: "media.unreadable"),
    Case(words: ["check", "clip.mp4", "bad.m4v"], rule: "media.unreadable"),
    Case(words: ["check", "bad.m4v", "sound.m4a", "--report", "page.html"], rule: "media.unreadable"),
    Case(words: ["estimate", "bad.m4v", "sound.m4a"], rule: "media.unreadable"),
    Case(words: ["verify", "bad.m4v"], rule: "result.unreadable"),
    Case(words: ["verify", "clip.mp4", "--cover", "bad.m4v"], rule: "cover.unreadable"),
    Case(words: ["verify", "clip.mp4", "--video", "bad.m4v"], rule: "media.unreadable"),
    Case(words: ["verify", "clip.mp4", "--audio", "bad.m4v", "-o", "out"], rule: "media.unreadable"),
    Case(words: ["run", "bad.m4v", "sound.m4a", "--sandbox", "-o", "out"], rule: "media.unreadable"),
    Case(words: ["batch", "plan", "jobs.csv"], rule: "media.unreadable"),
  ]

  @Test("is a finding, by every command", arguments: cases)
  func finding(_ example: Case) async throws {
    try await withTemporaryDirectory { directory in
      try Self.fill(directory)
      let outcome = try await Tool.run(
        program: Tool.path, example.words + ["--json"],
        environment: ["LIPFLIGHT_TEST_FAULT": "crash:bad.m4v"],
        in: directory)
      #expect(outcome.status == ExitStatus.failedCheck.rawValue, "\(outcome.err)")
      #expect(outcome.out.contains("\"\(example.rule)\""), "\(outcome.out)")
    }
  }

  @Test("is a finding in a list, of its own row")
  func list() async throws {
    try await withTemporaryDirectory { directory in
      try Self.fill(directory)
      let pairs = "video,audio\nclip.mp4,sound.m4a\nbad.m4v,sound.m4a\nclip.mp4,sound.m4a\n"
      try Data(pairs.utf8).write(to: URL(fileURLWithPath: directory + "/pairs.csv"))
      let outcome = try await Tool.run(
        program: Tool.path, ["check", "--from", "pairs.csv"],
        environment: ["LIPFLIGHT_TEST_FAULT": "crash:bad.m4v"], in: directory)
      let verdicts = try outcome.out.split(separator: "\n").map {
        try Document(foreign: String($0)).string("verdict")
      }
      #expect(outcome.status == ExitStatus.failedCheck.rawValue)
      #expect(verdicts.count == 3 && verdicts[1] == "fail" && verdicts[0] != "fail" && verdicts[2] != "fail")
    }
  }

  @Test("is a finding of the result where the job is paid for, and the task is kept")
  func paid() async throws {
    try await withTemporaryDirectory { directory in
      try Self.fill(directory)
      try FileManager.default.moveItem(atPath: directory + "/clip.mp4", toPath: directory + "/clip.m4v")
      let sandbox = try await RunningSandbox.start([])
      let outcome = try await Tool.run(
        program: Tool.path, ["run", "clip.m4v", "sound.m4a", "--allow-private", "-o", "out", "--json"],
        environment: [
          "LIPFLIGHT_TEST_FAULT": "crash:.mp4", "JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": "k",
        ], in: directory)
      #expect(await sandbox.stop() == 0)
      let document = try outcome.document()
      #expect(outcome.status == ExitStatus.failedCheck.rawValue, "\(outcome.err)")
      #expect(document.string("task.task_id") != nil)
      #expect(outcome.out.contains("result.unreadable"), "\(outcome.out)")
    }
  }

  @Test("ends one task of the sandbox, which goes on")
  func sandbox() async throws {
    try await withTemporaryDirectory { directory in
      try Self.fill(directory)
      let sandbox = try await RunningSandbox.start([], faultOfWorkers: "crash:.bin")
      let environment = ["JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": "k"]
      let outcome = try await Tool.run(
        program: Tool.path, ["run", "clip.mp4", "sound.m4a", "--allow-private", "-o", "out", "--json"],
        environment: environment, in: directory)
      #expect(outcome.status == ExitStatus.taskFailed.rawValue, "\(outcome.out)")
      #expect(outcome.out.contains("duration fetch failed"), "\(outcome.out)")
      #expect(await sandbox.stop() == 0)
    }
  }

  @Test("ends one row of a batch, and all others are sent once and proved")
  func batch() async throws {
    try await BatchBench.run { bench in
      let bad = bench.directory + "/bad.m4v"
      try FileManager.default.copyItem(atPath: Tool.clip, toPath: bad)
      let manifest = try await bench.manifest(
        videos: 1, audios: 19, more: ["poison,\(bad),\(bench.directory)/a0.wav,l0"])
      let outcome = try await bench.tool(
        ["run", manifest, "-o", bench.out, "--ledger", bench.ledger, "--allow-private", "--json"],
        more: ["LIPFLIGHT_TEST_FAULT": "crash:bad.m4v"])
      let document = try outcome.document()
      #expect(
        document.number("states.verified") == 19 && document.number("states.set_aside") == 1, "\(outcome.out)"
      )
      #expect(try bench.tasks == 19, "one create each")
      #expect(outcome.status == ExitStatus.failedCheck.rawValue)
    }
  }

  /// Files under the names of the cases; only the names tell the bad one.
  private static func fill(_ directory: String) throws {
    for (name, sample) in [("bad.m4v", Tool.clip), ("clip.mp4", Tool.clip), ("sound.m4a", Tool.speech)] {
      try FileManager.default.copyItem(atPath: sample, toPath: directory + "/" + name)
    }
    let jobs = "id,video,audio\na,bad.m4v,sound.m4a\n"
    try Data(jobs.utf8).write(to: URL(fileURLWithPath: directory + "/jobs.csv"))
  }
}

/// Files that took decoders down, kept memory or time for themselves, or ran programs of their own (`LIPFLIGHT_CASES`).
@Suite(
  "Files that were made to harm", .timeLimit(.minutes(3)),
  .enabled(if: HostileFiles.root != nil, "LIPFLIGHT_CASES names no directory: the cases are skipped"))
struct HostileFileTests {
  @Test("fail every command with a finding, soon", arguments: HostileFiles.all)
  func everywhere(_ file: String) async throws {
    let path = (HostileFiles.root ?? "") + "/security/" + file
    try await withTemporaryDirectory { directory in
      let lines = [
        ["probe", path], ["check", path, Tool.speech], ["check", Tool.clip, path],
        ["estimate", path, Tool.speech],
        ["verify", path], ["verify", Tool.clip, "--cover", path], ["verify", Tool.clip, "--video", path],
        ["run", path, Tool.speech, "--sandbox", "-o", directory + "/out"],
      ]
      for line in lines {
        let start = ContinuousClock.now
        let outcome = try await Tool.run(program: Tool.path, line + ["--timeout", "10"])
        #expect(outcome.status == ExitStatus.failedCheck.rawValue, "\(line): \(outcome.out)\(outcome.err)")
        #expect(outcome.out.contains("error"), "\(line): \(outcome.out)")
        #expect(ContinuousClock.now - start < .seconds(30), "\(line)")
      }
    }
  }
}

enum HostileFiles {
  static let root = ProcessInfo.processInfo.environment["LIPFLIGHT_CASES"]
  static let all = [
    "odd-64-64-1.avi", "trun-20x10M.mp4", "dinf-20x10M.mp4", "g.gif", "tune.nsf", "xturb.svg",
  ]
}
