import TestSupport
import Testing

@testable import LipSync
@testable import LipSyncTransfer

/// Faults of TLS as an inspection tells them, each with a certificate made for it.
@Suite("Links over TLS", .enabled(if: TLSServer.isAvailable, "the openssl tool is not installed"))
struct LinkTLSTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    var names = "DNS:localhost,IP:127.0.0.1"
    var valid: (from: String, to: String)?
    var options: [String] = []
    /// Whether the certificate that it was signed by is kept back.
    var isIssued = false
    var remedy = ""
    /// Whether who looks trusts the certificate's signer.
    var isTrusted = true
    let says: String
    var testDescription: String { name }
  }

  @Test(
    "each is link.tls, and says why",
    arguments: [
      Fault(name: "expired", valid: ("20200101000000Z", "20200201000000Z"), says: "expired"),
      Fault(name: "not yet valid", valid: ("20900101000000Z", "20910101000000Z"), says: "not yet valid"),
      Fault(name: "for another host", names: "DNS:other.example", says: "certificate"),
      Fault(name: "signed by itself", isTrusted: false, says: "self-signed"),
      Fault(
        name: "without the certificate between", isIssued: true, remedy: "intermediate certificates",
        says: "issuer certificate"),
      Fault(name: "an old protocol", options: ["-tls1", "-cipher", "ALL:@SECLEVEL=0"], says: ""),
    ])
  func faults(_ fault: Fault) async throws {
    let server = try TLSServer(
      names: fault.names, valid: fault.valid, isIssued: fault.isIssued, options: fault.options)
    defer { server.stop() }
    let client =
      fault.isTrusted
      ? HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
      : HTTPClient(policy: .privateAllowed)
    let inspector = Inspector(client: client)
    let inspection = await inspector.inspect(.url(server.url), as: .video)
    #expect(inspection.findings.map(\.rule.rawValue) == ["link.tls"], "\(inspection.findings.map(\.message))")
    #expect(inspection.failure?.message.contains(fault.says) == true, "\(inspection.failure?.message ?? "")")
    #expect(inspection.failure?.remedy.contains(fault.remedy) == true, "\(inspection.failure?.remedy ?? "")")
    #expect(inspection.media == nil && inspection.link?.status == nil)
  }

  @Test("a certificate that is right is no finding of TLS, and plain HTTP under https is one")
  func others() async throws {
    let server = try TLSServer(names: "IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    let inspector = Inspector(client: client)
    let good = await inspector.inspect(.url(server.url), as: .video)
    // What that server sends is a page about itself.
    #expect(good.findings.map(\.rule.rawValue) == ["link.html-page"] && good.link?.status == 200)
    let origin = try Origin()
    defer { origin.stop() }
    let plain = await inspector.inspect(.url("https://127.0.0.1:\(origin.port)/a"), as: .video)
    #expect(plain.findings.map(\.rule.rawValue) == ["link.tls"])
  }

  @Test("the end of a certificate is seen, also on a connection that is used again, and nil without TLS")
  func end() async throws {
    let server = try TLSServer(names: "IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    for _ in 0..<2 {
      let response = try await client.send(Request(url: server.url))
      let end = UnixTime(try #require(response.certificateEnd))
      #expect(abs(end - UnixTime.now - 2 * 86400) < 3600)
    }
    let origin = try Origin()
    defer { origin.stop() }
    #expect(try await client.send(Request(url: origin.url("/a"))).certificateEnd == nil)
  }

  @Test(
    "days that a certificate has left, against the time at which the file may be fetched",
    arguments: [
      (600, Severity.warning), (1799, .warning), (1801, .info), (6 * 86400, .info), (8 * 86400, nil),
      (-5, nil),
    ] as [(Int64, Severity?)])
  func left(seconds: Int64, severity: Severity?) {
    let now = UnixTime(1_795_417_200)
    var response = Response(status: 200, url: "https://cdn.example.com/a")
    response.certificateEnd = (now + seconds).seconds
    let finding = CertificateJudge(now: now, horizon: 1800).finding(response, about: .video)
    #expect(finding?.severity == severity && (finding.map { $0.rule == .linkTLS } ?? true))
    if let finding { #expect(finding.message.contains(URLJudge.span(seconds)), "\(finding.message)") }
  }
}
