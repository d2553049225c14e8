public import LipSync

/// What all workers of a batch do alike, as it stands in the ledger.
public struct BatchSettings: Sendable, Equatable {
  /// For rows that name none; nil for the advised type.
  public var playbackType: PlaybackType?
  /// Whether warnings count as errors.
  public var strict: Bool
  /// Rules that are left out, by name.
  public var ignoredRules: Set<String>
  /// Where results are kept, unless a worker has a place of its own.
  public var directory: String
  /// Whose tasks: a worker with another service or key would pay twice.
  public var account: ServiceAccount

  /// Names settings.
  public init(
    playbackType: PlaybackType? = nil, strict: Bool = false, ignoredRules: Set<String> = [],
    directory: String, account: ServiceAccount
  ) {
    self.playbackType = playbackType
    self.strict = strict
    self.ignoredRules = ignoredRules
    self.directory = directory
    self.account = account
  }

  /// Reads what `text` gave; nil for anything else.
  public init?(text: String) {
    guard let json = JSON(parsing: text.utf8), let directory = json["directory"]?.stringValue,
      let service = json["service"]?.stringValue, let account = json["account"]?.stringValue,
      case .array(let ignored)? = json["ignored"], case .bool(let strict)? = json["strict"]
    else { return nil }
    self.init(
      playbackType: json["playback_type"]?.stringValue.flatMap(PlaybackType.init), strict: strict,
      ignoredRules: Set(ignored.compactMap(\.stringValue)), directory: directory,
      account: ServiceAccount(service: service, account: account))
  }

  /// As it is written into the ledger.
  public var text: String {
    JSON.object([
      ("playback_type", .optional(playbackType?.rawValue)), ("strict", .bool(strict)),
      ("ignored", .array(ignoredRules.sorted().map { .string($0) })), ("directory", .string(directory)),
      ("service", .string(account.service)), ("account", .string(account.account)),
    ]).text
  }
}
