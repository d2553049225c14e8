import Foundation
import LipSync
import Testing

@testable import lipflight

extension Data {
  /// Whether these bytes hold a text's.
  fileprivate func contains(_ text: String) -> Bool { firstRange(of: Data(text.utf8)) != nil }
}

@Suite("Sources in worker processes", .timeLimit(.minutes(2)))
struct WorkerTests {
  /// A fault of a worker, and what is said of the source that met it.
  struct Fault: Sendable, CustomTestStringConvertible {
    var kind: String
    var rule: String
    var words: String
    var testDescription: String { kind }
  }

  static let faults = [
    Fault(kind: "crash", rule: "media.unreadable", words: "signal 11 (segmentation fault)"),
    Fault(kind: "greed", rule: "media.unreadable", words: "signal 6 (abort)"),
    Fault(kind: "hang", rule: "media.timeout", words: "past its time limit"),
  ]

  @Test("One that dies or hangs is reported with its source, and hurts no other", arguments: faults)
  func contained(_ fault: Fault) async throws {
    try await withTemporaryDirectory { directory in
      let bad = directory + "/bad.m4a"
      try FileManager.default.copyItem(atPath: Tool.speech, toPath: bad)
      let outcome = try await Tool.run(
        "probe", Tool.clip, bad, Tool.speech, Tool.page, Tool.clip, "--json", "--timeout", "6",
        environment: ["LIPFLIGHT_TEST_FAULT": "\(fault.kind):bad.m4a"])
      #expect(outcome.status == ExitStatus.failedCheck.rawValue)
      #expect(outcome.err == "")
      let document = try outcome.document()
      for (index, source) in [Tool.clip, bad, Tool.speech, Tool.page, Tool.clip].enumerated() {
        #expect(document.string("sources.\(index).source") == source)
      }
      #expect(document.string("sources.1.error.rule") == fault.rule)
      #expect(document.string("sources.1.error.message")?.contains(fault.words) == true)
      #expect(document.isNull("sources.1.media"))
      for index in [0, 2, 4] { #expect(document.isNull("sources.\(index).error")) }
      #expect(document.string("sources.3.error.rule") == "link.html-page")
    }
  }

  @Test("A rule that is ignored is so for a worker's death, too")
  func ignored() async throws {
    let outcome = try await Tool.run(
      "probe", Tool.clip, Tool.speech, "--ignore", "media.unreadable",
      environment: ["LIPFLIGHT_TEST_FAULT": "crash:speech.m4a"])
    #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
  }

  @Test("Many sources keep their order, in text and in JSON")
  func order() async throws {
    try await withTemporaryDirectory { directory in
      var paths: [String] = []
      for index in 0..<120 {
        let path = "\(directory)/\(index).wav"
        if index % 3 == 0 {
          try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: Tool.speech)
        }
        paths.append(path)
      }
      let json = try await Tool.run(program: Tool.path, ["probe", "--json"] + paths)
      let document = try json.document()
      #expect(document.count("sources") == paths.count)
      for (index, path) in paths.enumerated() {
        #expect(document.string("sources.\(index).source") == path)
        #expect(document.isNull("sources.\(index).error") == (index % 3 == 0))
      }
      let text = try await Tool.run(program: Tool.path, ["probe"] + paths)
      #expect(text.out.split(separator: "\n").filter { $0.hasPrefix("/") } == paths.map { Substring($0) })
    }
  }

  @Test("Interrupted, it ends in 130 with the document whole")
  func interrupted() async throws {
    let host = try SilentHost()
    let url = "http://127.0.0.1:\(host.port)/clip.mp4"
    let outcome = try await Tool.interrupted(
      ["probe", Tool.clip, url, url, "--allow-private", "--json"], onceConnectedTo: host)
    #expect(outcome.status == ExitStatus.interrupted.rawValue, "\(outcome.out)\(outcome.err)")
    let document = try outcome.document()
    #expect(document.count("sources") == 3)
    #expect(document.string("sources.2.error.message")?.contains("Interrupted") == true)
  }

  @Test("Programs that end before they are at work are given up, as a fault of ours")
  func noWorkers() async throws {
    let reach = try #require(SourceReach(.object([("timeout_ms", 1000)])))
    let task = ProbeTask(
      LookSettings(reach: reach, strict: false, ignored: []), isJSON: true, style: Style(isColoured: false))
    let failure = await #expect(throws: Failure.self) {
      try await WorkerPool(task: task, count: 2, program: "/bin/false").run({
        [task.job("a"), task.job("b")]
      }) {
        _, _, _ in Issue.record("there is nothing to deliver")
      }
    }
    #expect(failure?.message.contains("exit code 1") == true)
    #expect(failure?.status == .fault)
  }

  @Test(
    "The command line tells how many workers are forked before there is a second thread",
    arguments: [
      ("probe a.mp4 b.wav c.wav", 2), ("probe a.mp4", 0), ("probe --json a.mp4 b.wav", 2),
      ("probe --help", 0),
      ("check --from list.csv", 2), ("check --from=list.csv", 2), ("check a.mp4 b.wav", 0),
      ("batch plan jobs.csv", 2), ("batch run jobs.csv", 0), ("worker", 0), ("run a b", 0), ("", 0),
    ])
  func early(_ line: String, _ count: Int) {
    let words = line.split(separator: " ").map(String.init)
    #expect(EarlyWorkers.count(for: words, cores: 2) == count)
  }

  /// A worker waits in vain: the command line has two words, and one of them is an option's.
  @Test("Workers that were forked and not needed end with their supervisor")
  func unneeded() async throws {
    try await withTemporaryDirectory { directory in
      let sound = directory + "/sound.m4a"
      try FileManager.default.copyItem(atPath: Tool.speech, toPath: sound)
      #expect(EarlyWorkers.count(for: ["probe", sound, "--timeout", "60"], cores: 2) == 2)
      #expect(try await Tool.run(program: Tool.path, ["probe", sound, "--timeout", "60"]).status == 0)
      // A fork has its parent's command line. None is left, soon: the suite's time limit bounds the wait.
      func isAlive() -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { process in
          Int(process) != nil
            && FileManager.default.contents(atPath: "/proc/\(process)/cmdline")?.contains(sound) == true
        }
      }
      while isAlive() { try await Task.sleep(for: .milliseconds(20)) }
    }
  }

  @Test("The worker's command is not for people")
  func hidden() async throws {
    #expect(try await !Tool.run("--help").out.contains("worker"))
    let alone = try await Tool.run("worker")
    #expect(alone.status == 0 || alone.status == ExitStatus.usage.rawValue)
  }
}
