internal import LipSyncTransfer

/// What the user names: a path, or an http(s) URL.
public enum Source: Sendable, Equatable {
  /// A file on this machine.
  case file(path: String)
  /// An http or https URL, as the user wrote it.
  case url(String)

  /// Anything that starts with `http:` or `https:`, in any case, or with another scheme and `://`, is meant as a URL, and
  /// so is a link with quotes or brackets around it, which is judged as the bad one that it is; the rest are paths.
  public init(_ text: String) {
    // What is copied often comes with white space around it.
    let trimmed = String(text[...].trimmed)
    let isLink = Self.isMeantAsURL(trimmed) || PastedLink.read(trimmed) != nil
    self = isLink ? .url(trimmed) : .file(path: text)
  }

  private static func isMeantAsURL(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":") else { return false }
    let scheme = text[..<colon].lowercased()
    if scheme == "http" || scheme == "https" { return true }
    let isScheme =
      scheme.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
      && scheme.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-.".utf8.contains($0)
      }
    return isScheme && text[colon...].hasPrefix("://")
  }
}

extension Source {
  /// The source as it may be printed: a URL's signature is shortened.
  public var shown: String {
    switch self {
    case .file(let path): path
    case .url(let url): shortened(url)
    }
  }
}
