import Testing

@testable import LipSyncTransfer

@Suite struct AddressPolicyTests {
  /// Address, sort, and whether it is open to `publicOnly` and `privateAllowed`.
  static let rows: [(String, AddressClass.Kind, Bool, Bool)] = [
    ("8.8.8.8", .global, true, true),
    ("1.1.1.1", .global, true, true),
    ("93.184.216.34", .global, true, true),
    ("2606:4700::1111", .global, true, true),
    ("127.0.0.1", .loopback, false, true),
    ("127.255.255.255", .loopback, false, true),
    ("128.0.0.1", .global, true, true),
    ("10.0.0.1", .privateNetwork, false, true),
    ("11.0.0.1", .global, true, true),
    ("172.15.255.255", .global, true, true),
    ("172.16.0.0", .privateNetwork, false, true),
    ("172.31.255.255", .privateNetwork, false, true),
    ("172.32.0.0", .global, true, true),
    ("192.168.1.1", .privateNetwork, false, true),
    ("192.169.0.0", .global, true, true),
    ("100.63.255.255", .global, true, true),
    ("100.64.0.0", .carrierShared, false, true),
    ("100.127.255.255", .carrierShared, false, true),
    ("100.128.0.0", .global, true, true),
    ("100.100.100.200", .metadata, false, false),
    ("168.63.129.15", .global, true, true),
    ("168.63.129.16", .metadata, false, false),
    ("168.63.129.17", .global, true, true),
    ("::ffff:168.63.129.16", .metadata, false, false),
    ("64:ff9b::a83f:8110", .metadata, false, false),
    ("169.254.169.254", .linkLocal, false, false),
    ("169.253.255.255", .global, true, true),
    ("0.0.0.0", .unspecified, false, false),
    ("0.1.2.3", .unspecified, false, false),
    ("192.0.0.1", .reserved, false, false),
    ("192.0.2.1", .documentation, false, false),
    ("192.88.99.1", .reserved, false, false),
    ("198.18.0.1", .benchmarking, false, false),
    ("198.19.255.255", .benchmarking, false, false),
    ("198.20.0.0", .global, true, true),
    ("198.51.100.1", .documentation, false, false),
    ("203.0.113.1", .documentation, false, false),
    ("224.0.0.1", .multicast, false, false),
    ("239.255.255.255", .multicast, false, false),
    ("240.0.0.1", .reserved, false, false),
    ("255.255.255.255", .reserved, false, false),
    ("::", .unspecified, false, false),
    ("::1", .loopback, false, true),
    ("::2", .unspecified, false, false),
    ("::7f00:1", .translated, false, false),
    ("::ffff:127.0.0.1", .loopback, false, true),
    ("::ffff:10.1.2.3", .privateNetwork, false, true),
    ("::ffff:169.254.169.254", .linkLocal, false, false),
    ("::ffff:8.8.8.8", .global, true, true),
    ("::ffff:0:127.0.0.1", .translated, false, false),
    ("64:ff9b::7f00:1", .loopback, false, true),
    ("64:ff9b::808:808", .global, true, true),
    ("64:ff9b::a9fe:a9fe", .linkLocal, false, false),
    ("64:ff9b:1::808:808", .translated, false, false),
    ("2002:7f00:1::1", .translated, false, false),
    ("2002:a9fe:a9fe::1", .linkLocal, false, false),
    ("2002:808:808::1", .translated, false, false),
    ("2001:0:1:2:3:4:80ff:fffe", .translated, false, false),
    ("2001:0:1:2:3:4:5601:5601", .linkLocal, false, false),
    ("2001:10::1", .reserved, false, false),
    ("2001:20::1", .reserved, false, false),
    ("2001:db8::1", .documentation, false, false),
    ("3fff::1", .documentation, false, false),
    ("5f00::1", .reserved, false, false),
    ("100::1", .reserved, false, false),
    ("fc00::1", .uniqueLocal, false, true),
    ("fdff::1", .uniqueLocal, false, true),
    ("fd00:ec2::254", .metadata, false, false),
    ("fe80::1", .linkLocal, false, false),
    ("fe80::1%eth0", .linkLocal, false, false),
    ("febf::1", .linkLocal, false, false),
    ("fec0::1", .siteLocal, false, false),
    ("ff02::1", .multicast, false, false),
  ]

  @Test(arguments: rows)
  func addressesAreSorted(text: String, kind: AddressClass.Kind, isPublic: Bool, isPrivate: Bool) throws {
    let address = try #require(IPAddress(text))
    #expect(AddressClass(of: address).kind == kind)
    #expect((AddressPolicy.publicOnly.objection(to: address) == nil) == isPublic)
    #expect((AddressPolicy.privateAllowed.objection(to: address) == nil) == isPrivate)
  }

  @Test func everyRangeOfTheTableIsReadable() {
    #expect(AddressRange.all.count == 37)
    #expect(AddressClass.Kind.allCases.allSatisfy { !$0.words.isEmpty })
  }

