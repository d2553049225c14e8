/// What kind of address it is, and by which range.
package struct AddressClass: Sendable, Equatable {
  /// The sorts of address.
  package enum Kind: String, Sendable, CaseIterable {
    /// Reachable from anywhere.
    case global
    /// This machine.
    case loopback
    /// A private network, RFC 1918.
    case privateNetwork
    /// Behind a carrier's translator, RFC 6598; overlay networks use it too.
    case carrierShared
    /// A private IPv6 network, RFC 4193.
    case uniqueLocal
    /// This network segment only, RFC 3927 and 4291; cloud machines serve their credentials here.
    case linkLocal
    /// A cloud's metadata service outside the link-local ranges.
    case metadata
    /// No address at all; systems treat it as this machine.
    case unspecified
    /// A private IPv6 network of the withdrawn kind.
    case siteLocal
    /// Many receivers at once.
    case multicast
    /// For examples in texts.
    case documentation
    /// For measuring equipment.
    case benchmarking
    /// An IPv4 address wrapped for a tunnel or translator.
    case translated
    /// Reserved by the registries.
    case reserved

    /// The words for a message, with the article.
    var words: String {
      switch self {
      case .global: "a public address"
      case .loopback: "a loopback address"
      case .privateNetwork: "a private address"
      case .carrierShared: "a carrier-shared address"
      case .uniqueLocal: "a unique local address"
      case .linkLocal: "a link-local address"
      case .metadata: "a cloud metadata address"
      case .unspecified: "an unspecified address"
      case .siteLocal: "a site-local address"
      case .multicast: "a multicast address"
      case .documentation: "an address for documentation"
      case .benchmarking: "an address for benchmarking"
      case .translated: "a tunnelled or translated address"
      case .reserved: "a reserved address"
      }
    }
  }

  /// The sort; of the embedded IPv4 address if there is one that is not public itself.
  package let kind: Kind
  /// The range that decided, as `10.0.0.0/8`; nil for public addresses.
  package let range: String?
  /// The IPv4 address inside an IPv6 one.
  package let embedded: IPAddress?

  /// Sorts an address. A pure function of its bytes.
  package init(of address: IPAddress) {
    self = AddressRange.classify(address)
  }

  init(kind: Kind, range: String?, embedded: IPAddress? = nil) {
    self.kind = kind
    self.range = range
    self.embedded = embedded
  }

  /// One clause for a message: `a loopback address (127.0.0.0/8)`.
  package var reason: String {
    let sort = range.map { "\(kind.words) (\($0))" } ?? kind.words
    return embedded.map { "a wrapping of \($0), \(sort)" } ?? sort
  }
}

/// One row of the table of address ranges.
struct AddressRange: Sendable {
  let text: String
  let prefix: IPAddress
  let length: Int
  let kind: AddressClass.Kind
  /// Where an IPv4 address starts inside an address of this range, and whether its bits are inverted.
  let embedding: Embedding?

  enum Embedding: Sendable {
    /// The four bytes stand at this index. `reachable`: the system itself turns it into IPv4 traffic, so that the
    /// wrapping is as good or bad as what it wraps.
    case plain(at: Int, reachable: Bool)
    /// Teredo: the last four bytes, inverted.
    case inverted
  }

  init?(_ text: String, _ kind: AddressClass.Kind, _ embedding: Embedding? = nil) {
    let halves = text.split(separator: "/")
    guard halves.count == 2, let prefix = IPAddress(String(halves[0])), let length = Int(halves[1])
    else { return nil }
    self.text = text
    self.prefix = prefix
    self.length = length
    self.kind = kind
    self.embedding = embedding
  }

  /// Ranges that are not public, the narrow before the wide: IANA's special-purpose registries (RFC 6890) and the
  /// metadata services of clouds.
  static let all: [AddressRange] = [
    AddressRange("100.100.100.200/32", .metadata),
    AddressRange("168.63.129.16/32", .metadata),
    AddressRange("fd00:ec2::254/128", .metadata),
    AddressRange("0.0.0.0/8", .unspecified),
    AddressRange("10.0.0.0/8", .privateNetwork),
    AddressRange("100.64.0.0/10", .carrierShared),
    AddressRange("127.0.0.0/8", .loopback),
    AddressRange("169.254.0.0/16", .linkLocal),
    AddressRange("172.16.0.0/12", .privateNetwork),
    AddressRange("192.0.0.0/24", .reserved),
    AddressRange("192.0.2.0/24", .documentation),
    AddressRange("192.88.99.0/24", .reserved),
    AddressRange("192.168.0.0/16", .privateNetwork),
    AddressRange("198.18.0.0/15", .benchmarking),
    AddressRange("198.51.100.0/24", .documentation),
    AddressRange("203.0.113.0/24", .documentation),
    AddressRange("224.0.0.0/4", .multicast),
    AddressRange("240.0.0.0/4", .reserved),
    AddressRange("::/128", .unspecified),
    AddressRange("::1/128", .loopback),
    AddressRange("::/96", .translated, .plain(at: 12, reachable: false)),
    AddressRange("::ffff:0:0/96", .translated, .plain(at: 12, reachable: true)),
    AddressRange("::ffff:0:0:0/96", .translated, .plain(at: 12, reachable: false)),
    AddressRange("64:ff9b::/96", .translated, .plain(at: 12, reachable: true)),
    AddressRange("64:ff9b:1::/48", .translated, .plain(at: 12, reachable: false)),
    AddressRange("100::/64", .reserved),
    AddressRange("2001::/32", .translated, .inverted),
    AddressRange("2001:10::/28", .reserved),
    AddressRange("2001:20::/28", .reserved),
    AddressRange("2001:db8::/32", .documentation),
    AddressRange("2002::/16", .translated, .plain(at: 2, reachable: false)),
    AddressRange("3fff::/20", .documentation),
    AddressRange("5f00::/16", .reserved),
    AddressRange("fc00::/7", .uniqueLocal),
    AddressRange("fe80::/10", .linkLocal),
    AddressRange("fec0::/10", .siteLocal),
    AddressRange("ff00::/8", .multicast),
  ].compactMap(\.self)

  /// The first range that holds the address decides; an address wrapped in it decides instead, if it is worse.
  static func classify(_ address: IPAddress) -> AddressClass {
    guard let row = all.first(where: { address.isWithin($0.prefix, $0.length) }) else {
      return AddressClass(kind: .global, range: nil)
    }
    guard let embedding = row.embedding else { return AddressClass(kind: row.kind, range: row.text) }
    let inner: [UInt8]
    let reachable: Bool
    switch embedding {
    case .plain(let index, let isReachable):
      inner = Array(address.bytes[index..<index + 4])
      reachable = isReachable
    case .inverted:
      inner = address.bytes.suffix(4).map { ~$0 }
      reachable = false
    }
    guard let embedded = IPAddress(bytes: inner) else { return AddressClass(kind: row.kind, range: row.text) }
    let within = classify(embedded)
    // A wrapping that nothing on the way undoes is refused whatever it wraps, but says link-local where it is.
    if reachable || !AddressPolicy.opened.contains(within.kind) && within.kind != .global {
      return AddressClass(kind: within.kind, range: within.range, embedded: embedded)
    }
    return AddressClass(kind: .translated, range: row.text, embedded: embedded)
  }
}
