/// What a URL leads to: `link` of docs/json.md.
public struct LinkInfo: Sendable, Equatable {
  /// The URL that answered, signatures shortened; nil where none did.
  public var finalURL: String?
  /// The HTTP status; nil where there was no answer.
  public var status: Int?
  /// The Content-Type header.
  public var contentType: String?
  /// The whole length in bytes, where the host told it.
  public var bytes: Int64?
  /// The ETag header: with the length, what tells one state of the object from another.
  public var entityTag: String?
  /// The Last-Modified header.
  public var lastModified: String?
  /// Whether the host answered a byte range with just that range.
  public var supportsRanges: Bool
  /// Where redirects led, in order, signatures shortened.
  public var redirects: [String]
  /// What the first bytes are.
  public var served: Served
  /// The direct form of a share link.
  public var directURL: String?
  /// When the URL's signature expires.
  public var expiresAt: UnixTime?
  /// Requests sent so far, redirects included.
  public var requests: Int
  /// Body bytes received so far.
  public var bytesRead: Int64

  /// A link of which nothing is known yet.
  package init(served: Served = .unknown) {
    self.supportsRanges = false
    self.redirects = []
    self.served = served
    self.requests = 0
    self.bytesRead = 0
  }
}

/// What the first bytes of a source are.
public enum Served: String, Sendable, CaseIterable {
  /// Video, audio or a still picture.
  case media
  /// A web page.
  case html
  /// HLS, DASH and their like.
  case playlist
  /// An error message in XML or JSON.
  case errorDocument = "error-document"
  /// ZIP, RAR, PDF and their like.
  case archive
  /// Text, such as a Git LFS pointer.
  case text
  /// No bytes.
  case empty
  /// None of these, or nothing was looked at.
  case unknown
}
