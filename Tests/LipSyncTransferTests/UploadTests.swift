import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

@Suite struct UploadTests {
  @Test(arguments: [Request.Method.post, .put])
  func bytesAreSentWithTheirLength(method: Request.Method) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a") { _ in .json("{}") }
    let request = Request(
      method, url: bench.origin.url("/a"), headers: [("Content-Type", "application/json")],
      body: .bytes(Array("{\"a\":1}".utf8)))
    let response = try await bench.client.send(request)
    #expect(response.status == 200)
    let seen = try #require(bench.origin.requests.first)
    #expect(seen.method == method.rawValue)
    #expect(seen.header("Content-Length") == "7")
    #expect(seen.header("Content-Type") == "application/json")
    #expect(seen.header("Expect") == nil)
    #expect(seen.header("Transfer-Encoding") == nil)
    #expect(seen.body == Array("{\"a\":1}".utf8))
  }

  @Test func anEmptyBodyHasALengthToo() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a") { _ in OriginReply() }
    _ = try await bench.client.send(Request(.put, url: bench.origin.url("/a"), body: .bytes([])))
    _ = try await bench.client.send(Request(.delete, url: bench.origin.url("/a")))
    #expect(bench.origin.requests.map(\.method) == ["PUT", "DELETE"])
    #expect(bench.origin.requests[0].header("Content-Length") == "0")
  }

  @Test func aFileIsStreamedAndReported() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    let bytes = (0..<12).flatMap { _ in pattern(1 << 20) }
    let path = try folder.write(bytes, as: "a.mp4")
    bench.origin.serve("/a") { _ in OriginReply() }
    let seen = Mutex<[Int64]>([])
    _ = try await bench.client.send(Request(.put, url: bench.origin.url("/a"), body: .file(path: path))) {
      sent, _ in
      seen.withLock { $0.append(sent) }
    }
    let request = try #require(bench.origin.requests.first)
    #expect(request.header("Content-Length") == "12582912")
    #expect(request.body == bytes)
    #expect(seen.withLock { $0.last } == 12_582_912)
    #expect(seen.withLock { $0 == $0.sorted() })
  }

  @Test func aRedirectSendsTheBodyAgainFromItsStart() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    let path = try folder.write(pattern(300_000), as: "a")
    let target = bench.origin.url("/b")
    bench.origin.serve("/a") { _ in OriginReply(status: 307, headers: [("Location", target)]) }
    bench.origin.serve("/b") { _ in OriginReply(status: 201) }
    let response = try await bench.client.send(
      Request(.put, url: bench.origin.url("/a"), body: .file(path: path)))
    #expect(response.status == 201)
    #expect(bench.origin.requests.map(\.body.count) == [300_000, 300_000])
    #expect(bench.origin.requests.last?.body == pattern(300_000))
  }

  @Test func aRefusalIsAnAnswer() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/a") { _ in OriginReply(status: 403, body: Array("no".utf8)) }
    let response = try await bench.client.send(
      Request(.put, url: bench.origin.url("/a"), body: .bytes(pattern(100_000))))
    #expect(response.status == 403)
    #expect(response.body == Array("no".utf8))
  }

  @Test(arguments: ["none", "."])
  func whatIsNoFileIsToldBeforeAnythingIsSent(name: String) async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let folder = try TemporaryDirectory()
    let request = Request(.put, url: bench.origin.url("/a"), body: .file(path: folder.file(name)))
    let error = await failure { () throws(TransferError) in try await bench.client.send(request) }
    #expect(error?.code == .file)
    #expect(bench.origin.connections == 0)
  }

  @Test func aStaleConnectionDoesNotLoseTheBody() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/warm", [1])
    bench.origin.serve("/a", [], faults: [.dropBeforeAnswer(times: 1)])
    _ = try await bench.client.send(Request(url: bench.origin.url("/warm")))
    // The reused connection dies without an answer: libcurl sends again on a fresh one, which needs the body rewound.
    let response = try await bench.client.send(
      Request(.put, url: bench.origin.url("/a"), body: .bytes(pattern(50_000))))
    #expect(response.status == 200)
    #expect(bench.origin.requests(to: "/a").map(\.body.count) == [50_000, 50_000])
  }

  @Test func aPostIsNeverSentTwice() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    bench.origin.serve("/warm", [1])
    bench.origin.serve("/a", [], faults: [.dropBeforeAnswer(times: 1)])
    _ = try await bench.client.send(Request(url: bench.origin.url("/warm")))
    let request = Request(.post, url: bench.origin.url("/a"), body: .bytes([1]))
    let error = await failure { () throws(TransferError) in try await bench.client.send(request) }
    #expect(error?.code == .unreachable)
    #expect(error?.neverSent == false)
    #expect(bench.origin.requests(to: "/a").count == 1)
  }

  @Test func onlyWhatReachedNobodyWasNeverSent() async throws {
    let bench = try Bench()
    let url = bench.origin.url("/a")
    bench.origin.stop()
    let request = Request(.post, url: url, body: .bytes([1]))
    let error = await failure { () throws(TransferError) in try await bench.client.send(request) }
    #expect(error?.code == .unreachable)
    #expect(error?.neverSent == true)
  }
}
