internal import Transfer

/// One request to the service.
struct ServiceCall: Sendable {
  /// What is asked, in one word, for messages.
  var operation: String
  /// What it is about, for messages.
  var subject: String
  var method: Request.Method = .get
  /// Segments after the prefix; each is percent-encoded.
  var path: [String]
  var query: [(name: String, value: String)] = []
  var body: JSON?

  func request(_ configuration: ServiceConfiguration) -> Request {
    var url = configuration.baseURL + configuration.prefix
    url += path.map { "/" + Self.encoded($0) }.joined()
    if !query.isEmpty {
      url += "?" + query.map { $0.name + "=" + Self.encoded($0.value) }.joined(separator: "&")
    }
    var headers = [(name: "Accept", value: "application/json")]
    configuration.apiKey?.reveal { headers.append((name: "X-Api-Key", value: $0)) }
    if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
    return Request(
      method, url: url, headers: headers, body: body.map { .bytes(Array($0.text.utf8)) } ?? .none,
      // A redirect is not followed: elsewhere the key would be missing, and another one's word would count.
      redirectLimit: 0, totalTimeout: Defaults.serviceTimeout)
  }

  /// RFC 3986: everything but unreserved characters is percent-encoded; a segment of dots would climb the path.
  static func encoded(_ text: String) -> String {
    let isDots = text.allSatisfy { $0 == "." }
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: ".") where !isDots: out += "."
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        out += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
      }
    }
    return out
  }
}
