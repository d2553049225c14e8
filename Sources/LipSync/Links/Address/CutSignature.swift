/// Signed links whose end was cut off, as a shell does at the first `&` of a link without quotes.
enum CutSignature {
  /// The rule that fires; nil where the signature is there, or none was meant.
  static func finding(_ url: String, about subject: Subject) -> Finding? {
    guard let parts = URLParts(url) else { return nil }
    // `sv` is Azure's where a date stands in it, and anybody's else.
    let names = Set(
      parts.fields.filter { $0.name.lowercased() != "sv" || UnixTime(iso8601: $0.value) != nil }
        .map { $0.name.lowercased() })
    guard
      let row = rows.first(where: {
        !names.isDisjoint(with: $0.marks) && names.isDisjoint(with: $0.signatures)
      })
    else { return nil }
    return Finding(
      .linkBadURL, about: subject,
      "The link is signed (\(row.family)) and its signature is not in it: the end of the link was cut off.",
      remedy: "Copy all of the link, and put it in quotes: a shell cuts an unquoted one at the first &.",
      severity: .warning, evidence: [("url", .string(shortened(url))), ("family", .string(row.family))])
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
  }

  private static let rows: [Row] = [
    Row(
      family: "AWS Signature V4", marks: ["x-amz-algorithm", "x-amz-credential", "x-amz-signedheaders"],
      signatures: ["x-amz-signature"]),
    Row(
      family: "Google Cloud Storage V4",
      marks: ["x-goog-algorithm", "x-goog-credential", "x-goog-signedheaders"],
      signatures: ["x-goog-signature"]),
    Row(
      family: "Aliyun OSS V4", marks: ["x-oss-credential", "x-oss-signature-version"],
      signatures: ["x-oss-signature"]),
    Row(family: "Azure SAS", marks: ["sv"], signatures: ["sig"]),
    Row(
      family: "a key's identifier",
      marks: ["awsaccesskeyid", "googleaccessid", "ossaccesskeyid", "key-pair-id"],
      signatures: ["signature"]),
    Row(
      family: "Volcengine TOS", marks: ["x-tos-credential", "x-tos-algorithm"],
      signatures: ["x-tos-signature"]),
    Row(
      family: "Swift temporary URL", marks: ["temp_url_expires"], signatures: ["temp_url_sig"]),
    Row(family: "Tencent COS", marks: ["q-sign-algorithm", "q-sign-time"], signatures: ["q-signature"]),
  ]
}
