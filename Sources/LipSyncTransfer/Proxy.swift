/// A proxy that requests go through: `http://user:password@proxy.example:3128`.
public struct Proxy: Sendable, Equatable, CustomStringConvertible {
  /// What is wrong with a proxy's address, as a clause; the address is not repeated, as it may hold a password.
  public struct Fault: Error, Sendable, Equatable {
    /// The clause.
    public let message: String
  }

  /// Kinds of proxy that libcurl speaks to. Names are resolved by the proxy, but for `socks4` and `socks5`.
  static let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

  /// Kind, host and port, without user and password.
  public let description: String
  /// The user; nil for none.
  let user: Redacted?
  /// The password; nil for none.
  let password: Redacted?

  /// Whether a user or a password is given.
  public var hasCredentials: Bool { user != nil }

  /// Reads a proxy's address; without a scheme it is `http://`. The port has to be named: programs differ in what is usual.
  /// - Throws: `Fault` if it names no host, no port, or a kind that is not spoken to.
  public init(_ text: String) throws(Fault) {
    let (scheme, rest) = Self.split(text, at: "://")
    let kind = (rest == nil ? "http" : scheme).lowercased()
    guard Self.schemes.contains(kind) else {
      throw Fault(
        message:
          "\(kind.prefix(20)):// is no kind of proxy; use one of \(Self.schemes.joined(separator: ", "))")
    }
    var place = (rest ?? text)[...]
    place = place.prefix { !"/?#".contains($0) }
    let at = place.lastIndex(of: "@")
    let login = at.map { String(place[..<$0]) }
    if let at { place = place[place.index(after: at)...] }
    let port = place.lastIndex(of: ":").map { String(place[place.index(after: $0)...]) } ?? ""
    guard let number = UInt16(port), number > 0 else {
      throw Fault(message: "it names no port; write HOST:PORT, such as proxy.example:3128")
    }
    let host = place.prefix(place.utf8.count - port.utf8.count - 1)
    guard !host.isEmpty, let address = try? WebAddress("http://\(host):\(number)/") else {
      throw Fault(message: "it names no host; write HOST:PORT, such as proxy.example:3128")
    }
    description = "\(kind)://\(address.host.contains(":") ? "[\(address.host)]" : address.host):\(number)"
    let (name, secret) = Self.split(login ?? "", at: ":")
    user = login == nil ? nil : Redacted(percentDecoded(name))
    password = secret.map { Redacted(percentDecoded($0)) }
  }

  private static func split(_ text: String, at mark: String) -> (String, String?) {
    guard let range = text.firstRange(of: mark) else { return (text, nil) }
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }
}

/// Which requests go through which proxy.
public struct ProxyRules: Sendable, Equatable {
  /// Everything is contacted directly.
  public static let none = ProxyRules()

  /// For `https` URLs, by `CONNECT`: the proxy learns the host and no more.
  public var https: Proxy?
  /// For `http` URLs, which the proxy reads.
  public var http: Proxy?
  /// Hosts that are contacted directly, as in `NO_PROXY`: `example.com` with all below it, addresses, ranges (`10.0.0.0/8`) and `*`
  /// for all. This machine always is.
  public var exceptions: [String]

  /// Names rules.
  public init(https: Proxy? = nil, http: Proxy? = nil, exceptions: [String] = []) {
    (self.https, self.http, self.exceptions) = (https, http, exceptions)
  }

  /// Splits what `NO_PROXY` holds, at commas and white space.
  public static func exceptions(in text: String) -> [String] {
    text.split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  /// The proxy for a place; nil if it is contacted directly.
  func proxy(for place: WebAddress) -> Proxy? {
    guard let proxy = place.scheme == "https" ? https : http else { return nil }
    return isDirect(place.host) ? nil : proxy
  }

  /// Whether a host is contacted without a proxy.
  func isDirect(_ host: String) -> Bool {
    let address = IPAddress(host)
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    if let address, AddressClass(of: address).kind == .loopback { return true }
    return exceptions.contains { Self.matches(host, address, $0.lowercased()) }
  }

  private static func matches(_ host: String, _ address: IPAddress?, _ exception: String) -> Bool {
    if exception == "*" { return true }
    guard let address else {
      let name = exception.drop { $0 == "." }
      return !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }
    let halves = exception.split(separator: "/", maxSplits: 1).map(String.init)
    guard let prefix = halves.first.flatMap({ IPAddress($0) }) else { return false }
    guard halves.count == 2 else { return prefix == address }
    guard let length = Int(halves[1]), (0...prefix.bytes.count * 8).contains(length) else { return false }
    return address.isWithin(prefix, length)
  }
}
