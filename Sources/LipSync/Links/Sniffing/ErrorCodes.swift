/// What storage hosts mean by their codes, and what to do about each.
///
/// Sources: docs.aws.amazon.com (S3, Error responses), developers.cloudflare.com/r2/api/error-codes, backblaze.com/apidocs,
/// docs.cloud.google.com/storage/docs/xml-api/reference-status, learn.microsoft.com (Blob service error codes),
/// help.aliyun.com (OSS, error codes), cloud.tencent.com/document/product/436/7730, cloudinary.com (X-Cld-Error).
struct ErrorCode: Sendable {
  /// In lower case.
  let codes: Set<String>
  /// What the message has to hold, in lower case; nil for any.
  var words: String?
  /// What it means.
  let sentence: String
  /// What to do: who, and where.
  let remedy: String
  var refusal: Sniff.Refusal?

  init(
    _ codes: Set<String>, _ words: String? = nil, _ sentence: String, _ remedy: String,
    _ refusal: Sniff.Refusal? = nil
  ) {
    (self.codes, self.words, self.sentence, self.remedy, self.refusal) = (
      codes, words, sentence, remedy, refusal
    )
  }

  /// The first row that fits; nil for codes that are not known.
  static func of(_ code: String?, message: String?) -> ErrorCode? {
    guard let code = code?.lowercased() else { return nil }
    let message = message?.lowercased() ?? ""
    return rows.first { row in row.codes.contains(code) && row.words.map { message.contains($0) } ?? true }
  }

  static let fresh = "Create a fresh link, or use one that does not expire."
  static let sign =
    "Sign the link again, for GET, and copy all of it; nothing in it may be changed afterwards."
  static let open = "In the store make the object public, or sign a link to it (presign)."
  static let find = "Check the object's name letter by letter, capitals included, or upload it again."
  static let later = "Try again later, or host the file elsewhere."
  static let upload = "or name the file by its path, so that it is uploaded."

  static let rows: [ErrorCode] = signatures + rights + objects + accounts
}
