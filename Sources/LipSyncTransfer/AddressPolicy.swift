/// Which hosts may be contacted, decided by the address at the socket: never by the name, which anybody can point anywhere.
public struct AddressPolicy: Sendable, Equatable {
  /// Public addresses only.
  public static let publicOnly = AddressPolicy(allowsPrivate: false)
  /// Public, loopback, private, carrier-shared and unique local addresses; never link-local.
  public static let privateAllowed = AddressPolicy(allowsPrivate: true)

  /// Whether this machine and private networks may be contacted.
  public var allowsPrivate: Bool

  /// The only hosts, as `host` or `host:port` in lower case, for which `allowsPrivate` holds; nil for all of them.
  public var privateHosts: Set<String>?

  /// Addresses refused whatever their sort.
  public var refused: Set<IPAddress>

  /// Names a policy.
  public init(allowsPrivate: Bool, privateHosts: Set<String>? = nil, refused: Set<IPAddress> = []) {
    self.allowsPrivate = allowsPrivate
    self.privateHosts = privateHosts
    self.refused = refused
  }

  /// What `allowsPrivate` opens.
  static let opened: Set<AddressClass.Kind> = [.loopback, .privateNetwork, .carrierShared, .uniqueLocal]

  /// Why an address is out of bounds, as a clause (`127.0.0.1 is a loopback address (127.0.0.0/8)`); nil if it is
  /// allowed.
  ///
  /// - Parameters:
  ///   - place: what the address was looked up for; nil if that does not matter.
  ///   - isAfterPublic: whether a host of the public network has led there by a redirect: no such one leads inside, whatever
  ///     is allowed.
  package func objection(
    to address: IPAddress, of place: WebAddress? = nil, isAfterPublic: Bool = false
  ) -> String? {
    if refused.contains(address) { return "\(address) is refused by configuration" }
    let sort = AddressClass(of: address)
    if sort.kind == .global { return nil }
    if isAfterPublic { return "\(address) is \(sort.reason), and a public host redirects to it" }
    return opens(place) && Self.opened.contains(sort.kind) ? nil : "\(address) is \(sort.reason)"
  }

  /// Whether private addresses are open for a place.
  private func opens(_ place: WebAddress?) -> Bool {
    guard allowsPrivate, let privateHosts, let place else { return allowsPrivate }
    return privateHosts.contains(place.host) || privateHosts.contains(place.authority)
  }

  /// Why the host of a URL, written as an address or as a name such as `localhost`, is out of bounds; nil if only the socket
  /// can tell.
  package func objection(to place: WebAddress) -> String? {
    AddressPolicy(allowsPrivate: opens(place), refused: refused).objection(toHost: place.host)
  }

  /// Why a name's addresses, taken together, are out of bounds if some of them are and others are not: who fetches from
  /// the name may be sent to any of them. Nil if all are allowed, and if none is, which the socket tells.
  package func objection(toAnswers addresses: [IPAddress], of name: String) -> String? {
    let refused = addresses.compactMap { objection(to: $0) }
    guard let first = refused.first, refused.count < addresses.count else { return nil }
    return "\(name) has \(addresses.count) addresses, of which \(first)"
  }

  /// Why a host written as an address, or a name such as `localhost`, is out of bounds; nil if only the socket can
  /// tell. Odd spellings (`127.1`, `0x7f000001`, full-width digits) are read as libcurl reads them.
  package func objection(toHost host: String) -> String? {
    var name = (try? WebAddress("http://\(host)/"))?.host ?? host.lowercased()
    if let address = IPAddress(name) { return objection(to: address) }
    while name.last == "." { name.removeLast() }
    if let address = IPAddress(name) { return objection(to: address) }
    if allowsPrivate { return nil }
    if !name.contains("."), !name.isEmpty, !name.contains(":") {
      return name == "localhost"
        ? "localhost is this machine" : "\(name) is a bare name, known only inside its own network"
    }
    return Self.innerSuffixes.first { name.hasSuffix($0.suffix) }.map { "\(name) is \($0.reason)" }
  }

  /// Endings of names that no public resolver answers for (RFC 6761, 6762 with its appendix G, 7686, 8375 and ICANN's
  /// reservation of 2024).
  private static let innerSuffixes: [(suffix: String, reason: String)] = [
    (".localhost", "this machine"),
    (".local", "a name of the local network segment"),
    (".internal", "a name of a private network"),
    (".home.arpa", "a name of a home network"),
    (".localdomain", "a name of a private network"),
    (".lan", "a name of a private network"),
    (".intranet", "a name of a private network"),
    (".private", "a name of a private network"),
    (".corp", "a name of a private network"),
    (".home", "a name of a home network"),
    (".onion", "a name that only Tor knows"),
  ]
}
