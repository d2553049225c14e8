import Foundation
import LipSync
import LipSyncTransfer
import Synchronization
import TestSupport
import Testing

/// `lipflight webhook listen`: events of both conventions, repetitions, and a death between the answer and the handing on.
@Suite("lipflight webhook listen", .timeLimit(.minutes(10)))
struct WebhookListenTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  /// The tool, listening in a process of its own.
  private final class Listening: Sendable {
    let url: String
    private let process: Process
    private let exit: AsyncStream<Int32>

    private init(_ url: String, _ process: Process, _ exit: AsyncStream<Int32>) {
      (self.url, self.process, self.exit) = (url, process, exit)
    }

    static func start(_ directory: String, _ arguments: String...) async throws -> Listening {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Tool.path)
      process.arguments =
        [
          "webhook", "listen", "--port", "0", "--json", "--allow-private", "--journal",
          directory + "/journal",
        ] + arguments
      process.environment = Tool.clean(["LIPFLIGHT_WEBHOOK_SECRET": WebhookListenTests.secret])
      process.standardInput = FileHandle.nullDevice
      let log = directory + "/log-\(UUID().uuidString)"
      try Data().write(to: URL(fileURLWithPath: log))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
      let pipe = Pipe()
      process.standardOutput = pipe
      let (exit, leave) = AsyncStream.makeStream(of: Int32.self)
      process.terminationHandler = {
        leave.yield($0.terminationStatus)
        leave.finish()
      }
      try process.run()
      let line = try await RunningSandbox.firstLine(of: pipe.fileHandleForReading)
      let said = try String(contentsOfFile: log, encoding: .utf8)
      return Listening(try #require(JSON(parsing: line.utf8)?["url"]?.stringValue, "\(said)"), process, exit)
    }

    func stop(_ signal: Int32 = SIGTERM) async -> Int32 {
      kill(process.processIdentifier, signal)
      for await status in exit { return status }
      return -1
    }
  }

  private static let client = HTTPClient(policy: .privateAllowed)

  private static func post(_ url: String, _ body: String, _ headers: [(String, String)]) async throws -> Int {
    try await client.send(
      Request(.post, url: url, headers: headers, body: .bytes(Array(body.utf8)), redirectLimit: 0)
    ).status
  }

  private static func standard(_ body: String, id: String, at moment: UnixTime = .now) -> [(String, String)] {
    [
      ("webhook-id", id), ("webhook-timestamp", String(moment.seconds)),
      (
        "webhook-signature",
        StandardWebhook.sign(Array(body.utf8), id: id, at: moment, secrets: [Redacted(secret)])
      ),
    ]
  }

  private static func vendor(_ body: String) -> [(String, String)] {
    [("X-Webhook-Signature", WebhookSignature.sign(Array(body.utf8), secret: Redacted(secret)))]
  }

  /// What a receiver behind the listener got, as it comes.
  private static func target(_ origin: Origin, status: @escaping @Sendable () -> Int = { 204 })
    -> AsyncStream<OriginRequest>
  {
    let (arrivals, arrive) = AsyncStream.makeStream(of: OriginRequest.self)
    origin.serve("/hook") { request in
      let answer = status()
      if answer == 204 { arrive.yield(request) }
      return OriginReply(status: answer)
    }
    return arrivals
  }

  @Test("Both conventions are believed, repetitions are answered and not handed on, forgeries are refused")
  func conventions() async throws {
    try await withTemporaryDirectory { directory in
      let origin = try Origin()
      defer { origin.stop() }
      let arrivals = Self.target(origin)
      let listening = try await Listening.start(directory, "--forward-to", origin.url("/hook"))
      let url = listening.url
      let (one, two) = (
        #"{"event_id":"evt_1","event":"generated_video_success"}"#, #"{"type":"invoice.paid"}"#
      )
      #expect(try await Self.post(url, one, Self.vendor(one)) == 204)
      #expect(try await Self.post(url, one, Self.vendor(one)) == 204)
      #expect(try await Self.post(url, two, Self.standard(two, id: "msg_2")) == 204)
      #expect(try await Self.post(url, two, Self.standard(two, id: "msg_2")) == 204)
      #expect(try await Self.post(url, two, Self.standard(two, id: "msg_3", at: .now + -400)) == 401)
      #expect(try await Self.post(url, two, Self.standard(one, id: "msg_2")) == 401)
      #expect(try await Self.post(url, two, []) == 401)
      #expect(try await Self.post(url, "junk", Self.vendor("junk")) == 400)
      #expect(try await Self.client.send(Request(.get, url: url)).status == 405)
      var bodies: Set<String> = []
      for await request in arrivals {
        let text = String(decoding: request.body, as: UTF8.self)
        #expect(bodies.insert(text).inserted, "handed on twice")
        // Signed anew, by both conventions.
        let moment = UnixTime(request.header("webhook-timestamp").flatMap { Int64($0) } ?? 0)
        #expect(
          StandardWebhook.verify(
            request.header("webhook-signature") ?? "", of: request.body,
            id: request.header("webhook-id") ?? "",
            at: moment, secrets: [Redacted(Self.secret)]))
        if bodies.count == 2 { break }
      }
      #expect(bodies == [one, two])
      #expect(await listening.stop() == 0)
      #expect(origin.requests.count == 2)
    }
  }

  @Test("kill -9 between the answer and the handing on loses nothing")
  func killed() async throws {
    try await withTemporaryDirectory { directory in
      let origin = try Origin()
      defer { origin.stop() }
      let isUp = Mutex(false)
      let (refusals, refuse) = AsyncStream.makeStream(of: Void.self)
      let arrivals = Self.target(origin) {
        if !isUp.withLock({ $0 }) { refuse.yield() }
        return isUp.withLock { $0 } ? 204 : 503
      }
      let first = try await Listening.start(directory, "--forward-to", origin.url("/hook"))
      let body = #"{"event_id":"evt_9"}"#
      #expect(try await Self.post(first.url, body, Self.vendor(body)) == 204)
      for await _ in refusals { break }
      _ = await first.stop(SIGKILL)
      isUp.withLock { $0 = true }
      let second = try await Listening.start(directory, "--forward-to", origin.url("/hook"))
      for await request in arrivals {
        #expect(String(decoding: request.body, as: UTF8.self) == body)
        break
      }
      #expect(try await Self.post(second.url, body, Self.vendor(body)) == 204)
      #expect(await second.stop() == 0)
      #expect(origin.requests.count { String(decoding: $0.body, as: UTF8.self) == body } >= 2)
    }
  }

  @Test("A command gets the body, the name and the id, not the secret; what fails is run again")
  func command() async throws {
    try await withTemporaryDirectory { directory in
      let (done, script) = (directory + "/done", directory + "/handle.sh")
      // The first run fails; a fifo tells when the second one is there.
      try Data(
        """
        if mkdir "$1/first" 2>/dev/null; then exit 3; fi
        { cat; echo; echo "$LIPFLIGHT_EVENT $LIPFLIGHT_EVENT_ID ${LIPFLIGHT_WEBHOOK_SECRET:-none}"; } > "$1/done"
        """.utf8
      ).write(to: URL(fileURLWithPath: script))
      #expect(mkfifo(done, 0o600) == 0)
      let listening = try await Listening.start(directory, "--exec", "sh '\(script)' '\(directory)'")
      let body = #"{"event_id":"evt_1","event":"e"}"#
      #expect(try await Self.post(listening.url, body, Self.vendor(body)) == 204)
      let said = try await Tool.run(program: "/bin/cat", [done]).out
      #expect(said == body + "\ne evt_1 none\n")
      #expect(await listening.stop() == 0)
    }
  }

  /// A Python that has the library: that of `make setup-test`, or the system's.
  private static let python = [
    Tool.root.appendingPathComponent(".build/python/bin/python").path, "/usr/bin/python3",
  ]
  .first { path in
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-c", "import standardwebhooks"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(
    "The library of Standard Webhooks verifies what is posted, and is believed",
    .enabled(
      if: python != nil, "the Python package standardwebhooks is not there: `make setup-test` fetches it"))
  func library() async throws {
    try await withTemporaryDirectory { directory in
      let body = directory + "/body.json"
      try Data(#"{"type":"é"}"#.utf8).write(to: URL(fileURLWithPath: body))
      let environment = ["LIPFLIGHT_WEBHOOK_SECRET": Self.secret]
      let moment = String(UnixTime.now.seconds)
      let ours = try await Tool.run(
        "webhook", "sign", body, "--timestamp", moment, "--id", "msg_1", environment: environment
      ).out.trimmingCharacters(in: .newlines)
      let script = """
        import sys, datetime
        from standardwebhooks.webhooks import Webhook
        body = open(sys.argv[1], "rb").read().decode()
        hook = Webhook("\(Self.secret)")
        hook.verify(body, {"webhook-id": "msg_1", "webhook-timestamp": sys.argv[2], "webhook-signature": sys.argv[3]})
        when = datetime.datetime.fromtimestamp(int(sys.argv[2]), datetime.timezone.utc)
        print(hook.sign("msg_2", when, body))
        """
      let theirs = try await Tool.run(
        program: try #require(Self.python), ["-c", script, body, moment, ours])
      #expect(theirs.status == 0, "\(theirs.err)")
      let verified = try await Tool.run(
        "webhook", "verify", body, "--timestamp", moment, "--id", "msg_2", "--signature",
        theirs.out.trimmingCharacters(in: .newlines), environment: environment)
      #expect(verified.status == 0, "\(verified.err)")
    }
  }
}
