import LipSyncTransfer
import Testing

@testable import LipSync
@testable import LipSyncSandbox

/// Creates cost money: what is repeated, what is looked up, and what is left to the user.
@Suite struct ClientCreateTests {
  private static let create = "create_lip_sync_video"
  private static let lookup = "lip_sync_video"
  private static let task = #"{"task_id":"t-1","status":"pending","created_at":4000000000}"#

  private static func create(_ client: ServiceClient, previous: LipSyncTask? = nil) async throws(ServiceError)
    -> LipSyncTask
  {
    try await client.create(
      videoURL: "https://h/v.mp4?a=1&b=2", audioURL: "https://h/a.mp3", playbackType: .normalReverse,
      previous: previous)
  }

  @Test("A create says what it should, under both prefixes", arguments: [["open", "v2"], ["v2"]])
  func request(prefix: [String]) async throws {
    try await withService(prefix: "/" + prefix.joined(separator: "/")) { _, _ in
      .data(Self.task)
    } _: { service, client, _ in
      let seen1 = try await Self.create(client).id
      #expect(seen1 == "t-1")
      let request = try #require(service.requests.first)
      #expect(request.method == "POST" && request.path == prefix + [Self.create])
      #expect(request.header("x-api-key") == "key-of-the-test")
      #expect(request.header("Content-Type") == "application/json")
      let body = try #require(JSON(parsing: request.body ?? []))
      #expect(body["video_url"]?.stringValue == "https://h/v.mp4?a=1&b=2")
      #expect(body["audio_url"]?.stringValue == "https://h/a.mp3")
      #expect(body["playback_type"]?.stringValue == "normal_reverse")
      #expect(service.requests.count == 1)
    }
  }

  @Test("At the rate limit a create waits as long as it is told, and is sent again where no task is there")
  func rateLimit() async throws {
    try await withService { request, before in
      guard request.path.last == Self.create else { return .refusal(10104) }
      return switch before {
      case 0: .refusal(429)
      case 1:
        .text(
          #"{"code":10401,"msg":"slow","data":{"retryAfter":33,"limit":20,"current":21}}"#,
          type: "application/json",
          status: 429)
      default: .data(Self.task)
      }
    } _: { service, client, pace in
      let seen2 = try await Self.create(client).id
      #expect(seen2 == "t-1")
      #expect(service.requests.map(\.method) == ["POST", "GET", "POST", "GET", "POST"])
      #expect(pace.pauses == [.seconds(5), .seconds(33)])
    }
  }

  @Test("A rate limit that does not end is said, with exit code 3")
  func endlessRateLimit() async throws {
    try await withService { _, _ in
      .refusal(429)
    } _: { service, client, pace in
      let error = await #expect(throws: ServiceError.self) { try await Self.create(client) }
      #expect(error?.code == .rateLimited && error?.exitCode == .service)
      #expect(service.count("POST", Self.create) == 4)
      #expect(pace.pauses.reduce(.zero, +) > .seconds(60))
    }
  }

  @Test(
    "A refused create is sent once and not looked for",
    arguments: [
      (10105, ServiceError.Code.key), (18020, .credits), (18025, .permission), (40000, .parameter),
      (7, .refused),
    ])
  func refused(code: Int, kind: ServiceError.Code) async throws {
    try await withService { _, _ in
      .refusal(code)
    } _: { service, client, _ in
      let error = await #expect(throws: ServiceError.self) { try await Self.create(client) }
      #expect(error?.code == kind && error?.serviceCode == code)
      #expect(service.requests.count == 1)
    }
  }

  /// The ways in which the answer of a create gets lost.
  static let losses: [(String, APIAnswer)] = [
    ("closed", .disconnect), ("50000", .refusal(50000)),
    ("502", .text("<html>", type: "text/html", status: 502)),
    ("page", .text("<html>", type: "text/html", status: 200)), ("no data", .data("null")),
    ("empty", .text("", type: "text/plain", status: 200)),
  ]

