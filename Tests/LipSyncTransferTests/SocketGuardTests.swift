import TestSupport
import Testing

@testable import LipSyncTransfer

/// The policy where it counts: at the socket, on each hop and each reuse. Nothing here leaves the machine.
@Suite struct SocketGuardTests {
  /// A client whose names are not judged before the socket is.
  private func client(_ policy: AddressPolicy) -> HTTPClient {
    HTTPClient(policy: policy, judgesNames: false)
  }

  private func error(_ client: HTTPClient, _ url: String) async -> TransferError? {
    await failure { () throws(TransferError) in try await client.send(Request(url: url)) }
  }

  @Test(arguments: ["127.0.0.1", "localhost", "127.1", "①②⑦.0.0.1", "[::ffff:127.0.0.1]", "[::1]"])
  func loopbackIsRefusedBeforeAnythingIsSent(host: String) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let error = await error(client(.publicOnly), "http://\(host):\(bench.origin.port)/a")
    #expect(error?.code == .forbiddenAddress)
    #expect(error?.message.contains("a loopback address") == true)
    #expect(bench.origin.connections == 0)
  }

  @Test(arguments: [
    "169.254.169.254", "[fe80::1]", "0.0.0.0", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]",
  ])
  func linkLocalIsNeverOpen(host: String) async throws {
    let error = await error(client(.privateAllowed), "http://\(host)/latest/meta-data/")
    #expect(error?.code == .forbiddenAddress)
  }

  @Test func aRedirectIsJudgedAtTheSocketToo() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let policy = AddressPolicy(allowsPrivate: true, refused: [try #require(IPAddress("127.0.0.2"))])
    bench.origin.serve("/a", [], faults: [.redirect(302, to: "http://127.0.0.2:\(bench.origin.port)/b")])
    bench.origin.serve("/c", [], faults: [.redirect(302, to: "http://169.254.169.254/latest/?sig=TOPSECRET")])
    let client = client(policy)
    let refused = await error(client, bench.origin.url("/a"))
    #expect(refused?.code == .forbiddenAddress)
    #expect(refused?.message.contains("127.0.0.2") == true)
    let metadata = await error(client, bench.origin.url("/c"))
    #expect(metadata?.code == .forbiddenAddress)
    #expect(metadata?.description.contains("TOPSECRET") == false)
    #expect(bench.origin.requests.map(\.path) == ["/a", "/c"])
  }

  @Test func namesAreJudgedBeforeTheyAreResolved() async throws {
    let bench = try Bench(.publicOnly)
    defer { bench.origin.stop() }
    for url in [bench.origin.url("/a"), "http://localhost/", "http://printer.local/", "http://2130706433/"] {
      #expect(await error(bench.client, url)?.code == .forbiddenAddress)
    }
    #expect(bench.origin.connections == 0)
  }

  @Test func badURLsReachNobody() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let port = bench.origin.port
    for url in [
      "http://u:p@127.0.0.1:\(port)/", "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1:\(port)/a",
    ] {
      #expect(await error(bench.client, url)?.code == .badURL)
    }
    #expect(bench.origin.connections == 0)
  }

  @Test func aNameWithoutAnAddressIsUnresolvable() async throws {
    let client = HTTPClient(policy: .publicOnly)
    // RFC 6761 reserves the ending: resolvers answer it by themselves.
    let error = await error(client, "http://nowhere.invalid/?token=TOPSECRET")
    #expect(error?.code == .unresolvable)
    #expect(error?.description.contains("TOPSECRET") == false)
  }
}
