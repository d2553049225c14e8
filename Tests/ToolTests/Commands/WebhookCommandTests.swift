import Foundation
import LipSync
import Synchronization
import TestSupport
import Testing

@Suite("lipflight webhook, and wait --notify", .timeLimit(.minutes(20)))
struct WebhookCommandTests {
  private static let secret = ["LIPFLIGHT_WEBHOOK_SECRET": "whsec-4711"]

  @Test("sign and verify agree, by file and by standard input; another byte or secret is refused with 1")
  func signatures() async throws {
    try await withTemporaryDirectory { directory in
      let body = directory + "/body.json"
      try Data(#"{"event":"x"}"#.utf8).write(to: URL(fileURLWithPath: body))
      let signed = try await Tool.run("webhook", "sign", body, environment: Self.secret)
      let signature = signed.out.trimmingCharacters(in: .newlines)
      #expect(signed.status == 0 && signature.count == 64, "\(signed.err)")
      let piped = try await Tool.run(
        program: "/bin/bash",
        ["-c", #""$0" webhook sign --json --secret whsec-4711 < "$1""#, Tool.path, body])
      #expect(try piped.document().string("signature") == signature)
      let good = try await Tool.run(
        "webhook", "verify", body, "--signature", signature, "--json", environment: Self.secret)
      #expect(good.status == 0)
      #expect(try good.document()["valid"] as? Bool == true)
      let other = try await Tool.run(
        "webhook", "verify", body, "--signature", signature, "--secret", "another")
      #expect(other.status == ExitStatus.failedCheck.rawValue && other.err.contains("remedy"))
      let old = try await Tool.run(
        "webhook", "verify", body, "--signature", signature, "--timestamp", "1700000000", "--json",
        environment: Self.secret)
      #expect(old.status == ExitStatus.failedCheck.rawValue)
      #expect(try old.document()["valid"] as? Bool == false)
      let none = try await Tool.run("webhook", "sign", body)
      #expect(none.status == ExitStatus.usage.rawValue && none.err.contains("LIPFLIGHT_WEBHOOK_SECRET"))
    }
  }

  @Test(
    "A finished task is proved and told to the documented receiver, once", arguments: [nil, "task-failed"])
  func notify(fault: String?) async throws {
    let handled = Mutex<[JSON]>([])
    let receiver = Receiver(secret: Redacted("whsec-4711")) { event in handled.withLock { $0.append(event) } }
    let origin = try Origin()
    defer { origin.stop() }
    // The first delivery's answer is lost: it comes again.
    let isFirst = Mutex(true)
    origin.serve("/hook") { request in
      let headers = Dictionary(
        request.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
      let status = Self.blocking { await receiver.receive(Delivery(headers: headers, body: request.body)) }
      let isLost = isFirst.withLock { first in
        defer { first = false }
        return first
      }
      return OriginReply(status: isLost ? 500 : status)
    }
    let hook = origin.url("/hook")
    let sandbox = try await RunningSandbox.start(fault.map { ["--fault", $0] } ?? [])
    let environment = ["JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": "any"].merging(Self.secret) { $1 }
    let submitted = try await Tool.run(
      "submit", Tool.clip, Tool.speech, "--allow-private", "--quiet", environment: environment)
    let id = submitted.out.trimmingCharacters(in: .newlines)
    let waited = try await Tool.run(
      "wait", id, "--allow-private", "--poll-interval", "0.1", "--notify", hook, "--json",
      environment: environment)
    _ = await sandbox.stop()
    #expect(waited.status == (fault == nil ? 0 : ExitStatus.taskFailed.rawValue), "\(waited.err)")
    let document = try waited.document()
    #expect(document.string("task.status") == (fault == nil ? "success" : "failed"))
    #expect(document.isNull("verify") == (fault != nil))
    let events = handled.withLock { $0 }
    #expect(origin.requests.count == 2 && events.count == 1)
    let event = events.first
    #expect(
      event?["event"]?.stringValue
        == (fault == nil ? "generated_lip_sync_video_success" : "generated_lip_sync_video_failed"))
    #expect(event?["data"]?["video_id"]?.stringValue == id)
    if fault == nil { #expect(abs((event?["data"]?["duration"]?.doubleValue ?? 0) - 12.08) < 0.05) }
    #expect(!(waited.out + waited.err).contains("whsec-4711"))
  }

  @Test("The receiver of docs/webhooks.md is the one that is compiled here")
  func example() throws {
    func read(_ page: String) throws -> String {
      try String(contentsOf: Tool.root.appendingPathComponent(page), encoding: .utf8)
    }
    let source = try read("Tests/ToolTests/WebhookExample.swift")
    #expect(try read("docs/webhooks.md").contains("```swift\n" + source + "```"))
  }

  private static func blocking<T: Sendable>(_ work: @escaping @Sendable () async -> T) -> T {
    let (done, result) = (DispatchSemaphore(value: 0), Box<T>())
    Task {
      let value = await work()
      result.value.withLock { $0 = value }
      done.signal()
    }
    done.wait()
    guard let value = result.value.withLock({ $0 }) else { preconditionFailure("signalled without a value") }
    return value
  }

  private final class Box<T: Sendable>: Sendable {
    let value = Mutex<T?>(nil)
  }
}
