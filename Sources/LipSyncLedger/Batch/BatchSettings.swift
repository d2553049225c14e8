public import LipSync

/// The settings shared by all workers of a batch, as stored in the ledger.
public struct BatchSettings: Sendable, Equatable {
  /// For rows that name none; nil for the advised type.
  public var playbackType: PlaybackType?
  /// Whether warnings count as errors.
  public var strict: Bool
  /// Rules that are left out. A worker does not start with one that is not in its catalogue.
  public var ignoredRules: Set<Rule>
  /// Where results are kept, unless a worker has a place of its own.
  public var directory: String
  /// The account: a worker with another service or key would pay twice.
  public var account: ServiceAccount
  /// The template by which results are named; nil for a directory of each job's own. Where there is one, a row's `output` is the
  /// path of its result without an ending.
  public var nameTemplate: String?

  /// Names settings.
  public init(
    playbackType: PlaybackType? = nil, strict: Bool = false, ignoredRules: Set<Rule> = [],
    directory: String, account: ServiceAccount, nameTemplate: String? = nil
  ) {
    self.playbackType = playbackType
    self.strict = strict
    self.ignoredRules = ignoredRules
    self.directory = directory
    self.account = account
    self.nameTemplate = nameTemplate
  }

  /// Reads what `text` gave; nil for anything else.
  package init?(text: String) {
    guard let json = JSON(parsing: text.utf8), let directory = json["directory"]?.stringValue,
      let service = json["service"]?.stringValue, let account = json["account"]?.stringValue,
      case .array(let ignored)? = json["ignored"], case .bool(let strict)? = json["strict"]
    else { return nil }
    self.init(
      playbackType: json["playback_type"]?.stringValue.flatMap(PlaybackType.init), strict: strict,
      ignoredRules: Set(ignored.compactMap { $0.stringValue.map { Rule($0) } }), directory: directory,
      account: ServiceAccount(service: service, account: account),
      nameTemplate: json["name"]?.stringValue)
  }

  /// As it is written into the ledger.
  public var text: String {
    // A batch's id is made of this text: one without names keeps it.
    let name: [JSON.Member] = nameTemplate.map { [("name", .string($0))] } ?? []
    let members: [JSON.Member] = [
      ("playback_type", .optional(playbackType?.rawValue)), ("strict", .bool(strict)),
      ("ignored", .array(ignoredRules.sorted().map { .string($0.rawValue) })),
      ("directory", .string(directory)),
      ("service", .string(account.service)), ("account", .string(account.account)),
    ]
    return JSON.object(members + name).text
  }
}

extension BatchSettings {
  /// Why no worker can keep to them; nil if one can. Otherwise no report would show it where anybody looks.
  var fault: ServiceError? {
    let unknown = ignoredRules.unknown
    guard !unknown.isEmpty else { return nil }
    return ServiceError(
      .configuration, operation: .configure, subject: "the batch's ignored rules",
      message: "not in the catalogue of this version: \(unknown.map(\.rawValue).joined(separator: ", ")).",
      remedy:
        "Create the batch with rule ids of the catalogue, or update Lipflight if a newer version created it.")
  }
}

extension BatchSettings {
  /// Where a job's result goes, below the directory of results.
  ///
  /// - Returns: the directory, and the name of its files where there is a template for it.
  func place(of row: BatchRow) -> (directory: String, name: String?) {
    guard nameTemplate != nil, let output = row.output else { return (row.output ?? row.id, nil) }
    let parts = output.split(separator: "/").map(String.init)
    return (parts.dropLast().joined(separator: "/"), parts.last)
  }
}
