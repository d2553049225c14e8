import Foundation
import LipSync
import Testing

@testable import lipflight

@Suite("lipflight mcp", .timeLimit(.minutes(10)))
struct AgentServerTests {
  private static let samples = Tool.root.appendingPathComponent("samples").path

  private static func text(_ result: JSON?) -> String {
    guard case .array(let content)? = result?["content"] else { return "" }
    return content.compactMap { $0["text"]?.stringValue }.joined(separator: "\n")
  }

  @Test("A session begins, lists tools with the documents' schemas, checks a pair, and ends with its client")
  func session() async throws {
    let session = try AgentSession(in: Self.samples)
    let begun = try await session.begin()
    #expect(begun?["protocolVersion"]?.stringValue == "2025-11-25")
    let listed = try await session.answer(to: 2, #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#)
    guard case .array(let tools)? = listed?["result"]?["tools"] else { throw Failure(.fault, "no tools") }
    #expect(tools.compactMap { $0["name"]?.stringValue } == AgentTool.all.map(\.name))
    #expect(tools.allSatisfy { $0["outputSchema"]?["type"]?.stringValue == "object" })
    let checked = try await session.call(3, "check", #"{"video":"talking.mp4","audio":"speech.m4a"}"#)
    #expect(checked?["isError"]?.text == "false")
    #expect(checked?["structuredContent"]?["schema"]?.stringValue == "check/1")
    try Contract.hold(#require(checked?["structuredContent"]?.text), to: .check)
    #expect(Self.text(checked).contains("verdict: "))
    // A failed check is what was asked for; a wrong call is an error that says what is right.
    let refused = try await session.call(4, "check", #"{"video":"page.mp4","audio":"speech.m4a"}"#)
    #expect(refused?["isError"]?.text == "false")
    #expect(Self.text(refused).contains("verdict: fail"))
    let wrong = try await session.call(5, "check", #"{"video":7,"audio":"speech.m4a"}"#)
    #expect(wrong?["isError"]?.text == "true" && Self.text(wrong) == "video is to be a string.")
    #expect(await session.close() == 0)
  }

  @Test("Without a session each request names its revision, and each result says what it is")
  func stateless() async throws {
    let session = try AgentSession(in: Self.samples)
    func request(_ id: Int, _ method: String, _ more: String = "", revision: String = "2026-07-28") -> String
    {
      #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(more)"_meta":{"io.modelcontextprotocol/protocolVersion":"\#(revision)","io.modelcontextprotocol/clientCapabilities":{}}}}"#
    }
    let found = try await session.answer(to: 1, request(1, "server/discover"))?["result"]
    #expect(found?["resultType"]?.stringValue == "complete" && found?["ttlMs"]?.intValue != nil)
    #expect(found?["supportedVersions"]?.text.contains("2026-07-28") == true)
    let rules = try await session.answer(
      to: 2, request(2, "tools/call", #""name":"rules","arguments":{"rule":"link.expired"},"#))?["result"]
    #expect(rules?["structuredContent"]?["schema"]?.stringValue == "rules/1")
    let unknown = try await session.answer(to: 3, request(3, "tools/list", revision: "1999-01-01"))?["error"]
    #expect(unknown?["code"]?.intValue == -32022)
    #expect(unknown?["data"]?["supported"]?.text == #"["2026-07-28"]"#)
    #expect(await session.close() == 0)
  }

  @Test("What is no request is answered as such, and the server goes on")
  func hostile() async throws {
    let session = try AgentSession(in: Self.samples)
    let deep = String(repeating: "[", count: 100_000)
    let rows: [(line: String, code: Int64)] = [
      ("{", -32700), (deep, -32700), ("[]", -32600), ("7", -32600),
      (#"{"jsonrpc":"1.0","id":1,"method":"x"}"#, -32600),
      (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600), (#"{"jsonrpc":"2.0","id":1}"#, -32600),
      (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602),
      (#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#, -32600),
      (String(repeating: "x", count: AgentMessage.longest + 1), -32600),
      ("\u{0}\u{1}\u{fffd}", -32700),
    ]
    for row in rows {
      try session.send(row.line)
      #expect(await session.next()?["error"]?["code"]?.intValue == row.code, "\(row.line.prefix(80))")
    }
    _ = try await session.begin()
    let calls: [(tool: String, arguments: String, words: String)] = [
      ("check", #"{"video":"../Package.swift","audio":"speech.m4a"}"#, "outside of the folders"),
      ("check", #"{"video":"/etc/passwd","audio":"speech.m4a"}"#, "outside of the folders"),
      ("check", #"{"video":"talking.mp4"}"#, "needs audio"),
      ("check", #"{"video":"talking.mp4","audio":"speech.m4a","offline":true}"#, "no argument 'offline'"),
      ("submit", #"{"video":"talking.mp4","audio":"speech.m4a"}"#, "needs max_credits"),
      ("submit", #"{"video":"talking.mp4","audio":"speech.m4a","max_credits":-1}"#, "a number of 0 or more"),
      ("rules", #"{"rule":"--help"}"#, "There is no rule"),
      ("fetch", #"{"task_id":"x","output":"none/../../etc/x"}"#, "'..'"),
    ]
    for (index, row) in calls.enumerated() {
      let result = try await session.call(Int64(index) + 10, row.tool, row.arguments)
      #expect(result?["isError"]?.text == "true", "\(row)")
      #expect(Self.text(result).contains(row.words), "\(row): \(Self.text(result))")
    }
    let unknown = try await session.answer(
      to: 40, #"{"jsonrpc":"2.0","id":40,"method":"tools/call","params":{"name":"rm"}}"#)
    #expect(unknown?["error"]?["code"]?.intValue == -32602)
    #expect(await session.close() == 0)
  }

  @Test("A job is paid for once, within its ceiling, and comes home with its cover and progress")
  func job() async throws {
    try await withTemporaryDirectory { folder in
      for name in ["talking.mp4", "speech.m4a"] {
        try FileManager.default.copyItem(atPath: Self.samples + "/" + name, toPath: folder + "/" + name)
      }
      try await withSandbox { baseURL in
        let session = try AgentSession(
          ["--max-credits", "50", "--allow-private"], in: folder,
          environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "secret-of-ours"])
        _ = try await session.begin()
        let pair = #""video":"talking.mp4","audio":"speech.m4a""#
        let dear = try await session.call(2, "submit", #"{\#(pair),"max_credits":51}"#)
        #expect(Self.text(dear).contains("50.00 a job at most"), "\(Self.text(dear))")
        let cheap = try await session.call(3, "submit", #"{\#(pair),"max_credits":0.01}"#)
        #expect(cheap?["structuredContent"]?["task"]?.isNull == true || cheap?["isError"]?.text == "true")
        let paid = try await session.call(4, "submit", #"{\#(pair),"max_credits":50}"#)
        let id = try #require(
          paid?["structuredContent"]?["task"]?["task_id"]?.stringValue, "\(Self.text(paid))")
        let again = try await session.call(5, "submit", #"{\#(pair),"max_credits":50}"#)
        #expect(again?["structuredContent"]?["task"]?["task_id"]?.stringValue == id)
        try session.send(
          #"{"jsonrpc":"2.0","id":6,"method":"tools/call","params":{"name":"fetch","arguments":{"task_id":"\#(id)","output":"out",\#(pair)},"_meta":{"progressToken":"p"}}}"#
        )
        var steps: [Int64] = []
        var result: JSON?
        while let message = await session.next() {
          if let step = message["params"]?["progress"]?.intValue { steps.append(step) }
          if message["id"]?.intValue == 6 {
            result = message["result"]
            break
          }
        }
        #expect(!steps.isEmpty && steps == Array(1...Int64(steps.count)))
        #expect(result?["structuredContent"]?["verdict"]?.stringValue == "pass", "\(Self.text(result))")
        #expect(result?["content"]?.text.contains(#""type":"image""#) == true)
        let jobs = try await session.call(7, "jobs", "{}")
        #expect(jobs?["structuredContent"]?["jobs"]?.text.contains(id) == true)
        #expect(result?.text.contains("secret-of-ours") == false)
        #expect(await session.close() == 0)
      }
    }
  }

  @Test("A call that is cancelled is not answered, and others are")
  func cancelled() async throws {
    try await withSandbox(["--fault", "stuck-processing"]) { baseURL in
      let session = try AgentSession(
        ["--allow-private"], in: Self.samples, environment: ["JOGG_BASE_URL": baseURL, "JOGG_API_KEY": "any"])
      _ = try await session.begin()
      let paid = try await session.call(
        2, "submit", #"{"video":"talking.mp4","audio":"speech.m4a","max_credits":90}"#)
      let id = try #require(
        paid?["structuredContent"]?["task"]?["task_id"]?.stringValue, "\(Self.text(paid))")
      try session.send(
        #"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"wait","arguments":{"task_id":"\#(id)"},"_meta":{"progressToken":3}}}"#
      )
      // It is under way once it tells of itself.
      _ = await session.next { $0["method"]?.stringValue == "notifications/progress" }
      try session.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}}"#)
      try session.send(#"{"jsonrpc":"2.0","id":4,"method":"ping"}"#)
      let next = await session.next { $0["id"] != nil }
      #expect(next?["id"]?.intValue == 4)
      #expect(await session.close() == 0)
    }
  }

  @Test("The roots that a client tells are heeded, and asked for again when they change")
  func roots() async throws {
    try await withTemporaryDirectory { folder in
      let session = try AgentSession(["--root", Self.samples, "--root", folder], in: folder)
      _ = try await session.begin(capabilities: #"{"roots":{"listChanged":true}}"#)
      func tell(_ folder: String) async throws {
        let request = await session.next { $0["method"]?.stringValue == "roots/list" }
        let id = try #require(request?["id"]?.text)
        try session.send(#"{"jsonrpc":"2.0","id":\#(id),"result":{"roots":[{"uri":"file://\#(folder)"}]}}"#)
      }
      try await tell(folder)
      let closed = try await session.call(
        2, "probe", #"{"source":"\#(Self.samples)/talking.mp4"}"#)
      #expect(Self.text(closed).contains("outside of the folders"))
      try session.send(#"{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}"#)
      try await tell(Self.samples)
      let open = try await session.call(3, "probe", #"{"source":"talking.mp4"}"#)
      #expect(open?["isError"]?.text == "false", "\(Self.text(open))")
      #expect(await session.close() == 0)
    }
  }
}
