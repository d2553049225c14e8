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
      let remedy = fault.remedy.map { $0(url) } ?? rewrite
      add("The URL \(fault.clause); fetchers differ in what they make of that.", fault.severity, remedy)
    }
    let length = address.text.utf8.count
    if length > 2048 {
      add(
        "The URL is \(length) bytes long; some programs and data bases cut URLs at 2048, 4096 or 8192.",
        length > 4096 ? .warning : .info, "Use a shorter link.")
    }
    return findings
  }

  private struct Fault {
    let clause: String
    let severity: Severity
    /// What to do where it is more than to write the URL as it is sent.
    var remedy: (@Sendable (String) -> String)?
    let isThere: @Sendable (String) -> Bool
  }

  /// First match wins.
  private static let faults: [Fault] = [
    Fault(
      clause: "holds a # in the file's name, and what follows a # is never sent", severity: .warning,
      remedy: { "Write it as \(encodedHash($0))." }, isThere: hasHashInName),
    Fault(clause: "holds a space", severity: .warning) { $0.utf8.contains(0x20) },
    Fault(clause: "holds a % that begins no escape", severity: .warning, isThere: hasBadEscape),
    Fault(clause: "does not begin with https:// or http:// and a host", severity: .warning) {
      !$0.lowercased().hasPrefix("http://") && !$0.lowercased().hasPrefix("https://")
        || $0.drop(while: { $0 != "/" }).hasPrefix("///")
    },
    Fault(clause: "holds letters outside ASCII", severity: .info) { !$0.utf8.allSatisfy { $0 < 0x80 } },
  ]

  private static let endings = [".mp4", ".mov", ".webm", ".mkv", ".m4v", ".wav", ".mp3", ".m4a", ".aac"]

  private static func hasHashInName(_ url: String) -> Bool {
    guard let fragment = URLParts(url)?.fragment?.lowercased(), !fragment.contains("=") else { return false }
    return endings.contains { fragment.hasSuffix($0) }
  }

  private static func encodedHash(_ url: String) -> String {
    let plain = url.replacing("#", with: "%23")
    return shortened((try? WebAddress(plain))?.text ?? plain)
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
