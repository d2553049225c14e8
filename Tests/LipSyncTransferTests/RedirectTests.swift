import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite struct RedirectTests {
  @Test(arguments: [
    (301, Request.Method.post, Request.Method.get, false), (302, .post, .get, false),
    (303, .post, .get, false),
    (307, .post, .post, true), (308, .post, .post, true), (301, .put, .put, true), (302, .put, .put, true),
    (303, .put, .get, false), (307, .put, .put, true), (303, .delete, .get, false), (301, .get, .get, false),
  ])
  func eachStatusHasItsMethod(status: Int, method: Request.Method, next: Request.Method, sends: Bool) throws {
    let body: Request.Body = method == .get ? .none : .bytes([1])
    let headers = [(name: "Content-Type", value: "text/plain"), (name: "X-A", value: "b")]
    var walk = try RedirectWalk(Request(method, url: "http://a.example/", headers: headers, body: body))
    try walk.follow(status: status, location: "/next")
    #expect(walk.method == next)
    #expect(walk.sendsBody == sends)
    #expect(walk.address.text == "http://a.example/next")
    #expect(walk.headers.map(\.name) == (sends || method == .get ? ["Content-Type", "X-A"] : ["X-A"]))
  }

  @Test func secretsStayWithTheirOrigin() throws {
    let names = [
      "X-Api-Key", "Authorization", "Cookie", "Range", "If-Range", "Accept", "User-Agent", "accept-encoding",
    ]
    let request = Request(url: "https://a.example/", headers: names.map { ($0, "x") })
    for location in ["https://b.example/", "https://a.example:444/", "//www.a.example/"] {
      var walk = try RedirectWalk(request)
      try walk.follow(status: 302, location: location)
      #expect(walk.headers.map(\.name) == ["Range", "If-Range", "Accept", "User-Agent", "accept-encoding"])
      try walk.follow(status: 302, location: "https://a.example/back")
      #expect(walk.headers.count == 5)
    }
    var same = try RedirectWalk(request)
    try same.follow(status: 302, location: "https://A.example:443/b")
    #expect(same.headers.count == names.count)
  }

  @Test(arguments: [
    "http://a.example/", "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/",
    "https://u:p@a.example/",
    "https://", "https://a.example/",
  ])
  func someMustNotBeFollowed(location: String) throws {
    var walk = try RedirectWalk(Request(url: "https://a.example/"))
    #expect {
      try walk.follow(status: 302, location: location)
    } throws: { ($0 as? TransferError)?.code == .redirect }
  }

  @Test func errorsHoldNoSignatures() throws {
    var walk = try RedirectWalk(Request(url: "https://a.example/?sig=TOPSECRET"))
    let error = #expect(throws: TransferError.self) {
      try walk.follow(status: 302, location: "http://a.example/?token=TOPSECRET")
    }
    #expect(error?.description.contains("TOPSECRET") == false)
  }

  @Test func theWayIsWrittenDown() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a", [], faults: [.redirect(301, to: "/b?c d")])
    bench.origin.serve("/b", [1], faults: [])
    let response = try await bench.client.send(Request(url: bench.origin.url("/a")))
    #expect(response.status == 200)
    #expect(response.body == [1])
    #expect(response.url == bench.origin.url("/b?c%20d"))
    #expect(response.redirects == [.init(status: 301, location: bench.origin.url("/b?c%20d"))])
    #expect(response.requests == 2)
    #expect(bench.origin.connections == 1)
  }

  @Test(arguments: [("/loop", "loop:", 2), ("/endless", "more than 8", 9)])
  func loopsAndLongWaysEnd(path: String, words: String, requests: Int) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/loop", [], faults: [.redirectLoop])
    bench.origin.serve("/endless", [], faults: [.redirectEndless])
    let request = Request(url: bench.origin.url(path))
    let error = await failure { () throws(TransferError) in try await bench.client.send(request) }
    #expect(error?.code == .redirect)
    #expect(error?.message.contains(words) == true)
    #expect(bench.origin.requests.count == requests && error?.requests == requests)
  }

  @Test func headersAreDroppedOnTheWire() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let other = try Origin()
    defer { other.stop() }
    bench.origin.serve("/a", [], faults: [.redirect(302, to: other.url("/b"))])
    other.serve("/b", [1, 2, 3])
    let request = Request(
      url: bench.origin.url("/a"), headers: [("X-Api-Key", "k"), ("User-Agent", "other")], range: 1...1)
    let response = try await bench.client.send(request)
    #expect(response.body == [2])
    #expect(bench.origin.requests.first?.header("X-Api-Key") == "k")
    let second = try #require(other.requests.first)
    #expect(second.header("X-Api-Key") == nil)
    #expect(second.header("User-Agent") == "other")
    #expect(second.header("Range") == "bytes=1-1")
  }

  @Test func aRedirectWithALongBodyIsFollowed() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let target = bench.origin.url("/b")
    bench.origin.serve("/a") { _ in
      OriginReply(status: 302, headers: [("Location", target)], body: pattern(1_000_000))
    }
    bench.origin.serve("/b", [1])
    let response = try await bench.client.send(Request(url: bench.origin.url("/a"), bodyLimit: 10))
    #expect(response.body == [1])
    #expect(response.bytesReceived < 200_000)
  }
}
