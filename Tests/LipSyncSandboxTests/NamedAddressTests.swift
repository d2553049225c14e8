import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// What the service names as an address, and is none that may be used.
@Suite struct NamedAddressTests {
  @Test(
    "Only http and https are addresses, and TLS is not given up",
    arguments: [
      ("https://api.example", "https://cdn.example/r.mp4", true),
      ("https://api.example", "http://cdn.example/r.mp4", false),
      ("http://127.0.0.1:8787", "http://127.0.0.1:8787/r.mp4", true),
      ("http://127.0.0.1:8787", "https://cdn.example/r.mp4", true),
      ("https://api.example", "/etc/passwd", false),
      ("https://api.example", "media/sr.mp4", false),
      ("https://api.example", "//host/r.mp4", false),
      ("https://api.example", "file:///etc/passwd", false),
      ("https://api.example", "ftp://host/r.mp4", false),
      ("https://api.example", "data:video/mp4;base64,AAAA", false),
      ("https://api.example", "../r.mp4", false),
    ])
  func objections(base: String, url: String, isUsable: Bool) {
    #expect((NamedAddress.objection(to: url, from: base) == nil) == isUsable)
  }

  @Test(
    "A path that the service names is never opened, as a result or as a cover",
    arguments: ["result_url", "cover_url"])
  func paths(field: String) async throws {
    let directory = try TemporaryDirectory()
    let secret = try directory.write([UInt8](repeating: 7, count: 64), as: "private.mp4")
    let other = field == "result_url" ? "cover_url" : "result_url"
    let service = try await ScriptedService.start { _, _ in
      .data(
        #"{"status":"success","data":{"\#(field)":"\#(secret)","\#(other)":"http://127.0.0.1:9/x","duration_seconds":1}}"#
      )
    }
    let configuration = ServiceConfiguration(baseURL: service.baseURL, apiKey: Redacted("key"))
    let inspector = Inspector(client: HTTPClient(policy: .privateAllowed))
    let job = Job(at: configuration, inspector: inspector, journal: NoJournal())
    let error = await #expect(throws: ServiceError.self) {
      try await job.fetch(taskID: "t", into: directory.file("out"), patience: .init(timeout: .seconds(1)))
    }
    await service.stop()
    #expect(error?.code == .gaveUp || error?.code == .badAnswer)
    #expect("\(error.map { "\($0)" } ?? "")".contains(field))
    #expect(FileStatus(path: directory.file("out/t.mp4")) == nil)
    #expect(FileStatus(path: directory.file("out/report.html")) == nil)
  }

  @Test("Nothing is uploaded to a place that is no URL")
  func uploads() async throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write([1, 2, 3], as: "a.mp4")
    let service = try await ScriptedService.start { _, _ in
      .data(#"{"sign_url":"/tmp/x","asset_url":"http://127.0.0.1:9/a.mp4"}"#)
    }
    let configuration = ServiceConfiguration(baseURL: service.baseURL, apiKey: Redacted("key"))
    let client = ServiceClient(configuration, client: HTTPClient(policy: .privateAllowed))
    let error = await #expect(throws: ServiceError.self) { try await client.upload(path: file) }
    #expect(error?.code == .badAnswer && error?.message.contains("sign_url") == true)
    #expect(service.requests.count == 1)
    await service.stop()
  }
}
