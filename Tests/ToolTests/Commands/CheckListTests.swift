import Foundation
import LipSync
import TestSupport
import Testing

@testable import lipflight

@Suite("Lists of pairs at the command line", .timeLimit(.minutes(2)))
struct CheckListTests {
  @Test("a JSON line a pair, in the order of the list, and the worst of them as exit code")
  func lines() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/v.mp4", [UInt8](try Data(contentsOf: URL(fileURLWithPath: Tool.clip))), type: "video/mp4")
    origin.serve(
      "/slow.m4a", [UInt8](try Data(contentsOf: URL(fileURLWithPath: Tool.speech))), type: "audio/mp4",
      faults: [.latency(milliseconds: 300)])
    origin.serve("/page.mp4", [], faults: [.htmlPreview])
    try await withTemporaryDirectory { directory in
      let list = directory + "/list.csv"
      var text = "video,audio,shot,allow_private\n"
      for index in 0..<12 {
        let video =
          index % 4 == 3 ? origin.url("/page.mp4") : index % 4 == 2 ? Tool.clip : origin.url("/v.mp4")
        text += "\(video),\(index % 3 == 0 ? origin.url("/slow.m4a") : Tool.speech),s\(index),yes\n"
      }
      try Data(text.utf8).write(to: URL(fileURLWithPath: list))
      let outcome = try await Tool.run("check", "--from", list, "--allow-private")
      #expect(outcome.status == ExitStatus.failedCheck.rawValue, "\(outcome.err)")
      let documents = try outcome.out.split(separator: "\n").map { try Document(String($0)) }
      #expect(documents.count == 12 && outcome.err.contains("12 pairs: "))
      for (index, document) in documents.enumerated() {
        #expect(document.string("labels.shot") == "s\(index)" && document.number("line") == Double(index + 2))
        #expect((document.string("verdict") == "fail") == (index % 4 == 3))
      }
      let good = directory + "/good.jsonl"
      let row = "{\"video\":\"\(Tool.clip)\",\"audio\":\"\(Tool.speech)\"}\n"
      try Data((row + row).utf8).write(to: URL(fileURLWithPath: good))
      let passed = try await Tool.run("check", "--from", good, "--quiet")
      #expect(passed.status == 0 && passed.err == "" && passed.out.split(separator: "\n").count == 2)
      let piped = try await Tool.run(
        program: "/bin/sh", ["-c", "'\(Tool.path)' check --quiet --from - < '\(good)'"])
      #expect(piped.status == 0 && piped.out.withoutTimes == passed.out.withoutTimes, "\(piped.err)")
    }
  }

  @Test("a row of a list names no private address unless it says so, and only if they are allowed")
  func privateRows() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/v.mp4", [UInt8](try Data(contentsOf: URL(fileURLWithPath: Tool.clip))), type: "video/mp4")
    let url = origin.url("/v.mp4")
    try await withTemporaryDirectory { directory in
      func rules(_ column: String, _ value: String, _ options: [String]) async throws -> [String] {
        let list = directory + "/list.csv"
        let text = "video,audio,\(column)\n\(url),\(Tool.speech),\(value)\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: list))
        let outcome = try await Tool.run(program: Tool.path, ["check", "--from", list] + options)
        return try Document(outcome.out).rules("findings")
      }
      let host = String(url.dropFirst("http://".count).prefix { $0 != "/" })
      for (column, value, options, isRefused) in [
        ("shot", "yes", ["--allow-private"], true), ("allow_private", "no", ["--allow-private"], true),
        ("allow_private", "yes", [], true), ("allow_private", "yes", ["--allow-private"], false),
        ("shot", "1", ["--private-host", host], false), ("shot", "1", ["--private-host", "10.0.0.1"], true),
      ] as [(String, String, [String], Bool)] {
        let found = try await rules(column, value, options)
        #expect(
          found.contains("link.private-address") == isRefused, "\(column) \(value) \(options): \(found)")
      }
      #expect(origin.requests.contains { $0.path == "/v.mp4" })
    }
  }

  @Test("a list with faults is not begun: all of them, with line and column, and exit code 64")
  func faults() async throws {
    try await withTemporaryDirectory { directory in
      let list = directory + "/list.csv"
      try Data("video,audio\nv.mp4\n,a.wav\n".utf8).write(to: URL(fileURLWithPath: list))
      let outcome = try await Tool.run("check", "--from", list)
      #expect(outcome.status == ExitStatus.usage.rawValue && outcome.out == "")
      #expect(
        outcome.err.contains("list.csv: line 2, column 1: 1 fields")
          && outcome.err.contains("line 3, column 1"))
      let missing = try await Tool.run("check", "--from", directory + "/none.csv")
      #expect(missing.status == ExitStatus.usage.rawValue && missing.err.contains("there is no such file"))
      let both = try await Tool.run("check", "--from", list, "v.mp4", "a.wav")
      #expect(both.status == ExitStatus.usage.rawValue)
    }
  }

  @Test("bad rows of JSON lines, each with its line")
  func badLines() async throws {
    try await withTemporaryDirectory { directory in
      let list = directory + "/list.jsonl"
      let text = "{\"video\":\"v.mp4\",\"audio\":\"a.wav\"}\n{\"video\":\n{\"video\":7,\"audio\":null}\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: list))
      let outcome = try await Tool.run("check", "--from", list)
      #expect(outcome.status == ExitStatus.usage.rawValue && outcome.out == "")
      #expect(
        outcome.err.contains("line 2, column ") && outcome.err.contains("line 3, column "), "\(outcome.err)")
    }
  }

  @Test("a source that stands in many pairs is looked at once by each worker, whoever else stands beside it")
  func once() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Tool.clip)))
    origin.serve("/v.mp4", clip, type: "video/mp4")
    try await withTemporaryDirectory { directory in
      let list = directory + "/list.csv"
      var text = "video,audio,allow_private\n"
      for index in 0..<12 {
        let speech = "\(directory)/\(index).m4a"
        try FileManager.default.copyItem(atPath: Tool.speech, toPath: speech)
        text += "\(origin.url("/v.mp4")),\(speech),yes\n"
      }
      try Data(text.utf8).write(to: URL(fileURLWithPath: list))
      let outcome = try await Tool.run("check", "--from", list, "--allow-private")
      #expect(outcome.status == 0 && outcome.out.split(separator: "\n").count == 12, "\(outcome.err)")
    }
    let looks = origin.requests.filter { $0.header("Range")?.hasPrefix("bytes=0-") == true }
    #expect((1...ProcessInfo.processInfo.activeProcessorCount).contains(looks.count), "\(looks.count)")
  }

  @Test("Ctrl-C ends a list at once, in 130; what was printed stands")
  func interrupted() async throws {
    let host = try SilentHost()
    try await withTemporaryDirectory { directory in
      let list = directory + "/list.csv"
      let text =
        "video,audio,allow_private\n\(Tool.clip),\(Tool.speech),\nhttp://127.0.0.1:\(host.port)/v.mp4,\(Tool.speech),yes\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: list))
      let outcome = try await Tool.interrupted(
        ["check", "--from", list, "--allow-private"], onceConnectedTo: host)
      #expect(outcome.status == ExitStatus.interrupted.rawValue, "\(outcome.err)")
      #expect(outcome.err.contains("Interrupted.") && !outcome.out.contains("link.timeout"), "\(outcome.out)")
    }
  }

  @Test("a decoder that crashes costs its pair alone")
  func crash() async throws {
    try await withTemporaryDirectory { directory in
      let list = directory + "/list.jsonl"
      let bad = directory + "/bad.mp4"
      try FileManager.default.copyItem(atPath: Tool.clip, toPath: bad)
      let rows = [Tool.clip, bad, Tool.clip].map { "{\"video\":\"\($0)\",\"audio\":\"\(Tool.speech)\"}\n" }
      try Data(rows.joined().utf8).write(to: URL(fileURLWithPath: list))
      let outcome = try await Tool.run(
        "check", "--from", list, environment: ["LIPFLIGHT_TEST_FAULT": "crash:\(bad)"])
      let verdicts = try outcome.out.split(separator: "\n").map { try Document(String($0)).string("verdict") }
      #expect(
        outcome.status == ExitStatus.failedCheck.rawValue && verdicts == ["pass", "fail", "pass"],
        "\(outcome.err)")
    }
  }

  @Test("a share link's direct form is looked at, and taken with --fix-links")
  func fixed() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Tool.clip)))
    origin.serve("/o/r/-/blob/main/v.mp4", [], faults: [.htmlPreview])
    origin.serve("/o/r/-/raw/main/v.mp4", clip, type: "video/mp4")
    let url = origin.url("/o/r/-/blob/main/v.mp4")
    let direct = origin.url("/o/r/-/raw/main/v.mp4")
    let asked = try await Tool.run("check", url, Tool.speech, "--allow-private", "--json")
    let document = try asked.document()
    #expect(asked.status == ExitStatus.failedCheck.rawValue)
    #expect(document.string("video.link.direct_url") == direct && document.string("video.source") == url)
    #expect(document.string("findings.0.rule") == "link.share-page" && !document.isNull("video.media"))
    let taken = try await Tool.run("check", url, Tool.speech, "--allow-private", "--json", "--fix-links")
    #expect(taken.status == 0, "\(taken.out)")
    #expect(try taken.document().string("video.source") == direct)
    #expect(try taken.document().string("findings.0.message")?.contains("\(url) -> \(direct)") == true)
  }
}

