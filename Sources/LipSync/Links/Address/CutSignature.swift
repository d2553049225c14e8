/// Signed links of which a part is missing: what a shell does at the first `&` of a link without quotes, and what is left where
/// only a part was copied.
enum CutSignature {
  /// The rule that fires; nil where all is there, or no signature was meant.
  static func finding(_ url: String, about subject: Subject) -> Finding? {
    guard let parts = URLParts(url) else { return nil }
    if let row = missing(parts) {
      return finding(
        "The link is signed (\(row.family)) and its signature is not in it: the end of the link was cut off.",
        row.family, url, subject)
    }
    if let name = cutToken(parts) {
      return finding(
        "The link's \(name) is a token of which the last part is missing: the end of the link was cut off.",
        "JSON Web Token", url, subject)
    }
    guard let name = cutWindow(parts) else { return nil }
    return finding(
      "The link's \(name) has an end (exp) and no signature (hmac): the end of the link was cut off.",
      "a token with exp and hmac",
      url, subject)
  }

  private static func finding(_ message: String, _ family: String, _ url: String, _ subject: Subject)
    -> Finding
  {
    Finding(
      .linkBadURL, about: subject, message,
      remedy: "Copy all of the link, and put it in quotes: a shell cuts an unquoted one at the first &.",
      severity: .warning, evidence: [("url", .string(shortened(url))), ("family", .string(family))])
  }

  private static func missing(_ parts: URLParts) -> Row? {
    // `sv` is Azure's where a date stands in it, and anybody's else.
    let names = Set(
      parts.fields.filter { $0.name.lowercased() != "sv" || UnixTime(iso8601: $0.value) != nil }
        .map { $0.name.lowercased() })
    return rows.first { row in
      row.begins.map { begins in parts.field(begins.field)?.hasPrefix(begins.with) == true } ?? true
        && (row.isAll ? row.marks.isSubset(of: names) : !names.isDisjoint(with: row.marks))
        && names.isDisjoint(with: row.signatures)
    }
  }

  /// The name of a field with a JSON Web Token of two parts (RFC 7519: three, the last of which may be empty).
  private static func cutToken(_ parts: URLParts) -> String? {
    parts.fields.first { field in
      let halves = field.value.split(separator: ".", omittingEmptySubsequences: false)
      return field.value.hasPrefix("eyJ") && halves.count == 2 && halves.allSatisfy { $0.utf8.count >= 8 }
        && Base64.decode(halves[0]).flatMap { JSON(parsing: $0) }?["alg"] != nil
    }?.name
  }

  private static let windows: Set<String> = [
    "hdnts", "hdnea", "hdntl", "__token__", "__cld_token__", "edge-cache-token",
  ]

  private static func cutWindow(_ parts: URLParts) -> String? {
    parts.fields.first { field in
      windows.contains(field.name.lowercased()) && field.value.contains("exp=")
        && !field.value.contains("hmac=")
        && !parts.fields.contains { $0.name.lowercased() == "hmac" }
    }?.name
  }

  /// Whether a link holds a signature of one of these families.
  static func isSigned(_ parts: URLParts) -> Bool {
    let names = Set(parts.fields.map { $0.name.lowercased() })
    return rows.contains { !names.isDisjoint(with: $0.signatures) }
  }

  private struct Row {
    let family: String
    /// Fields that only signed links have.
    let marks: Set<String>
    /// The fields of which one holds the signature.
    let signatures: Set<String>
    /// Whether all of those fields have to be there, as each alone is used by others.
    var isAll = false
    /// What one of them has to begin with, where its name is anybody's.
    var begins: (field: String, with: String)?
  }

  private static let rows: [Row] = [
    Row(
      family: "AWS Signature V4", marks: ["x-amz-algorithm", "x-amz-credential", "x-amz-signedheaders"],
      signatures: ["x-amz-signature"]),
    Row(
      family: "AWS Signature V4", marks: ["x-amz-date", "x-amz-expires"], signatures: ["x-amz-signature"],
      isAll: true),
    Row(
      family: "Google Cloud Storage V4",
      marks: ["x-goog-algorithm", "x-goog-credential", "x-goog-signedheaders"],
      signatures: ["x-goog-signature"]),
    Row(
      family: "Aliyun OSS V4", marks: ["x-oss-credential", "x-oss-signature-version"],
      signatures: ["x-oss-signature"]),
    Row(family: "Azure SAS", marks: ["sv"], signatures: ["sig"]),
    Row(family: "Azure SAS", marks: ["se", "sp", "sr"], signatures: ["sig"], isAll: true),
    Row(
      family: "a key's identifier",
      marks: [
        "awsaccesskeyid", "googleaccessid", "ossaccesskeyid", "key-pair-id", "kssaccesskeyid",
        "ucloudpublickey",
        "nosaccesskeyid",
      ],
      signatures: ["signature"]),
    // JSON in base64: CloudFront's, Filestack's.
    Row(
      family: "a policy", marks: ["policy"], signatures: ["signature", "sig"],
      begins: (field: "policy", with: "eyJ")),
    Row(
      family: "Volcengine TOS", marks: ["x-tos-credential", "x-tos-algorithm"],
      signatures: ["x-tos-signature"]),
    Row(
      family: "Huawei OBS V4", marks: ["x-obs-credential", "x-obs-algorithm"], signatures: ["x-obs-signature"]
    ),
    Row(
      family: "Swift temporary URL", marks: ["temp_url_expires"], signatures: ["temp_url_sig"]),
    Row(family: "Tencent COS", marks: ["q-sign-algorithm", "q-sign-time"], signatures: ["q-signature"]),
    Row(family: "Wangsu", marks: ["wstime"], signatures: ["wssecret"]),
  ]
}
