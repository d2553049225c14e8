import Foundation
import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite("Proxies")
struct ProxyTests {
  @Test(
    "addresses of proxies; a password is in no description",
    arguments: [
      ("proxy.example:3128", "http://proxy.example:3128", false),
      ("http://joe:pa%40ss@proxy.example:3128/", "http://proxy.example:3128", true),
      ("HTTPS://joe@[2001:db8::1]:443", "https://[2001:db8::1]:443", true),
      ("socks5h://10.0.0.1:1080", "socks5h://10.0.0.1:1080", false),
    ])
  func addresses(text: String, shown: String, hasUser: Bool) throws {
    let proxy = try Proxy(text)
    #expect(proxy.description == shown && proxy.hasCredentials == hasUser)
    #expect(!"\(proxy) \(String(reflecting: proxy))".contains("pa@ss"))
    if text.contains("pa%40ss") { #expect(proxy.password?.reveal { $0 } == "pa@ss") }
  }

  @Test(
    "what is no proxy",
    arguments: [
      "ftp://a:1", "proxy.example", "http://:3128", "http://joe:s3cret@a", "", "a:0", "a:99999",
      "http://a b:1",
    ])
  func refused(text: String) {
    let fault = #expect(throws: Proxy.Fault.self) { try Proxy(text) }
    #expect(fault?.message.contains("s3cret") == false)
  }

  @Test(
    "hosts that are contacted directly",
    arguments: [
      ("a.example", "example", true), ("a.example", ".example", true), ("a.example", "b.example", false),
      ("aexample", "example", false), ("a.example", "*", true), ("a.example", "A.EXAMPLE", true),
      ("10.1.2.3", "10.0.0.0/8", true), ("11.1.2.3", "10.0.0.0/8", false), ("10.1.2.3", "10.1.2.3", true),
      ("2001:db8::1", "2001:db8::/32", true), ("10.1.2.3", "10.1.2.3/x", false), ("a.example", "", false),
      ("localhost", "", true), ("127.0.0.9", "", true), ("::1", "", true), ("192.168.0.1", "", false),
    ])
  func exceptions(host: String, exception: String, isDirect: Bool) {
    #expect(
      ProxyRules(exceptions: ProxyRules.exceptions(in: " x.test, \(exception)")).isDirect(host) == isDirect)
  }

  private static func client(_ rules: ProxyRules, _ policy: AddressPolicy = .publicOnly) -> HTTPClient {
    HTTPClient(policy: policy, proxies: rules)
  }

  @Test("plain requests are given to the proxy, with its user, and the proxy's address is no private source")
  func plain() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("http://public.example/file") { _ in OriginReply(status: 200, body: Array("hello".utf8)) }
    let rules = ProxyRules(http: try Proxy("joe:s3cret@127.0.0.1:\(origin.port)"))
    let answer = try await Self.client(rules).send(Request(url: "http://public.example/file"))
    #expect(answer.status == 200 && answer.body == Array("hello".utf8))
    let asked = try #require(origin.requests.first)
    #expect(asked.header("Proxy-Authorization") == "Basic " + Data("joe:s3cret".utf8).base64EncodedString())
    #expect(answer.remoteAddress == nil)
  }

  @Test("what a URL or a redirect shows to be private is refused before the proxy is asked")
  func vetoes() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    for (path, place) in [
      ("/a", "http://10.0.0.1/x"), ("/b", "http://wiki.internal/x"), ("/c", "http://169.254.169.254/"),
    ] {
      origin.serve("http://public.example" + path) { _ in
        OriginReply(status: 302, headers: [("Location", place)])
      }
    }
    let rules = ProxyRules(http: try Proxy("127.0.0.1:\(origin.port)"))
    for policy in [AddressPolicy.publicOnly, AddressPolicy.privateAllowed] {
      for path in ["/a", "/b", "/c"] {
        let error = await #expect(throws: TransferError.self) {
          try await Self.client(rules, policy).send(Request(url: "http://public.example" + path))
        }
        #expect(error?.code == .forbiddenAddress, "\(path): \(error?.description ?? "")")
      }
    }
    for url in ["http://10.0.0.1/", "http://wiki.internal/", "http://192.168.1.1/"] {
      let error = await #expect(throws: TransferError.self) {
        try await Self.client(rules).send(Request(url: url))
      }
      #expect(error?.code == .forbiddenAddress)
    }
    #expect(origin.requests.count == 6)
    // This machine is never asked for at a proxy.
    let error = await #expect(throws: TransferError.self) {
      try await Self.client(rules).send(Request(url: "http://127.0.0.1:1/"))
    }
    #expect(error?.code == .forbiddenAddress && origin.requests.count == 6)
  }

  @Test(
    "a proxy that does not let a request through is named, the password is not, and nothing was sent",
    arguments: [407, 403])
  func refusals(status: Int) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("api.example:443") { _ in OriginReply(status: status) }
    let rules = ProxyRules(https: try Proxy("http://joe:s3cret@127.0.0.1:\(origin.port)"))
    let error = await #expect(throws: TransferError.self) {
      try await Self.client(rules).send(
        Request(.post, url: "https://api.example/v2/create", body: .bytes([1])))
    }
    #expect(error?.neverSent == true && error?.code == .unreachable, "\(error?.description ?? "")")
    #expect(
      error?.description.contains("the proxy http://127.0.0.1:\(origin.port) ") == true,
      "\(error?.description ?? "")")
    #expect(
      error?.description.contains(status == 407 ? "user and password" : "does not let") == true,
      "\(error?.description ?? "")")
    #expect(error?.description.contains("s3cret") == false)
  }

  @Test(
    "through a tunnel: the proxy is asked for the host by its name, and TLS is proved by the host itself",
    .enabled(if: TLSServer.isAvailable, "the openssl tool is not installed"), arguments: ["http", "socks5h"])
  func tunnels(kind: String) async throws {
    let server = try TLSServer(names: "DNS:media.example")
    defer { server.stop() }
    let tunnel = try TunnelProxy(to: server.port)
    defer { tunnel.stop() }
    let rules = ProxyRules(https: try Proxy("\(kind)://127.0.0.1:\(tunnel.port)"))
    let client = HTTPClient(
      policy: .publicOnly, proxies: rules, certificates: server.certificate, judgesNames: true)
    let answer = try await client.send(Request(url: "https://media.example/a.mp4"))
    #expect(answer.status == 200 && answer.url == "https://media.example/a.mp4")
    // The public name led to this machine: that the proxy alone knows, and no address is claimed.
    #expect(answer.remoteAddress == nil && answer.certificateEnd != nil)
    #expect(tunnel.asked == ["media.example:443"])
    // Another host's certificate is no better for coming through a proxy.
    let other = await failure { () throws(TransferError) in
      try await client.send(Request(url: "https://other.example/a.mp4"))
    }
    #expect(other?.code == .tls && other?.neverSent == true, "\(other?.description ?? "")")
    #expect(tunnel.asked == ["media.example:443", "other.example:443"])
    // What the URL itself shows is refused before anybody is asked.
    for url in [
      "https://10.0.0.1/", "https://[fd00::1]/", "https://wiki.internal/", "https://169.254.169.254/",
    ] {
      let error = await failure { () throws(TransferError) in try await client.send(Request(url: url)) }
      #expect(error?.code == .forbiddenAddress, "\(url)")
    }
    #expect(tunnel.asked.count == 2)
  }
}
