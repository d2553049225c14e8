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
    let isMoved =
      ["permanentredirect", "temporaryredirect"].contains(code?.lowercased())
      || message?.contains("must be addressed using") == true
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
    // Supabase's name of an error stands where others have its words.
    let word = json["error"]?.stringValue.flatMap { $0.contains(" ") || json["message"] == nil ? nil : $0 }
    // Dropbox: `path/not_found/…`, of which the last word is the code.
    let summary = json["error_summary"]?.stringValue?.split(separator: "/").last {
      !$0.allSatisfy { $0 == "." }
    }
    let code =
      reason ?? word ?? summary.map(String.init)
      ?? ["code", "Code", "status", "reason", "error_code", "errorCode", "errno", "tag", ".tag", "result"]
      .lazy.compactMap { (inner[$0] ?? json[$0]).flatMap(plain) }.first
    let message =
      [
        "message", "Message", "msg", "detail", "description", "error_description", "error_msg",
        "error_summary", "error",
      ]
      .lazy.compactMap { (inner[$0] ?? json[$0] ?? first?[$0]).flatMap(plain) }.first
      ?? (inner["messages"] ?? .null)[at: 0].flatMap(plain) ?? plain(inner)
    let isFailure = ["success", "ok"].contains { json[$0]?.text == "false" }
    let isCode = ErrorCode.of((json["code"] ?? json["Code"]).flatMap(plain), message: nil) != nil
    guard message != nil || json["error"] != nil || json["errors"] != nil || isFailure || isCode else {
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
    let phrase = known == nil ? phrases.first { words.lowercased().contains($0.words) } : nil
    if let phrase, let says = phrase.sentence { sniff.sentence = "\(says) (\(words.prefix(200)))" }
    sniff.refusal = known?.refusal ?? refusal(in: words)
    sniff.remedy = known?.remedy ?? phrase?.remedy
    return sniff
  }

  struct Phrase {
    /// In lower case.
    let words: String
    let remedy: String
    /// What it means, where the host's own words do not say it.
    let sentence: String?

    init(_ words: String, _ remedy: String, _ sentence: String? = nil) {
      (self.words, self.remedy, self.sentence) = (words, remedy, sentence)
    }
  }

  /// Words of hosts that give no code.
  static let phrases: [Phrase] = [
    Phrase(
      "bucket not found", "Check the bucket's name in the link, and that the bucket is public.",
      "There is no such bucket."),
    Phrase("object not found", ErrorCode.find, "There is no such object."),
    Phrase("document not found", ErrorCode.find, "There is no such object."),
    Phrase("no such domain", "Check the host's name in the link.", "The host knows no such domain."),
    Phrase(
      "file_id", "Ask the bot for the file again, and use its address within the hour.",
      "The host knows no such file any more."),
    Phrase(
      "access token", "Use a link that everybody may open instead of the API's, " + ErrorCode.upload,
      "The host wants a key or a login, and the link brings none that it takes."),
    Phrase(
      "too large to process", "Ask for the file as it was uploaded, or have it made beforehand (eager).",
      "The host does not make a version of a file this large on request."),
    Phrase(
      "being processed", "Wait until the host has it ready, then check again.",
      "The host is not done with it yet."),
    Phrase(
      "suspended", "Look at the account with the host, or host the file elsewhere.",
      "The account is suspended."),
    Phrase("temp url invalid", ErrorCode.sign, "The link's signature does not match, or has expired."),
    Phrase(
      "signature mismatch",
      "Sign the link again, and copy all of it; nothing in it may be changed afterwards."),
    Phrase(
      "invalid signature", "Sign the link again, and copy all of it; nothing in it may be changed afterwards."
    ),
    Phrase(
      "resource not found",
      "Check the file's name and type (video, image, raw) in the link, or upload the file again."),
    Phrase("cloud_name mismatch", "Check the account's name in the link."),
    Phrase("unknown customer", "Check the account's name in the link."),
    Phrase("account is disabled", "Look at the account with the host, or host the file elsewhere."),
    Phrase("untrusted", "In the account's security settings allow delivery of this type to everybody."),
    Phrase(
      "denied",
      "In the account's security settings allow delivery of this file to everybody, or sign the link."),
    Phrase(
      "restricted",
      "In the account's security settings allow delivery of this file to everybody, or sign the link."),
    Phrase("rate limit", "Try again later, or host the file where traffic is not limited."),
    Phrase("quota", "Look at the account's quota with the host, or host the file elsewhere."),
  ]

  /// Why a host says no, by the words that hosts use for it.
  static func refusal(in text: String) -> Sniff.Refusal? {
    let text = text.lowercased()
    return refusals.first { row in row.words.allSatisfy { text.contains($0) } }?.refusal
  }

  private static let refusals: [(words: [String], refusal: Sniff.Refusal)] = [
    (["token out of date"], .expired),
    (["another ip"], .otherAddress), (["different ip"], .otherAddress),
    (["ip address mismatch"], .otherAddress), (["sourceipmismatch"], .otherAddress),
    (["request has expired"], .expired), (["signature expired"], .expired),
    (["signature has expired"], .expired),
    (["expired signature"], .expired), (["par expired"], .expired),
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
