internal import LipSyncTransfer

/// Errors that hosts name in a header, with a body of their own or none.
enum ErrorHeader {
  /// Headers with a code, and those with words, in the order in which they are believed.
  private static let names: [(code: String?, words: String?)] = [
    ("x-ms-error-code", nil), (nil, "X-Cld-Error"), ("x-amz-error-code", "x-amz-error-message"),
    ("x-oss-error-code", "x-oss-error-message"), ("x-cos-error-code", "x-cos-error-message"),
    ("x-bz-code", "x-bz-message"), ("X-Error-Code", "X-Error-Message"), ("x-vercel-error", nil),
    (nil, "x-error-message"),
  ]

  /// What a header says; nil where none does, or the answer is no refusal.
  static func read(_ response: Response) -> Sniff? {
    guard response.status >= 400 else { return nil }
    for row in names {
      let (code, words) = (row.code.flatMap(response.header), row.words.flatMap(response.header))
      guard code != nil || words != nil else { continue }
      return ErrorDocument.document("error in a header", code: code, message: words)
    }
    return nil
  }
}
