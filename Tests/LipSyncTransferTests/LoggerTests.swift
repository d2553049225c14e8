import Logging
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

/// What a logger that was handed in is told.
@Suite struct LoggerTests {
  /// Keeps the lines.
  final class Lines: LogHandler, @unchecked Sendable {
    // sound because metadata and level are set before the first line, and the lines are behind a lock
    let all = Mutex<[String]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { all.withLock { $0.append("\(event.message)") } }
  }

  @Test("Each hop is told with its range, its status and its bytes, and no secret is")
  func hops() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/end", Array("0123456789".utf8))
    origin.serve("/start", [], faults: [.redirect(302, to: "/end?X-Amz-Signature=5ec4e7")])
    let lines = Lines()
    let client = HTTPClient(policy: .privateAllowed, logger: Logger(label: "test") { _ in lines })
    var request = Request(.get, url: origin.url("/start?token=5ec4e7"))
    request.range = 2...4
    request.headers = [("X-Api-Key", "5ec4e7")]
    let response = try await client.send(request)
    #expect(response.body == Array("234".utf8))
    let told = lines.all.withLock { $0 }
    #expect(told.count == 4, "\(told)")
    #expect(told.contains { $0.contains("GET \(origin.baseURL)/end?…, bytes 2-4") }, "\(told)")
    #expect(told.contains { $0.contains("HTTP 206, 3 bytes, ") && $0.hasSuffix("from 127.0.0.1") }, "\(told)")
    #expect(!told.contains { $0.contains("5ec4e7") }, "\(told)")
  }

  @Test("A failure is told with its cause")
  func failures() async throws {
    let lines = Lines()
    let client = HTTPClient(policy: .publicOnly, logger: Logger(label: "test") { _ in lines })
    await #expect(throws: TransferError.self) {
      try await client.send(Request(.get, url: "http://127.0.0.1:9/"))
    }
    #expect(lines.all.withLock { $0.contains { $0.contains("failed: ") } })
  }
}
