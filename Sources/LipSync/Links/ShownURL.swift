/// URLs as they may be printed.
public enum ShownURL {
  /// The URL with the values of secret query fields and anything before an `@` in the host replaced by `...`.
  ///
  /// A field is kept whole only where its name is known to be harmless, or its value is short: signatures, tokens
  /// and policies are long, and a new host's name for them cannot be known.
  public static func shorten(_ url: String) -> String {
    let (beforeFragment, fragment) = URLParts.split(url, at: "#")
    let (path, query) = URLParts.split(beforeFragment, at: "?")
    var out = withoutUser(path)
    if let query {
      out +=
        "?" + query.split(separator: "&", omittingEmptySubsequences: false).map(field).joined(separator: "&")
    }
    if let fragment { out += "#" + (fragment.utf8.count > longestShown ? "..." : fragment) }
    return out
  }

  private static let longestShown = 12

  /// Names of fields that never carry a secret: times, sizes, ids of public objects, ways of display.
  private static let harmless: Set<String> = [
    "x-amz-date", "x-amz-expires", "x-amz-algorithm", "x-amz-signedheaders", "x-goog-date", "x-goog-expires",
    "x-goog-algorithm", "x-goog-signedheaders", "expires", "se", "st", "sp", "sv", "sr", "ex", "is", "id",
    "export",
    "confirm", "dl", "raw", "download", "alt", "path", "files", "v", "t", "playback_type",
  ]

  /// Short values that are secret all the same.
  private static let secret = [
    "sig", "token", "key", "secret", "pass", "pwd", "auth", "credential", "hmac", "hm", "jwt", "session",
    "code",
  ]

  private static func field(_ text: Substring) -> String {
    let (name, value) = URLParts.split(String(text), at: "=")
    guard let value, !value.isEmpty else { return String(text) }
    let lower = name.lowercased()
    let isHarmless = harmless.contains(lower)
    let isSecret = secret.contains { lower.contains($0) } || value.utf8.count > longestShown
    return isSecret && !isHarmless ? name + "=..." : String(text)
  }

  private static func withoutUser(_ text: String) -> String {
    guard let scheme = text.firstRange(of: "://") else { return text }
    let rest = text[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return text }
    return text[..<scheme.upperBound] + "..." + rest[at...]
  }
}