  @Test func objectionsNameAddressAndRange() throws {
    let plain = try #require(IPAddress("10.1.2.3"))
    #expect(AddressPolicy.publicOnly.objection(to: plain) == "10.1.2.3 is a private address (10.0.0.0/8)")
    let mapped = try #require(IPAddress("::ffff:127.0.0.1"))
    #expect(
      AddressPolicy.publicOnly.objection(to: mapped)
        == "::ffff:127.0.0.1 is a wrapping of 127.0.0.1, a loopback address (127.0.0.0/8)")
    let refusing = AddressPolicy(allowsPrivate: true, refused: [plain])
    #expect(refusing.objection(to: plain) == "10.1.2.3 is refused by configuration")
  }

  @Test func severalAddressesAreJudgedTogether() throws {
    let (inside, outside) = (try #require(IPAddress("10.0.0.1")), try #require(IPAddress("8.8.8.8")))
    let policy = AddressPolicy.publicOnly
    #expect(
      policy.objection(toAnswers: [outside, inside], of: "a.example")
        == "a.example has 2 addresses, of which 10.0.0.1 is a private address (10.0.0.0/8)")
    for same in [[], [outside], [inside], [outside, outside], [inside, inside]] {
      #expect(policy.objection(toAnswers: same, of: "a.example") == nil)
    }
    #expect(AddressPolicy.privateAllowed.objection(toAnswers: [outside, inside], of: "a.example") == nil)
  }

  @Test func theSystemTellsAllAddresses() async throws {
    let local = await HostLookup.addresses(of: "localhost", within: .seconds(60))
    #expect(!local.isEmpty && local.allSatisfy { AddressClass(of: $0).kind == .loopback })
    #expect(await HostLookup.addresses(of: "nowhere.invalid", within: .seconds(60)) == [])
    #expect(await HostLookup.addresses(of: "127.0.0.1", within: .zero) == [])
  }

  @Test(arguments: [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
    "127.0.0.1.",
    "１２７.0.0.1", "①②⑦.0.0.1", "localhost", "LOCALHOST", "localhost.", "foo.localhost", "printer.local",
    "db.internal", "nas", "box.home.arpa", "169.254.169.254", "127。0。0。1", "ⓛocalhost", "loc\u{ad}alhost",
    "localhost%E3%80%82", "127.0.0.1%2e", "00000177.1", "0", "[::ffff:7f00:1]", "[fe80::1%25eth0]",
    "[::ffff:127.0.0.1%25lo]", "[64:ff9b::7f00:1]",
    "printer.lan", "wiki.intranet", "files.corp", "nas.home", "abcdef.onion",
  ])
  func hostsThatAreOutOfBoundsAreTold(host: String) {
    #expect(AddressPolicy.publicOnly.objection(toHost: host) != nil)
  }

  @Test(arguments: [
    "example.com", "8.8.8.8", "[2606:4700::1111]", "local.example.com", "a.b.c", "bücher.example",
  ])
  func hostsThatOnlyTheSocketCanJudgePass(host: String) {
    #expect(AddressPolicy.publicOnly.objection(toHost: host) == nil)
  }

  @Test func privateHostsPassWhereTheyAreAllowedButLinkLocalNever() {
    let policy = AddressPolicy.privateAllowed
    #expect(policy.objection(toHost: "localhost") == nil)
    #expect(policy.objection(toHost: "nas") == nil)
    #expect(policy.objection(toHost: "127.1") == nil)
    #expect(policy.objection(toHost: "169.254.169.254") != nil)
    #expect(policy.objection(toHost: "0xa9fea9fe") != nil)
    #expect(policy.objection(toHost: "[fe80::1]") != nil)
  }

  @Test("private addresses that are opened for some hosts stay closed for all others")
  func namedHosts() throws {
    let policy = AddressPolicy(allowsPrivate: true, privateHosts: ["127.0.0.1:8787", "nas.lan"])
    let inside = try #require(IPAddress("10.1.2.3"))
    for (url, isOpen) in [
      ("http://127.0.0.1:8787/a", true), ("http://127.0.0.1:6379/", false), ("http://127.0.0.1/", false),
      ("http://nas.lan/a.mp4", true), ("http://nas.lan:9000/a.mp4", true), ("http://other.lan/", false),
    ] {
      let place = try WebAddress(url)
      #expect((policy.objection(to: place) == nil) == isOpen, "\(url)")
      #expect((policy.objection(to: inside, of: place) == nil) == isOpen, "\(url)")
    }
    let linkLocal = try #require(IPAddress("169.254.169.254"))
    let nas = try WebAddress("http://nas.lan/")
    #expect(policy.objection(to: linkLocal, of: nas) != nil)
  }

  @Test("a redirect of a public host leads nowhere inside, whatever is allowed")
  func afterPublic() throws {
    let place = try WebAddress("http://127.0.0.1/admin")
    for policy in [
      AddressPolicy.privateAllowed, AddressPolicy(allowsPrivate: true, privateHosts: ["127.0.0.1"]),
    ] {
      let address = try #require(IPAddress("127.0.0.1"))
      #expect(policy.objection(to: address, of: place) == nil)
      #expect(
        policy.objection(to: address, of: place, isAfterPublic: true)
          == "127.0.0.1 is a loopback address (127.0.0.0/8), and a public host redirects to it")
    }
    let outside = try #require(IPAddress("93.184.215.14"))
    #expect(AddressPolicy.publicOnly.objection(to: outside, of: place, isAfterPublic: true) == nil)
  }
}
