import LipSyncTransfer
import Testing

@testable import LipSync

/// The client's decisions that are functions of values: when to poll, when a create may be repeated, where the service is.
@Suite struct ClientDecisionTests {
  @Test("Polling starts after a few seconds, is brisk at first and slow later")
  func schedule() {
    let ages = [0, 3, 5, 59, 60, 299, 300, 599, 600, 100_000]
    let pauses = ages.map { PollSchedule.advised.delay(sinceCreate: .seconds($0)) }
    #expect(pauses == [5, 2, 5, 5, 10, 10, 30, 30, 60, 60].map { Duration.seconds($0) })
    for age in stride(from: 5, to: 5000, by: 7) {
      let pause = PollSchedule.advised.delay(sinceCreate: .seconds(age))
      #expect(pause >= Defaults.pollFloor && pause <= Defaults.slowestPoll)
    }
    #expect(PollSchedule.advised.delay(sinceCreate: .seconds(-10)) > .zero)
  }

  @Test("An interval that was given holds throughout, below the floor too")
  func interval() {
    let schedule = PollSchedule(interval: .milliseconds(200))
    #expect(schedule.delay(sinceCreate: .zero) == .milliseconds(200))
    #expect(schedule.delay(sinceCreate: .seconds(4000)) == .milliseconds(200))
    #expect(PollSchedule(interval: .zero).delay(sinceCreate: .zero) > .zero)
  }

  private static func failure(_ code: ServiceError.Code, cause: TransferError? = nil) -> ServiceError {
    ServiceError(code, operation: .create, subject: "s", message: "m", remedy: "r", cause: cause)
  }

  @Test("What a failed create leaves behind, kind by kind")
  func outcomes() {
    let lost: Set<ServiceError.Code> = [.serverFault, .badAnswer, .unreachable, .uncertain]
    for code in ServiceError.Code.allCases {
      let expected: CreateOutcome =
        switch code {
        case .rateLimited: .limited
        case .cancelled: .interrupted
        default: lost.contains(code) ? .lost : .refused
        }
      #expect(CreateOutcome(Self.failure(code)) == expected, "\(code)")
    }
    let refused = TransferError(.unreachable, subject: "s", message: "refused", neverSent: true)
    #expect(CreateOutcome(Self.failure(.unreachable, cause: refused)) == .nothingCreated)
    let broken = TransferError(.unreachable, subject: "s", message: "reset")
    #expect(CreateOutcome(Self.failure(.unreachable, cause: broken)) == .lost)
    let late = TransferError(.timeout, subject: "s", message: "no answer in time")
    #expect(CreateOutcome(Self.failure(.unreachable, cause: late)) == .unfinished)
    for (status, code, expected) in [
      (504, nil, CreateOutcome.unfinished), (408, nil, .unfinished), (502, nil, .lost), (500, nil, .lost),
      (503, nil, .failed), (522, nil, .failed), (504, 50000, .failed),
    ] {
      let failure = ServiceError(
        .serverFault, operation: .create, subject: "s", message: "m", remedy: "r", serviceCode: code,
        status: status)
      #expect(CreateOutcome(failure) == expected, "\(status)")
    }
  }

  @Test(
    "A payment is feared after a create alone, operation by operation",
    arguments: ServiceError.Operation.allCases)
  func payments(operation: ServiceError.Operation) {
    let feared = ServiceError.Code.allCases.filter { code in
      ServiceError(code, operation: operation, subject: "s", message: "m", remedy: "r").mayHavePaid
    }
    let expected: Set<ServiceError.Code> =
      operation == .create ? [.serverFault, .badAnswer, .unreachable, .uncertain, .cancelled] : []
    #expect(Set(feared) == expected)
  }