  @Test(
    "A create whose answer was lost is looked up, and not sent again where it is found",
    arguments: losses.indices)
  func lostAndFound(index: Int) async throws {
    let loss = Self.losses[index].1
    try await withService { request, before in
      if request.path.last == Self.create { return before == 0 ? loss : .data(#"{"task_id":"second"}"#) }
      if request.path.last == "remaining_quota" { return .data(#"{"remaining_quota":1}"#) }
      // The service takes a moment until it shows what it took.
      return before == 0 ? .refusal(10104) : .data(Self.task)
    } _: { service, client, _ in
      // On a connection that is in use already, a transfer library may send a request again by itself.
      _ = try await client.remainingQuota()
      let seen3 = try await Self.create(client).id
      #expect(seen3 == "t-1")
      #expect(service.count("POST", Self.create) == 1)
      let lookup = try #require(service.requests.first { $0.path.last == Self.lookup })
      #expect(
        lookup.query == [
          "video_url": "https://h/v.mp4?a=1&b=2", "audio_url": "https://h/a.mp3",
          "playback_type": "normal_reverse",
        ])
    }
  }

  @Test(
    "Where the service says several times that there is no task, the create is sent again",
    arguments: [10104, 17003])
  func lostAndNotThere(code: Int) async throws {
    try await withService { request, before in
      request.path.last == Self.lookup ? .refusal(code) : before == 0 ? .refusal(50000) : .data(Self.task)
    } _: { service, client, pace in
      let seen4 = try await Self.create(client).id
      #expect(seen4 == "t-1")
      let looks = LookupSchedule.pauses(within: Defaults.lookupTime)
      #expect(service.requests.map(\.method) == ["POST"] + looks.map { _ in "GET" } + ["POST"])
      #expect(pace.pauses.prefix(looks.count - 1) == looks.dropFirst())
    }
  }

  @Test("Where it cannot be found out, nothing is sent again and the error says how to go on")
  func uncertain() async throws {
    try await withService { request, _ in
      request.path.last == Self.lookup ? .json(.object([("error", "not found")]), status: 404) : .disconnect
    } _: { service, client, _ in
      let error = await #expect(throws: ServiceError.self) { try await Self.create(client) }
      #expect(error?.code == .uncertain && error?.exitCode == .service)
      // Not "the same command": local files would be uploaded to other URLs, and paid for again.
      #expect(error?.remedy.contains("Do not send local files again") == true)
      #expect(
        error?.sent
          == SentPair(
            videoURL: "https://h/v.mp4?a=1&b=2", audioURL: "https://h/a.mp3", playbackType: .normalReverse))
      #expect(service.count("POST", Self.create) == 1)
    }
  }

  @Test("A task that was there before is not taken for the new one")
  func previous() async throws {
    let old = LipSyncTask(id: "t-0", status: .failed)
    try await withService { request, before in
      if request.path.last == Self.create { return before == 0 ? .refusal(50000) : .data(Self.task) }
      return .data(#"{"task_id":"t-0","status":"failed"}"#)
    } _: { service, client, _ in
      let seen5 = try await Self.create(client, previous: old).id
      #expect(seen5 == "t-1")
      #expect(service.count("POST", Self.create) == 2)
    }
  }

  @Test("Where nobody listens, nothing was sent: the create is tried again, then given up as unreachable")
  func refusedConnection() async throws {
    let service = try await ScriptedService.start { _, _ in .disconnect }
    await service.stop()
    let pace = TestPace()
    let client = ServiceClient(
      ServiceConfiguration(baseURL: service.baseURL, apiKey: Redacted("k")),
      client: HTTPClient(policy: .privateAllowed), retry: RetryPolicy(attempts: 3), pace: pace.pace)
    let error = await #expect(throws: ServiceError.self) { try await Self.create(client) }
    #expect(error?.code == .unreachable && error?.exitCode == .service)
    #expect(pace.pauses.count == 2)
  }

  @Test("A create is not sent on to another address")
  func redirect() async throws {
    let other = try await ScriptedService.start { _, _ in .data(Self.task) }
    let target = other.baseURL
    try await withService { request, _ in
      .json(.null, status: 307, headers: [("Location", target + "/open/v2/" + Self.create)])
    } _: { service, client, _ in
      let error = await #expect(throws: ServiceError.self) { try await Self.create(client) }
      #expect(error?.exitCode == .service && error?.message.contains("leads to \(target)") == true)
      #expect(service.count("POST", Self.create) == 1)
    }
    #expect(other.requests.isEmpty)
    await other.stop()
  }
}
