import Testing

@testable import LipSyncTransfer

@Suite("names that are nobody's")
struct ReservedNameTests {
  @Test(
    "reserved endings, public names of this machine, and names that hold an address",
    arguments: [
      ("a.test", "RFC 6761"), ("a.example.test.", "RFC 6761"), ("nowhere.invalid", "never leads anywhere"),
      ("a.alt", "RFC 9476"), ("a.i2p", "I2P"), ("a.eth", "blockchain"), ("x.fritz.box", "home network"),
      ("lvh.me", "this machine"), ("app.localtest.me", "this machine"),
      ("127.0.0.1.nip.io", "127.0.0.1 is a loopback"),
      ("app-192-168-1-5.sslip.io", "192.168.1.5 is a private"),
      ("x.10.0.0.1.nip.io", "10.0.0.1 is a private"),
      ("1.0.0.10.in-addr.arpa", "looking up"),
    ])
  func told(host: String, says: String) throws {
    let place = try WebAddress("https://\(host)/a.mp4")
    #expect(ReservedName.objection(to: place, by: .publicOnly)?.contains(says) == true)
    #expect(ReservedName.objection(to: place, by: .privateAllowed) == nil)
  }

  @Test(
    "names that a resolver may know",
    arguments: [
      "a.example.com", "test.com", "invalid.org", "8.8.8.8.nip.io", "nip.io", "www.nip.io", "mylvh.me",
      "a.tested",
    ])
  func others(host: String) throws {
    #expect(ReservedName.objection(to: try WebAddress("https://\(host)/"), by: .publicOnly) == nil)
  }
}