  @Test("The words for operations stand in messages, and are not decided by")
  func operations() {
    #expect(
      ServiceError.Operation.allCases.map(\.description) == [
        "configure", "upload", "create", "look up", "status", "wait", "take up", "task", "quota", "account",
        "notify",
      ])
    let error = ServiceError(.gaveUp, operation: .lookUp, subject: "s", message: "m.", remedy: "R.")
    #expect(error.description == "look up s: m. R.")
  }

  @Test(
    "Whose absence lets a create be sent again at once: never that of one whose answer was not waited for")
  func absences() {
    var configuration = ServiceConfiguration()
    let outcomes: [CreateOutcome] = [.failed, .lost, .unfinished, .interrupted, .refused]
    #expect(outcomes.map { $0.absenceCounts(configuration) } == [true, false, false, false, false])
    configuration.absenceTime = configuration.lookupTime
    #expect(outcomes.map { $0.absenceCounts(configuration) } == [true, true, false, false, false])
  }

  @Test("Which found task is the one whose creation was not confirmed")
  func found() {
    func task(_ id: String, _ status: TaskStatus, _ createdAt: Int64?) -> LipSyncTask {
      LipSyncTask(id: id, status: status, createdAt: createdAt)
    }
    func judge(_ task: LipSyncTask, known: Set<String> = [], isForeign: Bool = false) -> LostCreate.Sighting {
      PaymentMachine.lost(at: UnixTime(10_000)).judge(task, isForeign: isForeign, known: known)
    }
    for found in [task("a", .pending, 10_001), task("a", .success, 5), task("a", .failed, 9_990)] {
      #expect(judge(found) == .task(found))
    }
    #expect(judge(task("a", .failed, 5)) == .nothing)
    #expect(judge(task("a", .failed, 10_001), known: ["a"]) == .nothing)
    let new = task("b", .pending, 10_001)
    #expect(judge(new, known: ["a"]) == .task(new))
    #expect(judge(new, isForeign: true) == .another(id: "b"))
    #expect(judge(task("b", .pending, nil), isForeign: true) == .another(id: "b"))
    #expect(judge(task("b", .pending, 5), isForeign: true) == .nothing)
  }

  @Test("The environment: defaults, both prefixes, trimming")
  func environment() throws {
    let plain = try ServiceConfiguration.fromEnvironment(["JOGG_API_KEY": " k123 \n"])
    #expect(plain == ServiceConfiguration(apiKey: Redacted("k123")))
    #expect(plain.baseURL == "https://api.jogg.ai" && plain.prefix == "/open/v2")
    let other = try ServiceConfiguration.fromEnvironment([
      "JOGG_API_KEY": "k", "JOGG_BASE_URL": "http://127.0.0.1:8787/", "JOGG_API_PREFIX": "v2/",
    ])
    #expect(other.baseURL == "http://127.0.0.1:8787" && other.prefix == "/v2")
  }

  @Test(
    "The environment: what cannot be used is said before anything is sent",
    arguments: [
      (["JOGG_API_KEY": ""], ServiceError.Code.key), ([:], .key), (["JOGG_API_KEY": "a b"], .key),
      (["JOGG_API_KEY": "k", "JOGG_BASE_URL": "ftp://x"], .configuration),
      (["JOGG_API_KEY": "k", "JOGG_BASE_URL": "https://"], .configuration),
      (["JOGG_API_KEY": "k", "JOGG_BASE_URL": "https://u:p@h"], .configuration),
      (["JOGG_API_KEY": "k", "JOGG_BASE_URL": ""], .configuration),
      (["JOGG_API_KEY": "k", "JOGG_BASE_URL": " \n"], .configuration),
      (["JOGG_BASE_URL": ""], .configuration),
      (["JOGG_API_KEY": "k", "JOGG_API_PREFIX": "/v2?x"], .configuration),
    ])
  func badEnvironment(environment: [String: String], code: ServiceError.Code) {
    let error = #expect(throws: ServiceError.self) { try ServiceConfiguration.fromEnvironment(environment) }
    #expect(error?.code == code)
    #expect(error?.exitCode == (code == .key ? .service : .usage))
  }

  @Test(
    "A key does not go over the Internet in clear",
    arguments: [
      ("http://api.jogg.ai", false), ("HTTP://API.jogg.ai:8080", false), ("http://8.8.8.8", false),
      ("http://[2606:4700::1111]", false), ("http://localhost.example.com", false),
      ("https://api.example.com", true), ("http://localhost:8787", true), ("http://127.0.0.1", true),
      ("http://[::1]:80", true), ("http://10.1.2.3", true), ("http://192.168.0.9:81", true),
      ("http://[fd12::1]", true),
    ])
  func clearText(base: String, isFine: Bool) {
    let environment = ["JOGG_API_KEY": "k123456", "JOGG_BASE_URL": base]
    var failure: ServiceError?
    do throws(ServiceError) { _ = try ServiceConfiguration.fromEnvironment(environment) } catch {
      failure = error
    }
    #expect((failure == nil) == isFine, "\(base)")
    guard let failure else { return }
    #expect(failure.code == .configuration && failure.exitCode == .usage)
    #expect(failure.message.contains("in clear") && failure.remedy.contains("https://"))
  }

  @Test("A service on this machine has no limit of its own, and is not looked through for as long")
  func nearAndFar() {
    let far = ServiceConfiguration()
    #expect(far.postsPerMinute == 20 && far.lookupTime == Defaults.lookupTime)
    #expect(far.absenceTime == .seconds(900))
    for base in ["http://127.0.0.1:8787", "http://localhost", "http://[::1]:80"] {
      let near = ServiceConfiguration(baseURL: base)
      #expect(near.postsPerMinute == nil && near.lookupTime == Defaults.localLookupTime, "\(base)")
      #expect(near.absenceTime == .seconds(180))
    }
  }

  @Test("Exit codes of the contract")
  func exitCodes() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 64, 70, 75, 130])
    #expect(Self.failure(.gaveUp).exitCode == .gaveUp)
    #expect(Self.failure(.taskFailed).exitCode == .taskFailed)
    #expect(Self.failure(.cancelled).exitCode == .interrupted)
    #expect(Self.failure(.uncertain).exitCode == .service)
  }

  @Test(
    "Content types of uploads",
    arguments: [
      ("a.MP4", "video/mp4"), ("a.b.mov", "video/quicktime"), ("a.wav", "audio/wav"),
      ("noending", "application/octet-stream"),
      ("a.xyz", "application/octet-stream"), ("", "application/octet-stream"),
    ])
  func contentTypes(name: String, type: String) { #expect(AssetType.contentType(ofFile: name) == type) }
}
