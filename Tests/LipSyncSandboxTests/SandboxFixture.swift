import LipSyncMedia
import LipSyncTransfer
import TestSupport

@testable import LipSync
@testable import LipSyncSandbox

/// A sandbox on a folder of its own, a client of it, and plain requests to it.
struct SandboxFixture: Sendable {
  let server: SandboxServer
  let service: ServiceClient
  let http: HTTPClient
  let directory: TemporaryDirectory

  static let key = "key-of-the-sandbox"

  /// Lends a sandbox and stops it afterwards.
  static func run(
    _ directory: TemporaryDirectory? = nil, configure: (inout SandboxConfiguration) -> Void = { _ in },
    _ body: (SandboxFixture) async throws -> Void
  ) async throws {
    let directory = try directory ?? TemporaryDirectory()
    var configuration = SandboxConfiguration(
      port: 0, dataDirectory: directory.file("data"), apiKey: Redacted(key))
    configure(&configuration)
    let server = try await SandboxServer.start(configuration)
    let http = HTTPClient(policy: .privateAllowed)
    var service = ServiceConfiguration(baseURL: server.baseURL, apiKey: Redacted(key))
    (service.lookupTime, service.absenceTime) = (Defaults.lookupTime, Defaults.absenceTime)
    let client = ServiceClient(
      service, client: http, retry: .standard,
      pace: Pace(
        // Everything is near: a fiftieth of what a client waits in the world is enough.
        sleep: { try await Task.sleep(for: $0 / 50) }, now: { ContinuousClock.now }, jitter: { 1 }))
    do {
      try await body(SandboxFixture(server: server, service: client, http: http, directory: directory))
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  /// A request with the key, and its answer as JSON.
  func ask(
    _ method: Request.Method, _ path: String, _ body: String? = nil, key: String? = Self.key,
    headers: [(name: String, value: String)] = []
  ) async throws -> (status: Int, json: JSON, response: Response) {
    var lines = headers
    if let key { lines.append(("X-Api-Key", key)) }
    if body != nil { lines.append(("Content-Type", "application/json")) }
    let response = try await http.send(
      Request(
        method, url: server.baseURL + path, headers: lines, body: body.map { .bytes(Array($0.utf8)) } ?? .none
      ))
    return (response.status, JSON(parsing: response.body) ?? .null, response)
  }

  /// Uploads a small clip (1 s) and a speech of `speech` seconds, and gives both URLs.
  func uploadPair(speech: MediaTime = MediaTime(5, 2)) async throws -> (video: String, audio: String) {
    let video = try directory.write(
      await onBlockingThread { try Fixtures.video(width: 96, height: 64, audio: .tone()) }, as: "clip.mp4")
    let audio = try directory.write(
      await onBlockingThread { try Fixtures.audio(seconds: speech) }, as: "speech.wav")
    return (try await service.upload(path: video), try await service.upload(path: audio))
  }

  /// Waits for a task as a user would.
  func wait(_ id: String) async throws -> LipSyncTask {
    try await service.wait(
      taskID: id, schedule: PollSchedule(interval: .milliseconds(500)), timeout: .seconds(1200))
  }
}
