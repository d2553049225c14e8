import LipSyncMedia
import LipSyncTransfer
import Testing

@testable import LipSync

/// What an answer means: the envelope's code first, the HTTP status where there is none.
@Suite struct ClientReplyTests {
  private static let call = ServiceCall(operation: .status, subject: "t-1", path: ["lip_sync_video", "t-1"])

  private static func read(
    _ status: Int, _ body: String, _ headers: [(name: String, value: String)] = [], key: String? = nil
  ) -> Result<JSON, ServiceError> {
    ServiceReply.read(
      Response(status: status, headers: headers, body: Array(body.utf8), url: "http://service.test"),
      to: call,
      key: key.map { Redacted($0) })
  }

  private static func failure(
    _ status: Int, _ body: String, _ headers: [(name: String, value: String)] = [], key: String? = nil
  ) -> ServiceError? {
    if case .failure(let error) = read(status, body, headers, key: key) { error } else { nil }
  }

  @Test(
    "Every code of the table, beside any HTTP status",
    arguments: [
      (429, ServiceError.Code.rateLimited, true), (10401, .rateLimited, true), (10105, .key, false),
      (18025, .permission, false), (18020, .credits, false), (40200, .credits, false),
      (10104, .notFound, false), (17003, .notFound, false), (40000, .parameter, false),
      (50000, .serverFault, true),
    ])
  func codes(code: Int, kind: ServiceError.Code, isTransient: Bool) throws {
    for status in [200, 401, 429, 500] {
      let body = #"{"code":\#(code),"msg":"the service's words","data":null}"#
      let error = try #require(Self.failure(status, body))
      #expect(error.code == kind)
      #expect(error.serviceCode == code)
      #expect(error.status == status)
      #expect(error.isTransient == isTransient)
      #expect(error.exitCode == .service)
      #expect(error.message.contains("code \(code)"))
      #expect(error.message.contains("the service's words"))
      #expect(!error.remedy.isEmpty)
    }
  }

  @Test("The table of codes has each code once, and a row for each")
  func table() {
    let codes = ServiceCode.all.flatMap(\.codes)
    #expect(Set(codes).count == codes.count)
    #expect(Set(codes) == [429, 10401, 10105, 18025, 18020, 40200, 10104, 17003, 40000, 50000])
    let statuses = ServiceCode.all.flatMap(\.statuses)
    #expect(Set(statuses).count == statuses.count)
  }

  @Test(
    "The HTTP status counts where no envelope came",
    arguments: [
      (401, ServiceError.Code.key), (402, .credits), (403, .permission), (404, .notFound), (400, .parameter),
      (413, .parameter), (429, .rateLimited), (500, .serverFault), (502, .serverFault), (503, .serverFault),
      (599, .serverFault), (200, .badAnswer), (204, .badAnswer), (302, .refused), (418, .badAnswer),
    ])
  func statuses(status: Int, kind: ServiceError.Code) {
    for body in ["", "[1,2", #"{"error":"no"}"#, "null", "\u{0}\u{1}"] {
      #expect(Self.failure(status, body)?.code == kind, "\(body)")
      #expect(Self.failure(status, body)?.serviceCode == nil)
    }
  }

