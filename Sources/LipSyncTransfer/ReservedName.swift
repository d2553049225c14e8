/// Names of hosts that lead nowhere but inside, or nowhere at all, told without a look-up.
package enum ReservedName {
  /// Why nobody outside reaches a host of that name, as a clause; nil if only a resolver can tell.
  package static func objection(to place: WebAddress, by policy: AddressPolicy) -> String? {
    guard !policy.allowsPrivate else { return nil }
    var name = place.host
    while name.last == "." { name.removeLast() }
    if let row = endings.first(where: { name.hasSuffix($0.suffix) }) { return "\(name) is \(row.reason)" }
    if machines.contains(where: { name == $0 || name.hasSuffix("." + $0) }) {
      return "\(name) is a public name for this machine (127.0.0.1)"
    }
    guard let address = embedded(in: name), let objection = policy.objection(to: address) else { return nil }
    return "\(name) is a name for the address in it, and \(objection)"
  }

  /// Endings that no public resolver answers for; `AddressPolicy` has those of networks inside.
  private static let endings: [(suffix: String, reason: String)] = [
    (".test", "a name for tests, which nobody else's resolver knows (RFC 6761)"),
    (".invalid", "nobody's name: the ending is reserved so that it never leads anywhere (RFC 6761)"),
    (".alt", "a name outside the DNS (RFC 9476), which no resolver knows"),
    (".i2p", "a name that only I2P knows"),
    (".bit", "a name of a blockchain, which public resolvers do not know"),
    (".eth", "a name of a blockchain, which public resolvers do not know"),
    (".consul", "a name of a private network"), (".fritz.box", "a name of a home network"),
    (".in-addr.arpa", "a name for looking up an address's name, not a host's"),
    (".ip6.arpa", "a name for looking up an address's name, not a host's"),
  ]

  /// Public names that lead to whoever asks.
  private static let machines = [
    "localtest.me", "lvh.me", "vcap.me", "lacolhost.com", "localho.st", "fuf.me",
  ]

  /// Domains whose names hold the address that they lead to: `10.0.0.1.nip.io`, `app-192-168-1-5.sslip.io`.
  private static let wildcards = [".nip.io", ".sslip.io", ".xip.io"]

  private static func embedded(in name: String) -> IPAddress? {
    guard let domain = wildcards.first(where: name.hasSuffix) else { return nil }
    let numbers = name.dropLast(domain.count).split { !$0.isNumber }.suffix(4)
    let isWhole = name.dropLast(domain.count).last?.isNumber == true
    return isWhole && numbers.count == 4 ? IPAddress(numbers.joined(separator: ".")) : nil
  }
}
