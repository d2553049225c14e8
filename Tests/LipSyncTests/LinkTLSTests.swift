import TestSupport
import Testing

@testable import LipSync
@testable import Transfer

/// Faults of TLS as an inspection tells them, each with a certificate made for it.
@Suite("Links over TLS", .enabled(if: TLSServer.isAvailable, "the openssl tool is not installed"))
struct LinkTLSTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    var names = "DNS:localhost,IP:127.0.0.1"
    var valid: (from: String, to: String)?
    var options: [String] = []
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
      Fault(name: "an old protocol", options: ["-tls1", "-cipher", "ALL:@SECLEVEL=0"], says: ""),
    ])
  func faults(_ fault: Fault) async throws {
    let server = try TLSServer(names: fault.names, valid: fault.valid, options: fault.options)
    defer { server.stop() }
    let client =
      fault.isTrusted
      ? HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
      : HTTPClient(policy: .privateAllowed)
    let inspector = Inspector(client: client, policy: .privateAllowed)
    let inspection = await inspector.inspect(.url(server.url), as: .video)
    #expect(inspection.findings.map(\.rule) == ["link.tls"], "\(inspection.findings.map(\.message))")
    #expect(inspection.failure?.message.contains(fault.says) == true, "\(inspection.failure?.message ?? "")")
    #expect(inspection.media == nil && inspection.link?.status == nil)
  }

  @Test("a certificate that is right is no finding of TLS, and plain HTTP under https is one")
  func others() async throws {
    let server = try TLSServer(names: "IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient(policy: .privateAllowed, certificates: server.certificate, judgesNames: true)
    let inspector = Inspector(client: client, policy: .privateAllowed)
    let good = await inspector.inspect(.url(server.url), as: .video)
    // What that server sends is a page about itself.
    #expect(good.findings.map(\.rule) == ["link.html-page"] && good.link?.status == 200)
    let origin = try Origin()
    defer { origin.stop() }
    let plain = await inspector.inspect(.url("https://127.0.0.1:\(origin.port)/a"), as: .video)
    #expect(plain.findings.map(\.rule) == ["link.tls"])
  }
}
