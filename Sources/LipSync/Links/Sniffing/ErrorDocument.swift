/// Error messages of storage hosts, in XML or JSON, put into one sentence.
enum ErrorDocument {
  static func sniffXML(_ text: String) -> Sniff {
    let code = ["Code", "code", "ErrorCode"].lazy.compactMap { element($0, in: text) }.first
    // Details often say more than the message: which time has passed, where to go.
    let words = ["Message", "message", "Details", "AuthenticationErrorDetail", "faultstring"].compactMap {
      element($0, in: text)
    }
    let message = words.isEmpty ? nil : words.joined(separator: " ")
    guard code != nil || message != nil || text.lowercased().hasPrefix("<error") else {
      return Sniff(.text, "XML document")
    }
    var sniff = document("XML error", code: code, message: message)
    let isMoved = ["permanentredirect", "temporaryredirect"].contains(code?.lowercased())
    if isMoved, let place = element("Endpoint", in: text) {
      sniff.remedy = "Use the bucket's own endpoint, \(place.prefix(100))."
    }
    return sniff
  }

  static func sniffJSON(_ text: String) -> Sniff {
    // A document cut by the first look still begins like one.
    guard let json = JSON(parsing: text.utf8) else { return Sniff(.text, "text") }
    let inner = json["error"] ?? json["Error"] ?? json["errors"] ?? json
    // Google's own reason says more than its code, which is the status again.
    let first = (inner["errors"] ?? .null)[at: 0] ?? inner[at: 0]
    let reason = first.flatMap { $0["reason"] ?? $0["code"] }.flatMap(plain)
    let code =
      reason
      ?? ["code", "Code", "status", "reason", "error_code", "errorCode", "errno", "tag", ".tag", "result"]
      .lazy.compactMap { (inner[$0] ?? json[$0]).flatMap(plain) }.first
    let message =
      ["message", "Message", "msg", "detail", "error_description", "error_msg", "error_summary", "error"]
      .lazy.compactMap { (inner[$0] ?? json[$0] ?? first?[$0]).flatMap(plain) }.first ?? plain(inner)
    let isFailure = ["success", "ok"].contains { json[$0]?.text == "false" }
    guard message != nil || json["error"] != nil || json["errors"] != nil || isFailure else {
      return JSONDescription.sniff(json)
    }
    return document("JSON error", code: code, message: message)
  }

  /// What a storage host's code means, for people.
  static func sentence(code: String?, message: String?) -> String {
    let known = ErrorCode.of(code, message: message)
    let own = [code, message.map { String($0.prefix(200)) }].compactMap(\.self).joined(separator: ": ")
    guard let known else { return own.isEmpty ? "It names no reason." : "It says \u{201c}\(own)\u{201d}." }
    return own.isEmpty ? known.sentence : "\(known.sentence) (\(own))"
  }

  static func document(_ kind: String, code: String?, message: String?) -> Sniff {
    var sniff = Sniff(.errorDocument, kind)
    sniff.code = code
    sniff.sentence = sentence(code: code, message: message)
    let known = ErrorCode.of(code, message: message)
    let words = [code, message].compactMap(\.self).joined(separator: " ")
    sniff.refusal = known?.refusal ?? refusal(in: words)
    sniff.remedy = known?.remedy ?? phrases.first { words.lowercased().contains($0.words) }?.remedy
    return sniff
  }

  /// Words of hosts that give no code.
  private static let phrases: [(words: String, remedy: String)] = [
    (
      "signature mismatch",
      "Sign the link again, and copy all of it; nothing in it may be changed afterwards."
    ),
    (
      "invalid signature", "Sign the link again, and copy all of it; nothing in it may be changed afterwards."
    ),
    (
      "resource not found",
      "Check the file's name and type (video, image, raw) in the link, or upload the file again."
    ),
    ("cloud_name mismatch", "Check the account's name in the link."),
    ("unknown customer", "Check the account's name in the link."),
    ("account is disabled", "Look at the account with the host, or host the file elsewhere."),
    ("untrusted", "In the account's security settings allow delivery of this type to everybody."),
    (
      "denied",
      "In the account's security settings allow delivery of this file to everybody, or sign the link."
    ),
    (
      "restricted",
      "In the account's security settings allow delivery of this file to everybody, or sign the link."
    ),
    ("rate limit", "Try again later, or host the file where traffic is not limited."),
    ("quota", "Look at the account's quota with the host, or host the file elsewhere."),
  ]

  /// Why a host says no, by the words that hosts use for it.
  static func refusal(in text: String) -> Sniff.Refusal? {
    let text = text.lowercased()
    return refusals.first { row in row.words.allSatisfy { text.contains($0) } }?.refusal
  }

  private static let refusals: [(words: [String], refusal: Sniff.Refusal)] = [
    (["another ip"], .otherAddress), (["different ip"], .otherAddress),
    (["ip address mismatch"], .otherAddress), (["sourceipmismatch"], .otherAddress),
    (["request has expired"], .expired), (["signature expired"], .expired),
    (["signature has expired"], .expired),
    (["link has expired"], .expired), (["link expired"], .expired), (["url has expired"], .expired),
    (["url expired"], .expired), (["expiredtoken"], .expired), (["token has expired"], .expired),
    (["token expired"], .expired), (["token is expired"], .expired), (["jwt expired"], .expired),
    (["expired_url"], .expired), (["requestexpired"], .expired),
    (["signature not valid in the specified time frame"], .expired), (["policy expired"], .expired),
    (["31064"], .expired), (["31360"], .expired),
  ]

  private static func plain(_ json: JSON) -> String? {
    switch json {
    case .string(let text) where !text.isEmpty: text
    case .number(let text): text
    default: nil
    }
  }

  private static func element(_ name: String, in text: String) -> String? {
    guard let open = text.firstRange(of: "<\(name)"),
      let close = text[open.upperBound...].firstIndex(of: ">"),
      open.upperBound == close || text[open.upperBound].isWhitespace,
      let end = text[close...].firstRange(of: "</\(name)")
    else { return nil }
    let value = text[text.index(after: close)..<end.lowerBound].split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    return value.isEmpty || value.contains("<") ? nil : value
  }
}

extension JSON {
  /// A value of an array; nil for anything else.
  fileprivate subscript(at index: Int) -> JSON? {
    guard case .array(let values) = self, values.indices.contains(index) else { return nil }
    return values[index]
  }
}