@Suite("HostGate")
struct HostGateTests {
  @Test("a host has had enough where it says so, at once or while it is read from")
  func busy() {
    func inspection(_ status: Int?, refused: Int? = nil) -> SourceInspection {
      var link = LinkInfo()
      link.status = status
      let finding = Finding(.linkHTTPStatus, about: .video, "No.", evidence: [("status", .optional(refused))])
      return SourceInspection(source: Source("a"), link: link, findings: refused == nil ? [] : [finding])
    }
    #expect(HostGate.isBusy(inspection(429)) && HostGate.isBusy(inspection(206, refused: 503)))
    #expect(!HostGate.isBusy(inspection(200)) && !HostGate.isBusy(inspection(206, refused: 403)))
    #expect(!HostGate.isBusy(inspection(nil)))
  }

  @Test("a host that has had enough is asked half as often, others as before")
  func slowsDown() async {
    let gate = HostGate(limit: 4)
    for _ in 0..<4 { await gate.enter(["a"]) }
    let waiter = Task { await gate.enter(["a", "b"]) }
    await gate.enter(["b"])
    await gate.leave(["a"], busy: ["a"])
    let limits = (await gate.limit(of: "a"), await gate.limit(of: "b"))
    #expect(limits == (2, 4))
    await gate.leave(["a"], busy: [])
    await gate.leave(["a"], busy: [])
    await waiter.value
  }
}
