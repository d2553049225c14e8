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

}