  @Test(
    "A page that keeps people out is a proxy's, whatever it says; other pages mean what their status says")
  func pages() throws {
    let page = "<!DOCTYPE html><html><title>Just a moment...</title></html>"
    for status in [401, 402, 403] {
      let error = try #require(Self.failure(status, page))
      #expect(error.code == .badAnswer && error.isTransient, "\(status)")
      #expect(error.message.contains("web page") && error.message.contains("\(status)"))
      #expect(error.remedy.contains("proxy") && !error.remedy.contains("plan"))
    }
    for (status, kind) in [
      (404, ServiceError.Code.notFound), (400, .parameter), (429, .rateLimited), (502, .serverFault),
      (200, .badAnswer),
    ] { #expect(Self.failure(status, page)?.code == kind, "\(status)") }
  }

  @Test("A bare 404 of what is no task does not speak of tasks")
  func noEndpoint() throws {
    for operation in ServiceError.Operation.allCases {
      let call = ServiceCall(operation: operation, subject: "s", path: ["x"])
      let reply = ServiceReply.read(
        Response(status: 404, headers: [], body: [], url: "http://service.test"), to: call, key: nil)
      guard case .failure(let error) = reply else { throw error(operation) }
      #expect(error.code == .notFound)
      let isTask = [.status, .wait, .takeUp, .task].contains(operation)
      #expect(error.remedy.contains("task id") == isTask, "\(operation)")
      #expect(error.settings.contains(.prefix))
    }
  }

  private func error(_ operation: ServiceError.Operation) -> ServiceError {
    ServiceError(.badAnswer, operation: operation, subject: "s", message: "not refused", remedy: "")
  }

  @Test("A code that is not known is kept and shown; its HTTP status says what it can")
  func unknownCode() throws {
    let error = try #require(Self.failure(200, #"{"code":77777,"msg":"quux","data":null}"#))
    #expect(error.code == .refused)
    #expect(error.serviceCode == 77777)
    #expect(error.message.contains("77777") && error.message.contains("quux"))
    // The vendor's own fixture pairs a bad body with HTTP 400 and code 1.
    #expect(Self.failure(400, #"{"code":1,"msg":"bad body"}"#)?.code == .parameter)
    #expect(Self.failure(401, #"{"code":"10105","message":"Invalid API key"}"#)?.code == .key)
  }

  @Test("Success in all its spellings")
  func success() throws {
    for body in [
      #"{"code":0,"msg":"Success","data":{"a":1}}"#, #"{"code":0,"msg":"success","rid":"ff","data":{"a":1}}"#,
      #"{"code":0.0,"data":{"a":1}}"#, #"{"code":"0","data":{"a":1}}"#,
      "\u{feff}{\"code\":0,\"data\":{\"a\":1}}",
      #"{"data":{"a":1}}"#,
    ] {
      #expect(try Self.read(200, body).get()["a"]?.intValue == 1, "\(body)")
    }
    // The envelope goes before the HTTP status, here too.
    #expect(try Self.read(500, #"{"code":0,"data":{"a":1}}"#).get()["a"]?.intValue == 1)
  }

  @Test("How long to wait, in both generations of the rate limit")
  func retryAfter() {
    let old = #"{"code":10401,"msg":"slow down","data":{"retryAfter":7,"limit":20,"current":21}}"#
    #expect(Self.failure(429, old)?.retryAfter == .seconds(7))
    let new = #"{"code":429,"msg":"Rate limit exceeded","data":null}"#
    #expect(Self.failure(200, new)?.retryAfter == nil)
    #expect(Self.failure(200, new, [("retry-after", "12")])?.retryAfter == .seconds(12))
    #expect(Self.failure(429, old, [("Retry-After", "3")])?.retryAfter == .seconds(7))
    let reset = String(UnixTime.now.seconds + 30)
    let headers = [(name: "X-RateLimit-Remaining", value: "0"), (name: "X-RateLimit-Reset", value: reset)]
    let wait = Self.failure(429, new, headers)?.retryAfter ?? .zero
    #expect(wait > .seconds(25) && wait <= .seconds(30))
    #expect(
      Self.failure(429, new, [("X-RateLimit-Remaining", "5"), ("X-RateLimit-Reset", reset)])?.retryAfter
        == nil)
    #expect(Self.failure(429, new, [("Retry-After", "-5")])?.retryAfter == .zero)
    #expect(Self.failure(429, new, [("Retry-After", "nan")])?.retryAfter == nil)
  }

