import TestSupport
import Testing

@testable import LipSyncTransfer

/// Certificates made for the test, a server of the openssl tool, and a client that believes nobody without proof.
@Suite(.enabled(if: TLSServer.isAvailable, "the openssl tool is not installed"))
struct TLSTests {
  @Test func anUntrustedCertificateIsRefused() async throws {
    let server = try TLSServer(names: "DNS:localhost,IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed)
    let error = await failure { () throws(TransferError) in try await client.send(Request(url: server.url)) }
    #expect(error?.code == .tls)
    #expect(error?.message.contains("certificate") == true)
    #expect(error?.neverSent == true)
  }

  @Test func aTrustedOneIsAccepted() async throws {
    let server = try TLSServer(names: "DNS:localhost,IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    let response = try await client.send(Request(url: server.url))
    #expect(response.status == 200)
  }

  @Test func anotherNamesCertificateIsRefused() async throws {
    let server = try TLSServer(names: "DNS:other.example")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    let error = await failure { () throws(TransferError) in try await client.send(Request(url: server.url)) }
    #expect(error?.code == .tls)
  }

  @Test func aPlainServerIsNotTLS() async throws {
    let bench = try Bench()
    defer { bench.origin.stop() }
    let url = "https://127.0.0.1:\(bench.origin.port)/"
    let error = await failure { () throws(TransferError) in try await bench.client.send(Request(url: url)) }
    #expect(error?.code == .tls)
  }

  @Test func certificatesThatCannotBeReadAreAFailureOfTLS() async throws {
    let server = try TLSServer(names: "IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: "/nowhere.pem", judgesNames: true)
    let error = await failure { () throws(TransferError) in try await client.send(Request(url: server.url)) }
    #expect(error?.code == .tls)
  }
}
