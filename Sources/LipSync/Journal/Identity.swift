/// What a source is, whatever it is called.
public struct ContentIdentity: Sendable, Hashable {
  /// `packets:` or `url:` and 64 hexadecimal digits.
  public let text: String

  /// An identity as it was written down.
  public init(text: String) { self.text = text }

  /// Whether it is a digest over a file's packets, and not a URL and its state.
  var isOfPackets: Bool { text.hasPrefix("packets:") }

  /// Of a file: a digest over its packets.
  static func packets(_ digest: String) -> ContentIdentity { ContentIdentity(text: "packets:" + digest) }

  /// Of a URL: the object that it names and its state, without reading it all. The signature is left out, so a fresh
  /// link to the same object is the same; entity tag, date and length tell a new object under an old name.
  static func url(_ url: String, link: LinkInfo?) -> ContentIdentity {
    let state = link.map { "\($0.entityTag ?? $0.lastModified ?? "")\n\($0.bytes.map { String($0) } ?? "")" }
    return ContentIdentity(text: "url:" + Digest.sha256(SignedURL.object(url) + "\n" + (state ?? "")))
  }
}

/// What makes two jobs one job: the same account, the same contents, the same playback type.
public struct JobIdentity: Sendable, Hashable {
  /// Whose.
  public let account: ServiceAccount
  /// What is shown.
  public let video: ContentIdentity
  /// What is said.
  public let audio: ContentIdentity
  /// How the video is stretched.
  public let playbackType: PlaybackType

  /// 64 hexadecimal digits.
  public var key: String {
    Digest.sha256([account.text, video.text, audio.text, playbackType.rawValue].joined(separator: "\n"))
  }
}
