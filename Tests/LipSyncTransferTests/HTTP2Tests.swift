import Foundation
import TestSupport
import Testing

@testable import LipSyncTransfer

/// Hosts that speak HTTP/2 and break off in its own ways: frames (RFC 9113) written by hand over a TLS server of openssl.
@Suite(.enabled(if: TLSServer.isAvailable, "the openssl tool is not installed"))
struct HTTP2Tests {
  /// A frame: 3 bytes of length, type, flags, stream, payload.
  static func frame(type: UInt8, flags: UInt8 = 0, stream: UInt8 = 0, _ payload: [UInt8] = []) -> [UInt8] {
    [0, 0, UInt8(payload.count), type, flags, 0, 0, 0, stream] + payload
  }

  static let settings = frame(type: 4)
  /// `:status: 200`, entry 8 of HPACK's static table.
  static let head = frame(type: 1, flags: 4, stream: 1, [0x88])
  static let internalError: [UInt8] = [0, 0, 0, 2]
  static let reset = frame(type: 3, stream: 1, internalError)
  /// Refuses all streams, and closes.
  static let goAway = frame(type: 7, [0, 0, 0, 0] + internalError)

  static let ping = frame(type: 6, Array("a ping's".utf8))

  static func data(_ text: String, isLast: Bool = false) -> [UInt8] {
    frame(type: 0, flags: isLast ? 1 : 0, stream: 1, Array(text.utf8))
  }

  /// Sends one request to a server that answers it with bytes, and a second one with HTTP/1.1 where it comes to that.
  ///
  /// - Parameter end: sent once the client has taken in the answer, as its echo of a ping shows.
  static func exchange(
    _ answer: [UInt8], end: [UInt8]? = nil, again: String? = nil
  ) async throws -> Result<Response, TransferError> {
    let server = try TLSServer(names: "IP:127.0.0.1", talks: true, options: ["-alpn", "h2,http/1.1"])
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    nonisolated(unsafe) let peer = server
    // Reading what openssl prints blocks; it ends with the server.
    DispatchQueue.global().async {
      if peer.receives("PRI * HTTP/2") { peer.send(answer + (end == nil ? [] : Self.ping)) }
      if let end, peer.receives("a ping's") { peer.send(end) }
      if let again, peer.receives("GET / HTTP/1.1") { peer.send(Array(again.utf8)) }
    }
    defer { server.stop() }
    do throws(TransferError) {
      return .success(try await client.send(Request(url: server.url, totalTimeout: .seconds(20))))
    } catch {
      return .failure(error)
    }
  }

  @Test func anAnswerComesOverHTTP2() async throws {
    let response = try await Self.exchange(Self.settings + Self.head + Self.data("hello", isLast: true)).get()
    #expect(response.status == 200 && response.body == Array("hello".utf8))
  }

  @Test(arguments: [goAway, reset + goAway])
  func aHostThatRefusesTheStreamIsAskedOnceMoreOverHTTP1(refusal: [UInt8]) async throws {
    let again = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nagain"
    let response = try await Self.exchange(Self.settings + refusal, again: again).get()
    #expect(response.status == 200 && response.body == Array("again".utf8) && response.requests == 2)
  }

  @Test(arguments: [reset, goAway])
  func aStreamThatBreaksOffIsABrokenTransferAndNotACutObject(end: [UInt8]) async throws {
    let result = try await Self.exchange(Self.settings + Self.head + Self.data("hel"), end: end)
    guard case .failure(let error) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(error.code == .truncated && error.cause is BrokenTransfer)
    #expect(error.message.contains("3 bytes"), "\(error.message)")
  }
}
