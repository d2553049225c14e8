internal import LipSyncTransfer

/// Whose tasks: a service and an account there, told apart without the key.
public struct ServiceAccount: Sendable, Hashable {
  /// The base URL, or a name that outlives it: an embedded sandbox has another port each time.
  public let service: String
  /// 12 hexadecimal digits of a hash over the key; the key cannot be found from them.
  public let account: String

  /// Names an account as it was written down.
  public init(service: String, account: String) {
    self.service = service
    self.account = account
  }

  /// The account of a configuration.
  public init(_ configuration: ServiceConfiguration) {
    let key = configuration.apiKey?.reveal { $0 } ?? ""
    self.init(
      service: configuration.name ?? configuration.baseURL.lowercased(),
      account: String(Digest.sha256("lipflight account\n" + key).prefix(12)))
  }

  /// Service and account in one word.
  public var text: String { service + " " + account }
}

/// What a source is, whatever it is called.
public struct ContentIdentity: Sendable, Hashable {
  /// `packets:` or `url:` and 64 hexadecimal digits.
  public let text: String

  /// An identity as it was written down.
  public init(text: String) { self.text = text }

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
