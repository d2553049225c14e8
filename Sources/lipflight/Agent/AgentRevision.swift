internal import LipSync

/// A revision of the Model Context Protocol.
///
/// Until 2025-11-25 a session begins with `initialize`; from 2026-07-28 on there are no sessions, and each request says in its
/// `_meta` which revision it is of (modelcontextprotocol.io/specification, "Lifecycle" and "Versioning").
enum AgentRevision: String, CaseIterable, Sendable {
  case june2025 = "2025-06-18"
  case november2025 = "2025-11-25"
  case july2026 = "2026-07-28"

  /// Whether a session begins with `initialize`.
  var hasSessions: Bool { self != .july2026 }

  /// The newest one with sessions: what a client that asks for an unknown one is offered.
  static let offered = november2025

  /// Where a request without a session says which revision it is of.
  static let member = "io.modelcontextprotocol/protocolVersion"

  /// How this program is introduced.
  static let introduction: JSON = .object([
    ("name", "lipflight"), ("title", "Lipflight"), ("version", .string(Product.version)),
  ])

  /// What a model is told before it knows of any tool.
  static let instructions =
    "Lipflight checks, prices, submits, fetches and verifies lip-sync jobs. Call check before submit, tell the person what the "
    + "job costs, and submit only with the max_credits that the person agreed to. After submit call fetch with the same video "
    + "and audio: it waits, downloads and proves the result. A finding's remedy says what to do; rules explains it."

  /// What a server of this kind can do.
  static let capabilities: JSON = .object([("tools", .object([]))])

  /// A result as the revision wants it: without sessions each says what it is, and who made it.
  func result(_ members: [JSON.Member], cachedFor milliseconds: Int? = nil) -> JSON {
    guard !hasSessions else { return .object(members) }
    let cache: [JSON.Member] =
      milliseconds.map { [("ttlMs", .int($0)), ("cacheScope", "private")] } ?? []
    let meta = JSON.object([("io.modelcontextprotocol/serverInfo", Self.introduction)])
    return .object([("resultType", "complete")] + members + cache + [("_meta", meta)])
  }
}
