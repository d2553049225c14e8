import LipSyncTransfer
import Testing

@testable import LipSync

/// Status word × HTTP status × envelope × what was seen before: what is done.
@Suite struct WaitJudgeTests {
  /// What the service answers.
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    /// Before: `seen` told of the task, `made` was created by the one who waits, `never` neither.
    var before: Before
    var looks: [Look]
    /// What is done after each look.
    var steps: [WaitJudge.Step]
    var testDescription: String { "\(name), \(before)" }
  }
  enum Before: Sendable { case never, made, seen }
  enum Look: Sendable {
    case answer(Int, String)
    static func data(_ text: String) -> Look { .answer(200, #"{"code":0,"msg":"Success","data":\#(text)}"#) }
    static func code(_ code: Int, _ status: Int = 200) -> Look {
      .answer(status, #"{"code":\#(code),"msg":"m","data":null}"#)
    }
  }

  private static let page = "<!doctype html><html>Just a moment</html>"
  private static let running = Look.data(#"{"status":"processing","data":null,"error":null}"#)
  private static let bare = Look.data(
    #"{"status":"success","data":null,"error":null,"completed_at":1732806700}"#)
  private static let good = Look.data(#"{"status":"success","data":{"result_url":"https://r/v.mp4"}}"#)
  private static func word(_ word: String, _ rest: String = "") -> Look {
    .data(#"{"status":"\#(word)"\#(rest)}"#)
  }

  static let rows: [Row] = [
    // The three words of the guide.
    Row(
      name: "pending, processing, success", before: .never, looks: [word("pending"), running, good],
      steps: [.again, .again, .over]),
    Row(name: "failed", before: .seen, looks: [word("failed", #","error":{"message":"m"}"#)], steps: [.over]),
    Row(name: "failed without a reason", before: .never, looks: [word("failed")], steps: [.over]),
    // A success without its result, as of a copy that is behind.
    Row(
      name: "success without a URL, then with", before: .made, looks: [bare, bare, good],
      steps: [.again, .again, .over]),
    Row(
      name: "success without a URL at the first look", before: .never, looks: [bare, good],
      steps: [.again, .over]),
    Row(
      name: "success without data at all", before: .seen, looks: [word("success"), good],
      steps: [.again, .over]),
    Row(
      name: "success without a URL for a minute", before: .seen, looks: Array(repeating: bare, count: 7),
      steps: Array(repeating: .again, count: 6) + [.over]),
    Row(
      name: "success without a URL, processing again, and so on", before: .seen,
      looks: [bare, running, bare, good], steps: [.again, .again, .again, .over]),
    // Words that are not known.
    Row(
      name: "a word alone", before: .seen, looks: [word("canceled"), word("archived"), word("done")],
      steps: [.again, .again, .again]),
    Row(
      name: "a word and the time of its end", before: .seen,
      looks: [word("canceled", #","completed_at":1732806700"#)], steps: [.over]),
    Row(
      name: "a word and an error", before: .never,
      looks: [word("expired", #","error":{"message":"too old"}"#)], steps: [.over]),
    Row(
      name: "a word and a list as its error", before: .never,
      looks: [word("rejected", #","error":["nsfw"]"#)], steps: [.over]),
    Row(
      name: "a word and a result", before: .never,
      looks: [word("succeeded", #","data":{"result_url":"https://r/v.mp4"}"#)], steps: [.over]),
    Row(
      name: "a good word, its end and no result yet", before: .never,
      looks: [word("done", #","completed_at":1732806700"#), good], steps: [.again, .over]),
    Row(
      name: "a word and empty extras", before: .never,
      looks: [word("thinking", #","error":{},"completed_at":0,"data":{}"#)], steps: [.again]),
    // Not known any more.
    Row(name: "10104", before: .never, looks: [.code(10104)], steps: [.fails]),
    Row(
      name: "10104 of a young task", before: .made, looks: [.code(10104), .code(10104), running],
      steps: [.again, .again, .again]),
    Row(
      name: "10104 once", before: .seen, looks: [.code(10104), running, good], steps: [.again, .again, .over]),
    Row(
      name: "10104 twice, twice", before: .seen, looks: [.code(10104), .code(10104), running, .code(10104)],
      steps: [.again, .again, .again, .again]),
    Row(
      name: "10104 three times", before: .seen, looks: [.code(10104), .code(10104, 404), .code(17003)],
      steps: [.again, .again, .fails]),
    Row(
      name: "a bare 404 three times", before: .seen,
      looks: [.answer(404, ""), .answer(404, page), .answer(404, "")], steps: [.again, .again, .fails]),
    Row(name: "a bare 404", before: .never, looks: [.answer(404, page)], steps: [.fails]),
    // The key.
    Row(name: "10105 at the first look", before: .never, looks: [.code(10105)], steps: [.fails]),
    Row(name: "10105 once", before: .seen, looks: [.code(10105, 401), running], steps: [.again, .again]),
    Row(name: "10105 twice", before: .seen, looks: [.code(10105), .code(10105)], steps: [.again, .fails]),
    Row(name: "10105 after a create", before: .made, looks: [.code(10105), good], steps: [.again, .over]),
    Row(
      name: "a bare 401, then 18025", before: .seen, looks: [.answer(401, ""), .code(18025, 403)],
      steps: [.again, .fails]),
    Row(
      name: "a page with 403", before: .never,
      looks: [.answer(403, page), .answer(403, page), .answer(401, page), running],
      steps: [.again, .again, .again, .again]),
    // Trouble that passes.
    Row(
      name: "5xx, 429, junk", before: .never,
      looks: [.answer(502, page), .code(50000), .code(429), .answer(200, page), .answer(500, "")],
      steps: [.again, .again, .again, .again, .again]),
    Row(name: "no data", before: .seen, looks: [.data("null"), good], steps: [.again, .over]),
    // A word about the request.
    Row(name: "a parameter error", before: .never, looks: [.code(40000)], steps: [.fails]),
    Row(name: "an unknown code", before: .never, looks: [.code(4711)], steps: [.fails]),
    Row(name: "a redirect", before: .never, looks: [.answer(302, "")], steps: [.fails]),
    Row(
      name: "a parameter error, twice", before: .seen, looks: [.code(40000), .code(40000)],
      steps: [.again, .fails]),
    Row(
      name: "an unknown code, once and again", before: .seen, looks: [.code(4711), running, .code(4711)],
      steps: [.again, .again, .again]),
    Row(
      name: "credits, though the task is paid for", before: .made, looks: [.code(18020), .answer(402, "")],
      steps: [.again, .fails]),
    Row(name: "a redirect, once", before: .seen, looks: [.answer(308, ""), good], steps: [.again, .over]),
  ]

  @Test("What is done", arguments: rows)
  func steps(_ row: Row) {
    var judge = WaitJudge(justCreated: row.before == .made)
    if row.before == .seen { _ = judge.judge(LipSyncTask(id: "t", status: .processing), waited: .zero) }
    for (number, (look, step)) in zip(row.looks, row.steps).enumerated() {
      #expect(Self.step(&judge, look, .seconds(10 * number)) == step, "look \(number + 1)")
    }
    #expect(row.looks.count == row.steps.count)
  }

  /// Every word of the service's, in every envelope and under every status.
  private static let odd: [Look] =
    [1, 429, 500, 4711, 10104, 10105, 10401, 17003, 18020, 18025, 19999, 40000, 40200, 50000, -1].flatMap {
      code in
      [200, 400, 401, 402, 403, 404, 429, 500].map { Look.code(code, $0) }
    }
    + [
      200, 201, 204, 301, 302, 307, 308, 400, 401, 402, 403, 404, 405, 408, 409, 410, 418, 422, 429, 500, 501,
      502,
    ]
    .flatMap { status in
      ["", page, "{}", "[]", "null", #"{"error":"m"}"#, #"{"code":null}"#].map { Look.answer(status, $0) }
    }
    + [.data("null"), .data("[]"), .data("7"), .data("{}"), .data(#"{"status":null}"#), bare]

  @Test(
    "One odd answer after the task was told of ends nothing, whatever it is; nor does another after a good one"
  )
  func kinds() {
    for look in Self.odd {
      for before in [Before.seen, .made] {
        var judge = WaitJudge(justCreated: before == .made)
        for _ in 0..<2 {
          if before == .seen { #expect(Self.step(&judge, Self.running, .zero) == .again) }
          #expect(Self.step(&judge, look, .zero) == .again, "\(look), \(before)")
          if before == .made { #expect(Self.step(&judge, Self.running, .zero) == .again) }
        }
      }
    }
  }

  /// What is done after one answer.
  private static func step(_ judge: inout WaitJudge, _ look: Look, _ waited: Duration) -> WaitJudge.Step? {
    guard case .answer(let status, let body) = look else { return nil }
    let call = ServiceCall(operation: .status, subject: "t", path: ["lip_sync_video", "t"])
    let response = Response(status: status, headers: [], body: Array(body.utf8), url: "http://service.test")
    switch ServiceReply.read(response, to: call, key: nil) {
    case .success(let data):
      if let task = LipSyncTask(wire: data, id: "t", key: nil) { return judge.judge(task, waited: waited) }
      let error = ServiceError(
        .badAnswer, operation: .status, subject: "t", message: "m", remedy: "r", serviceCode: 0)
      return judge.judge(error, age: waited, isLast: false)
    case .failure(let error): return judge.judge(error, age: waited, isLast: false)
    }
  }

  @Test(
    "A young task is not known for two minutes at most, and a silent service is believed at the end alone")
  func bounds() {
    var judge = WaitJudge(justCreated: true)
    let missing = ServiceError(
      .notFound, operation: .status, subject: "t", message: "m", remedy: "r", serviceCode: 10104)
    #expect(judge.judge(missing, age: .seconds(119), isLast: false) == .again)
    #expect(judge.judge(missing, age: .seconds(120), isLast: false) == .fails)
    let silent = ServiceError(.unreachable, operation: .status, subject: "t", message: "m", remedy: "r")
    var never = WaitJudge(justCreated: false)
    #expect(never.judge(silent, age: .zero, isLast: false) == .fails)
    #expect(never.judge(silent, age: .zero, isLast: true) == .again)
  }

  @Test(
    "What an unknown word means beside what came with it",
    arguments: [
      ("success", false, true, true, "success"), ("processing", true, true, true, "processing"),
      ("canceled", false, false, false, "canceled"), ("canceled", false, false, true, "failed"),
      ("canceled", true, false, true, "failed"), ("ready", true, false, false, "success"),
      ("ready", true, true, true, "success"), ("ready", false, true, false, "failed"),
      ("ready", false, false, true, "failed"), ("done", false, false, true, "success"),
      ("done", false, true, true, "failed"), ("completed", false, false, false, "completed"),
    ])
  func meaning(_ word: String, _ hasResult: Bool, _ hasError: Bool, _ isCompleted: Bool, _ meant: String) {
    let status = TaskStatus(rawValue: word).meant(
      hasResult: hasResult, hasError: hasError, isCompleted: isCompleted)
    #expect(status.rawValue == meant)
  }

  @Test("Why a task ended is told in the service's words, in whatever shape they come")
  func words() {
    func message(_ text: String) -> String? {
      JSON(parsing: Array(text.utf8)).flatMap { LipSyncTask(wire: $0, id: "t", key: nil) }?.errorMessage
    }
    #expect(message(#"{"status":"canceled","completed_at":1732806700}"#) == "status canceled")
    #expect(message(#"{"status":"failed","error":["nsfw",3]}"#) == #"["nsfw",3]"#)
    #expect(message(#"{"status":"failed","error":{"detail":"why"}}"#) == "why")
    #expect(message(#"{"status":"failed","error":{"message":{"en":"why"}}}"#) == #"{"message":{"en":"why"}}"#)
    #expect(message(#"{"status":"failed","error":{}}"#) == nil)
  }
}
