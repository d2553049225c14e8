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
    if let place = element("Endpoint", in: text), sniff.remedy != nil {
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
      var sniff = Sniff(.text, "JSON document")
      if json["bucket"] != nil, json["name"] != nil {
        sniff.sentence = "It describes the object instead of sending it."
        sniff.remedy = "Add alt=media to the URL's query: then the host sends the object itself."
      }
      return sniff
    }
    return document("JSON error", code: code, message: message)
  }

  /// What a storage host's code means, for people.
  static func sentence(code: String?, message: String?) -> String {
    let known = meaning(code: code, message: message)
    let own = [code, message.map { String($0.prefix(200)) }].compactMap(\.self).joined(separator: ": ")
    guard let known else { return own.isEmpty ? "It names no reason." : "It says \u{201c}\(own)\u{201d}." }
    return own.isEmpty ? known.sentence : "\(known.sentence) (\(own))"
  }

  private static func meaning(code: String?, message: String?) -> Meaning? {
    meanings.first { row in
      row.codes.contains { $0 == code?.lowercased() }
        && (row.inMessage.map { (message ?? "").lowercased().contains($0) } ?? true)
    }
  }

  /// What to do, where a code calls for something of its own.
  private static let remedies: [String: String] = [
    "permanentredirect": "Use the endpoint of the bucket's own region.",
    "temporaryredirect": "Use the endpoint of the bucket's own region.",
    "invalidobjectstate": "Restore the object from its archive first, or upload the file.",
    "missingkey": "Use a signed link of the CDN, or name the file by its path, so that it is uploaded.",
    "signaturedoesnotmatch":
      "Sign the link again, for GET, and copy all of it; nothing in it may be changed afterwards.",
    "nosuchbucket": "Check the bucket's name and region.",
    "authorizationprotocolmismatch": "Write https:// instead of http://.",
    "authorizationpermissionmismatch": "Sign the link again with the right to read (sp=r).",
    "authorizationsourceipmismatch": "Sign the link again without an address range (sip).",
  ]

  private typealias Meaning = (codes: [String], inMessage: String?, sentence: String)

  private static let meanings: [Meaning] = [
    (["accessdenied", "authenticationfailed"], "expired", "The link's signature has expired."),
    (
      ["authenticationfailed", "accessdenied"], "not valid in the specified time frame",
      "The link's signature has expired."
    ),
    (["expiredtoken"], "signature expired", "The link's signature has expired."),
    (["authenticationfailed"], "not valid yet", "The link's signature is not valid yet."),
    (["expiredtoken", "tokenexpired", "invalidtoken"], nil, "The session that signed the link has ended."),
    (
      [
        "signaturedoesnotmatch", "authenticationfailed", "authorizationqueryparameterserror",
        "invalidsignature",
      ],
      nil, "The link's signature does not match: it was changed, cut or signed for another verb."
    ),
    (["accessdenied", "forbidden", "unauthorized"], nil, "The object is not public."),
    (
      ["nosuchkey", "blobnotfound", "notfound", "resourcenotfound", "404"], nil,
      "There is no such object."
    ),
    (
      ["invalidobjectstate"], nil,
      "The object lies in an archive (Glacier and the like) and cannot be read from there."
    ),
    (["authorizationsourceipmismatch"], nil, "The link was signed for other addresses."),
    (["authorizationprotocolmismatch"], nil, "The link was signed for https alone."),
    (
      [
        "authorizationpermissionmismatch", "authorizationresourcetypemismatch",
        "authorizationservicemismatch",
      ],
      nil, "The link was signed for something else than reading."
    ),
    (["bad_auth_token", "invalidjwt"], "expired", "The link's signature has expired."),
    (
      ["bad_auth_token", "invalidjwt"], nil,
      "The link's token is not good: it was changed or cut, or has ended."
    ),
    (["missingkey"], nil, "The CDN wants a signed link or cookie."),
    (["nosuchbucket", "containernotfound"], nil, "There is no such bucket."),
    (["invalidaccesskeyid"], nil, "The key that signed the link no longer exists."),
    (["permanentredirect", "temporaryredirect"], nil, "The bucket lies in another region."),
    (["publicaccessnotpermitted", "allaccessdisabled"], nil, "The account allows no public access."),
    (["requesttimetooskewed"], nil, "The link was signed by a machine whose clock is wrong."),
    (["slowdown", "toomanyrequests", "serverbusy", "429"], nil, "The host is asked too often."),
    (
      ["downloadquotaexceeded", "ratelimitexceeded", "userratelimitexceeded", "usagelimits"], nil,
      "The file was fetched too often of late; its quota is used up."
    ),
    (
      ["shared_link_not_found", "not_found", "objectnotfound", "filenotfound"], nil, "There is no such file."
    ),
    (["31064", "31360", "31326"], nil, "The link's signature has expired."),
    (["invalidrange"], nil, "The object is shorter than the range asked for."),
    (["internalerror", "serviceunavailable"], nil, "The host has a fault of its own."),
  ]

  private static func document(_ kind: String, code: String?, message: String?) -> Sniff {
    var sniff = Sniff(.errorDocument, kind)
    sniff.code = code
    sniff.sentence = sentence(code: code, message: message)
    sniff.refusal = refusal(in: [code, message].compactMap(\.self).joined(separator: " "))
    sniff.remedy = code.flatMap { remedies[$0.lowercased()] }
    return sniff
  }

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
