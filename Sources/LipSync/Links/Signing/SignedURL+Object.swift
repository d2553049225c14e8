extension SignedURL {
  /// Parameters that sign a URL and do not say which object it names, lower case.
  private static let signing: Set<String> = [
    "signature", "expires", "awsaccesskeyid", "googleaccessid", "ossaccesskeyid", "accesskeyid", "policy",
    "key-pair-id", "sig", "se", "st", "sp", "sv", "sr", "spr", "ske", "skoid", "sks", "skt", "sktid", "skv",
    "hdnts",
    "hdnea", "hdntl", "token", "verify", "expiry", "exp", "hmac",
  ]
  private static let signingPrefixes = ["x-amz-", "x-goog-", "x-oss-", "x-cos-", "x-obs-", "x-tos-", "q-"]

  /// The URL without its signature and fragment: what two links to one object have in common. A URL that is not seen to be
  /// signed stays as it is.
  static func object(_ url: String) -> String {
    let whole = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    let halves = whole.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, read(url) != nil else { return String(whole) }
    let kept = halves[1].split(separator: "&").filter { field in
      let name = field.prefix { $0 != "=" }.lowercased()
      return !signing.contains(name) && !signingPrefixes.contains { name.hasPrefix($0) }
    }
    return kept.isEmpty ? String(halves[0]) : halves[0] + "?" + kept.joined(separator: "&")
  }
}
