import Foundation
import LipSync
import LipSyncTransfer
import Testing

@testable import lipflight

@Suite("The tool and a service", .timeLimit(.minutes(20)))
struct ServiceTests {
  @Test("A whole job through the embedded sandbox: checked, paid for once, downloaded, proved")
  func run() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await Tool.run(
        "run", Tool.clip, Tool.speech, "--sandbox", "-o", directory + "/out", "--json")
      #expect(outcome.status == 0, "\(outcome.out)\n\(outcome.err)")
      let document = try outcome.document()
      #expect(document.string("task.status") == "success")
      #expect(document.string("check.playback.recommended") == "normal_reverse_by_audio")
      #expect(document.string("verify.playback.detected") == "normal_reverse_by_audio")
      let measured = try #require(document.number("verify.duration.measured_seconds"))
      #expect(abs(measured - 12.074) <= 0.04)
      #expect((document.number("verify.audio.similarity") ?? 0) > 0.9)
      let result = try #require(document.string("verify.result.path"))
      let cover = try #require(document.string("verify.cover.path"))
      let kept = try FileManager.default.contentsOfDirectory(atPath: directory + "/out").sorted()
      #expect(kept.count == 4, "result, cover, report and page, and nothing half done: \(kept)")
      #expect(kept.contains("report.html"))
      #expect(FileManager.default.fileExists(atPath: result))
      #expect(FileManager.default.fileExists(atPath: cover))
      let saved = try String(
        contentsOfFile: directory + "/out/" + (kept.first { $0.hasSuffix(".json") } ?? ""), encoding: .utf8)
      #expect(try Document(saved).string("task.task_id") == document.string("task.task_id"))
    }
  }

  @Test("The example of docs/paying-once.md is the one that is compiled here, and pays once")
  func example() async throws {
    func read(_ page: String) throws -> String {
      try String(contentsOf: Tool.root.appendingPathComponent(page), encoding: .utf8)
    }
    let source = try read("Tests/ToolTests/JournalExample.swift")
    #expect(try read("docs/paying-once.md").contains("```swift\n" + source + "```"))
    try await withTemporaryDirectory { directory in
      try await withSandbox { baseURL in
        var tasks: [LipSyncTask?] = []
        for _ in 0..<2 {
          tasks.append(
            try await payOnce(
              video: Tool.clip, audio: Tool.speech, journal: directory + "/journal",
              service: ServiceConfiguration(baseURL: baseURL, apiKey: Redacted("any")),
              policy: .privateAllowed, schedule: PollSchedule(interval: .milliseconds(100))))
        }
        #expect(tasks.first??.status == .success && tasks.first??.id == tasks.last??.id)
      }
    }
  }

  @Test("A bad sample is refused before anything is sent")
  func refused() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await Tool.run(
        "run", Tool.page, Tool.speech, "--sandbox", "-o", directory + "/out", "--json")
      #expect(outcome.status == ExitStatus.failedCheck.rawValue)
      let document = try outcome.document()
      #expect(document.isNull("task"))
      #expect(document.rules("check.findings").contains("link.html-page"))
      #expect(!FileManager.default.fileExists(atPath: directory + "/out"))
    }
  }

  @Test("submit, wait and fetch share a sandbox that is kept")
  func steps() async throws {
    try await withTemporaryDirectory { directory in
      let sandbox = ["--sandbox-data", directory + "/sandbox"]
      let submitted = try await Tool.run(
        program: Tool.path, ["submit", Tool.clip, Tool.speech, "--quiet"] + sandbox)
      #expect(submitted.status == 0, "\(submitted.err)")
      let id = submitted.out.trimmingCharacters(in: .newlines)
      #expect(!id.isEmpty && !id.contains(" ") && !id.contains("\n"))

      let waited = try await Tool.run(program: Tool.path, ["wait", id, "--json"] + sandbox)
      #expect(waited.status == 0, "\(waited.err)")
      #expect(try waited.document().string("task.status") == "success")

      let fetched = try await Tool.run(
        program: Tool.path,
        ["fetch", id, "-o", directory + "/out", "--audio", Tool.speech, "--json"] + sandbox)
      #expect(fetched.status == 0, "\(fetched.out)\(fetched.err)")
      let document = try fetched.document()
      #expect((document.number("verify.audio.similarity") ?? 0) > 0.9)
      #expect(document.isNull("check"))

      let verified = try await Tool.run(
        "verify", document.string("verify.result.path") ?? "", "--video", Tool.clip, "--audio", Tool.speech,
        "--cover", document.string("verify.cover.path") ?? "", "--playback-type", "normal_reverse_by_audio",
        "--json")
      #expect(verified.status == 0, "\(verified.out)")
      #expect(try verified.document().string("playback.detected") == "normal_reverse_by_audio")
    }
  }

  @Test("A wrong key ends in 3, and the key is nowhere in the output")
  func wrongKey() async throws {
    try await withSandbox("--api-key", "the-right-key") { baseURL in
      let environment = ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "a-wrong-key-4711"]
      let outcome = try await Tool.run(
        "submit", Tool.clip, Tool.speech, "--allow-private", "--json", environment: environment)
      #expect(outcome.status == ExitStatus.service.rawValue)
      #expect(try outcome.document().string("task.error")?.isEmpty == false)
      #expect(outcome.err.contains("error: ") && outcome.err.contains("remedy: "))
      #expect(!(outcome.out + outcome.err).contains("4711"))
    }
  }

  @Test("A task that does not exist ends in 3", arguments: ["wait", "fetch"])
  func unknownTask(_ command: String) async throws {
    try await withSandbox { baseURL in
      try await withTemporaryDirectory { directory in
        let id = "00000000-0000-4000-8000-000000000000"
        let more = command == "fetch" ? ["-o", directory + "/out"] : []
        let outcome = try await Tool.run(
          program: Tool.path, [command, id, "--allow-private", "--poll-interval", "0.05", "--json"] + more,
          environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"])
        #expect(outcome.status == ExitStatus.service.rawValue, "\(outcome.err)")
        #expect(try outcome.document().string("task.task_id") == id)
        #expect(outcome.err.contains("remedy: "))
      }
    }
  }

  @Test(
    "A task that the service fails ends in 2, with the service's words and a remedy",
    arguments: ["run", "wait"])
  func taskFails(_ command: String) async throws {
    try await withSandbox("--fault", "task-failed=audio duration fetch failed") { baseURL in
      try await withTemporaryDirectory { directory in
        let environment = ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"]
        var arguments = ["run", Tool.clip, Tool.speech, "-o", directory + "/out"]
        if command == "wait" {
          let submitted = try await Tool.run(
            "submit", Tool.clip, Tool.speech, "--allow-private", "--quiet", environment: environment)
          arguments = ["wait", submitted.out.trimmingCharacters(in: .newlines)]
        }
        let outcome = try await Tool.run(
          program: Tool.path, arguments + ["--allow-private", "--poll-interval", "0.05", "--json"],
          environment: environment)
        #expect(outcome.status == ExitStatus.taskFailed.rawValue, "\(outcome.out)\(outcome.err)")
        let document = try outcome.document()
        #expect(document.string("verdict") == "fail")
        #expect(document.string("task.status") == "failed")
        #expect(document.string("task.error")?.contains("audio duration fetch failed") == true)
      }
    }
  }

  @Test("Waiting that is given up ends in 4 and says how to resume")
  func givesUp() async throws {
    try await withSandbox("--fault", "stuck-processing") { baseURL in
      try await withTemporaryDirectory { directory in
        let outcome = try await Tool.run(
          "run", Tool.clip, Tool.speech, "-o", directory + "/out", "--allow-private", "--poll-interval",
          "0.05",
          "--timeout", "2", "--json", environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"])
        #expect(outcome.status == ExitStatus.gaveUp.rawValue, "\(outcome.out)\(outcome.err)")
        let document = try outcome.document()
        let id = try #require(document.string("task.task_id"))
        #expect(document.string("check.verdict") == "pass")
        #expect(document.string("task.status") == "processing", "the last word, not that of the submit")
        // Ready to be copied: the real directory, and what was given beside it.
        #expect(
          outcome.err.contains("`lipflight fetch \(id) -o \(directory)/out --allow-private`"),
          "\(outcome.err)")
      }
    }
  }

  @Test("An interrupted wait ends in 130 and names the task", arguments: Interruption.signals)
  func interrupted(_ signal: Int32) async throws {
    try await withSandbox("--fault", "stuck-processing") { baseURL in
      let environment = ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"]
      let submitted = try await Tool.run(
        "submit", Tool.clip, Tool.speech, "--allow-private", "--quiet", environment: environment)
      let id = submitted.out.trimmingCharacters(in: .newlines)
      // The signal comes once the tool has said that it waits.
      let script = """
        "$0" wait "$1" --allow-private --poll-interval 0.05 --json > doc 2> notes & pid=$!
        until grep -q 'processing' notes; do sleep 0.05; done
        kill -\(signal) $pid; wait $pid; code=$?; cat doc; cat notes >&2; exit $code
        """
      try await withTemporaryDirectory { directory in
        let outcome = try await Tool.run(
          program: "/bin/bash", ["-c", script, Tool.path, id], environment: environment, in: directory)
        #expect(outcome.status == ExitStatus.interrupted.rawValue, "\(outcome.err)")
        #expect(try outcome.document().string("task.task_id") == id)
        #expect(try outcome.document().string("task.status") == "processing")
        #expect(outcome.err.contains("Interrupted"))
      }
    }
  }

  @Test("A command that nohup has started outlives its terminal")
  func nohup() async throws {
    try await withSandbox("--fault", "stuck-processing") { baseURL in
      let environment = ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"]
      let id = try await Tool.run(
        "submit", Tool.clip, Tool.speech, "--allow-private", "--quiet", environment: environment
      ).out.trimmingCharacters(in: .newlines)
      let script = """
        trap '' HUP
        "$0" wait "$1" --allow-private --poll-interval 0.05 2> notes & pid=$!
        until grep -q 'processing' notes; do sleep 0.05; done
        kill -HUP $pid; sleep 1; cp notes before; kill -TERM $pid; wait $pid; cat before
        """
      try await withTemporaryDirectory { directory in
        let outcome = try await Tool.run(
          program: "/bin/bash", ["-c", script, Tool.path, id], environment: environment, in: directory)
        #expect(outcome.out.contains("processing") && !outcome.out.contains("Interrupted"), "\(outcome.out)")
      }
    }
  }

  @Test("A service that is down ends in 3")
  func serviceDown() async throws {
    let outcome = try await Tool.run(
      "wait", "some-task", "--allow-private", "--json",
      environment: ["JOGG_BASE_URL": "http://127.0.0.1:\(try closedPort())", "JOGG_API_KEY": "any"])
    #expect(outcome.status == ExitStatus.service.rawValue, "\(outcome.err)")
    #expect(try outcome.document().string("verdict") == "fail")
  }

  @Test("No key at all ends in 3 and names the variable")
  func noKey() async throws {
    let outcome = try await Tool.run("wait", "some-task")
    #expect(outcome.status == ExitStatus.service.rawValue)
    #expect(outcome.out.isEmpty)
    #expect(outcome.err.contains("JOGG_API_KEY"))
  }

  @Test("A base URL that is set and empty ends in 64, and does not mean the paid service")
  func emptyBaseURL() async throws {
    let environment = ["JOGG_BASE_URL": "", "JOGG_API_KEY": "any"]
    let outcome = try await Tool.run("wait", "some-task", environment: environment)
    #expect(outcome.status == ExitStatus.usage.rawValue, "\(outcome.err)")
    #expect(outcome.err.contains("JOGG_BASE_URL: it is set, and empty"), "\(outcome.err)")
  }

  @Test("A private service is out of bounds unless it is allowed")
  func privateService() async throws {
    try await withSandbox { baseURL in
      let outcome = try await Tool.run(
        "wait", "some-task", "--timeout", "5", environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"])
      #expect(outcome.status == ExitStatus.service.rawValue)
      #expect(outcome.err.contains("--allow-private"), "\(outcome.err)")
    }
  }
}

@Suite("lipflight sandbox", .timeLimit(.minutes(20)))
struct SandboxCommandTests {
  @Test("Prints its address as one JSON line and stops cleanly", arguments: [SIGINT, SIGTERM])
  func stops(_ signal: Int32) async throws {
    let running = try await RunningSandbox.start([])
    #expect(running.baseURL.hasPrefix("http://127.0.0.1:"))
    #expect(await running.stop(signal) == 0)
  }

  @Test("A port that is taken is said, not trapped on")
  func portTaken() async throws {
    try await withSandbox { baseURL in
      let port = baseURL.split(separator: ":").last.map(String.init) ?? ""
      let outcome = try await Tool.run("sandbox", "--port", port)
      #expect(outcome.status == ExitStatus.usage.rawValue)
      #expect(outcome.err.contains("error: ") && outcome.err.contains(port))
    }
  }

  @Test("A fault that does not exist is said")
  func unknownFault() async throws {
    let outcome = try await Tool.run("sandbox", "--port", "0", "--fault", "no-such-fault")
    #expect(outcome.status == ExitStatus.usage.rawValue)
    #expect(outcome.err.contains("no-such-fault"))
  }
}
