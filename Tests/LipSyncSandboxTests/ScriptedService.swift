import LipSync
import LipSyncTransfer
import Synchronization
import TestSupport

@testable import LipSync
@testable import LipSyncSandbox

/// A service whose answers a test writes down: by request, and by how often that method and path were asked before.
final class ScriptedService: Sendable {
  typealias Script = @Sendable (_ request: APIRequest, _ before: Int) -> APIAnswer

  let baseURL: String
  private let listener: Listener
  private let log: RequestLog

  private init(_ listener: Listener, _ log: RequestLog) {
    self.listener = listener
    self.log = log
    baseURL = "http://127.0.0.1:\(listener.port)"
  }

  /// - Parameter clock: what its answers give as their date; nil for this machine's.
  static func start(
    clock: (@Sendable () -> UnixTime)? = nil, _ script: @escaping Script
  ) async throws -> ScriptedService {
    let log = RequestLog()
    let listener = try await Listener.start(port: 0) { request in
      let answer = script(request, log.record(request))
      return clock.map { answer.adding([("Date", $0().httpDate)]) } ?? answer
    }
    return ScriptedService(listener, log)
  }

  func stop() async { await listener.stop() }

  var requests: [APIRequest] { log.requests }

  /// How often a method was used on a path that ends like this.
  func count(_ method: String, _ last: String) -> Int {
    requests.count { $0.method == method && $0.path.last == last }
  }
}

private final class RequestLog: Sendable {
  private let all = Mutex<[APIRequest]>([])

  var requests: [APIRequest] { all.withLock { $0 } }

  func record(_ request: APIRequest) -> Int {
    all.withLock { all in
      defer { all.append(request) }
      return all.count { $0.method == request.method && $0.path == request.path }
    }
  }
}

/// A clock that waits take forward at once, and that writes them down.
final class TestPace: Sendable {
  private let slept = Mutex<[Duration]>([])
  private let start = ContinuousClock.now
  private let startDate = UnixTime.now
  /// Called at the beginning of each wait.
  let onSleep = Mutex<(@Sendable () async -> Void)?>(nil)

  var pauses: [Duration] { slept.withLock { $0 } }

  var pace: Pace {
    Pace(
      sleep: { duration in
        try Task.checkCancellation()
        await self.onSleep.withLock { $0 }?()
        self.slept.withLock { $0.append(duration) }
      }, now: { self.start + self.pauses.reduce(.zero, +) }, jitter: { 1 }, date: { self.date })
  }

  var date: UnixTime { startDate + pauses.reduce(.zero, +).components.seconds }
}

extension APIAnswer {
  /// A success as the service sends it.
  static func data(_ text: String) -> APIAnswer {
    .text(#"{"code":0,"msg":"Success","data":\#(text)}"#, type: "application/json", status: 200)
  }

  /// A refusal as the service sends it.
  static func refusal(_ code: Int, status: Int = 200) -> APIAnswer {
    .text(#"{"code":\#(code),"msg":"no","data":null}"#, type: "application/json", status: status)
  }
}

/// Lends a scripted service and a client of it.
func withService(
  attempts: Int = 4, prefix: String = "/open/v2", _ script: @escaping ScriptedService.Script,
  _ body: (ScriptedService, ServiceClient, TestPace) async throws -> Void
) async throws {
  let pace = TestPace()
  let service = try await ScriptedService.start(clock: { pace.date }, script)
  var configuration = ServiceConfiguration(
    baseURL: service.baseURL, prefix: prefix, apiKey: Redacted("key-of-the-test"))
  (configuration.lookupTime, configuration.absenceTime) = (Defaults.lookupTime, Defaults.absenceTime)
  let client = ServiceClient(
    configuration, client: HTTPClient(policy: .privateAllowed), retry: RetryPolicy(attempts: attempts),
    pace: pace.pace)
  do {
    try await body(service, client, pace)
  } catch {
    await service.stop()
    throw error
  }
  await service.stop()
}
