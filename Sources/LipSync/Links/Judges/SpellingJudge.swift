internal import LipSyncTransfer

/// URLs that work here because they are put right before they are sent, which not every fetcher does.
enum SpellingJudge {
  static func findings(_ url: String, _ address: WebAddress, about subject: Subject) -> [Finding] {
    var findings: [Finding] = []
    func add(_ message: String, _ severity: Severity, _ remedy: String) {
      findings.append(
        Finding(
          .linkBadURL, about: subject, message, remedy: remedy, severity: severity,
          evidence: [("url", .string(shortened(url))), ("canonical", .string(shortened(address.text)))]))
    }
    // A long query may hold a signature, which is never printed.
    let isShown = shortened(address.text) == address.text
    let rewrite = isShown ? "Write it as \(address.text)." : "Percent-encode it; a space is %20, a % is %25."
    if address.host.hasSuffix(".") {
      add(
        "The URL's host ends in a dot (\(address.host)); some servers and certificates do not know that name.",
        .warning,
        "Write the host without the last dot.")
    }
    if let fault = faults.first(where: { $0.isThere(url) }) {
      // Who signed the text as it is gets no match for another.
      let isSigned = fault.breaksSignatures && isSigned(url)
      let risk = isSigned ? ", and a signature of one spelling is none of another" : ""
      add(
        "The URL \(fault.clause); fetchers differ in what they make of that\(risk).",
        isSigned ? max(fault.severity, .warning) : fault.severity,
        isSigned ? "Percent-encode the link first, and sign it then." : rewrite)
    }
    let length = address.text.utf8.count
    if length > 2048 {
      add(
        "The URL is \(length) bytes long; some programs and data bases cut URLs at 2048, 4096 or 8192.",
        length > 4096 ? .warning : .info, "Use a shorter link.")
    }
    return findings
  }

  private static func isSigned(_ url: String) -> Bool {
    SignedURL.read(url) != nil
      || URLParts(url)?.fields.contains {
        ["sig", "signature", "token", "hmac", "sign"].contains($0.name.lowercased())
      } == true
  }

  private struct Fault {
    let clause: String
    let severity: Severity
    /// Whether it is sent in another spelling than signers may have signed.
    var breaksSignatures = false
    let isThere: @Sendable (String) -> Bool
  }

  /// First match wins.
  private static let faults: [Fault] = [
    Fault(clause: "holds a space", severity: .warning) { $0.utf8.contains(0x20) },
    Fault(clause: "holds a % that begins no escape", severity: .warning, isThere: hasBadEscape),
    Fault(clause: "does not begin with https:// or http:// and a host", severity: .warning) {
      !$0.lowercased().hasPrefix("http://") && !$0.lowercased().hasPrefix("https://")
        || $0.drop(while: { $0 != "/" }).hasPrefix("///")
    },
    Fault(
      clause: "holds \u{201c}|\u{201d}, a quote or a bracket, which is sent percent-encoded here",
      severity: .info,
      breaksSignatures: true, isThere: holdsUnsafe),
    Fault(clause: "holds letters outside ASCII", severity: .info) { !$0.utf8.allSatisfy { $0 < 0x80 } },
  ]

  /// Signs that RFC 3986 lets stand nowhere: some fetchers encode them, and others send them as they are.
  private static func holdsUnsafe(_ url: String) -> Bool {
    guard let parts = URLParts(url) else { return false }
    return (parts.path + (parts.query ?? "")).utf8.contains { "|{}\"<>^`\\".utf8.contains($0) }
  }

  private static func hasBadEscape(_ url: String) -> Bool {
    let bytes = Array(url.utf8)
    return bytes.indices.contains { index in
      guard bytes[index] == UInt8(ascii: "%") else { return false }
      let digits = bytes[(index + 1)...].prefix(2)
      return digits.count < 2 || !digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
    }
  }
}
