internal import Transfer

/// What the user names: a path, or an http(s) URL.
public enum Source: Sendable, Equatable {
  /// A file on this machine.
  case file(path: String)
  /// An http or https URL, as the user wrote it.
  case url(String)

  /// Anything that starts with `http://` or `https://`, in any case, is a URL; the rest are paths.
  public init(_ text: String) {
    let lower = text.lowercased()
    self = lower.hasPrefix("http://") || lower.hasPrefix("https://") ? .url(text) : .file(path: text)
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