  @Test("Retry-After may be a date, which counts by the service's own clock")
  func retryAfterDate() throws {
    let body = #"{"code":429,"msg":"Rate limit exceeded","data":null}"#
    func wait(_ date: String, _ more: [(name: String, value: String)] = []) -> Duration? {
      Self.failure(429, body, [(name: "Retry-After", value: date)] + more)?.retryAfter
    }
    let clock = [(name: "Date", value: "Mon, 02 Jan 2023 00:00:00 GMT")]
    #expect(wait("Mon, 02 Jan 2023 00:00:09 GMT", clock) == .seconds(9))
    #expect(wait("Monday, 02-Jan-23 00:01:00 GMT", clock) == .seconds(60))
    #expect(wait("Sun, 01 Jan 2023 00:00:00 GMT", clock) == .zero)
    #expect(wait("Mon, 02 Jan 2023 00:00:09 GMT") == .zero, "by this machine's clock")
    #expect(wait("Fri, 01 Jan 2100 00:00:00 GMT", clock) ?? .zero > .seconds(900_000_000))
    #expect(wait("soon", clock) == nil)
  }

  @Test("How long the service asks to wait stands in the message, whatever it refuses")
  func retryAfterInWords() throws {
    for (status, body) in [
      (429, #"{"code":429,"msg":"slow","data":null}"#), (503, "busy"), (418, "tea"),
      (200, #"{"code":12345,"msg":"what","data":null}"#),
    ] {
      let error = try #require(Self.failure(status, body, [(name: "Retry-After", value: "3600")]))
      #expect(error.message.hasSuffix("; it asks for a pause of 3600 s."), "\(error.message)")
      let plain = try #require(Self.failure(status, body))
      #expect(plain.message.hasSuffix(").") && !plain.message.contains("pause"), "\(plain.message)")
    }
    let half = Self.failure(429, #"{"code":10401,"msg":"slow","data":{"retryAfter":7.2}}"#)
    #expect(half?.message.contains("a pause of 8 s.") == true, "\(half?.message ?? "")")
  }

  @Test("The key is never shown, also where the service repeats it")
  func redaction() throws {
    let key = "jogg-secret-1234"
    let error = try #require(
      Self.failure(200, #"{"code":10105,"msg":"bad key jogg-secret-1234\n"}"#, key: key))
    #expect(!"\(error)".contains(key))
    #expect(error.message.contains("<redacted>"))
    let failed = try #require(
      JSON(
        parsing: Array(#"{"status":"failed","error":{"message":"key jogg-secret-1234 has no rights"}}"#.utf8))
    )
    let task = try #require(LipSyncTask(wire: failed, id: "t", key: Redacted(key)))
    #expect(task.errorMessage == "key <redacted> has no rights")
  }

  @Test("Short keys are hidden as words, long ones wherever they stand, and no cut leaves half of one")
  func shortKeys() {
    func shown(_ text: String, _ key: String) -> String { ServiceReply.shown(text, key: Redacted(key)) }
    #expect(shown("bad key 'ab1', not ab12", "ab1") == "bad key '<redacted>', not ab12")
    #expect(shown("k k=k ok k", "k") == "<redacted> <redacted>=<redacted> ok <redacted>")
    #expect(shown("xsecret1x", "secret1") == "x<redacted>x")
    #expect(shown("k", "") == "k")
    let long = String(repeating: "x", count: 295) + " secret-key"
    #expect(!shown(long, "secret-key").contains("sec"))
  }

  @Test("Paths and queries are percent-encoded, and cannot climb")
  func encoding() {
    let configuration = ServiceConfiguration(baseURL: "https://api.test", apiKey: Redacted("k-123456"))
    let call = ServiceCall(
      operation: .status, subject: "x", path: ["lip_sync_video", "../a b/ü"],
      query: [("video_url", "https://h/a.mp4?x=1&y=%20+")])
    let request = call.request(configuration)
    #expect(
      request.url == "https://api.test/open/v2/lip_sync_video/..%2Fa%20b%2F%C3%BC"
        + "?video_url=https%3A%2F%2Fh%2Fa.mp4%3Fx%3D1%26y%3D%2520%2B")
    #expect(ServiceCall.encoded("..") == "%2E%2E")
    #expect(request.headers.contains { $0.name == "X-Api-Key" && $0.value == "k-123456" })
    #expect(
      ServiceCall(operation: .status, subject: "x", method: .post, path: []).request(configuration)
        .redirectLimit
        == 0)
  }
}
