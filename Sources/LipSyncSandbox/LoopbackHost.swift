/// Whether a request is meant for this machine, by the name that it was made to.
///
/// A page in a browser can have its own name resolve to 127.0.0.1 (DNS rebinding); its requests then still say that name.
/// HTTP/1.0 may name no host; no browser does that.
enum LoopbackHost {
  private static let names: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

  /// `NAME` or `NAME:PORT`, as RFC 9110, section 7.2, writes it.
  static func isOurs(_ host: String) -> Bool {
    names.contains(name(of: host))
  }

  /// The name of `NAME:PORT`, in lower case.
  static func name(of host: String) -> String {
    let name =
      host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
    return name.lowercased()
  }
}
