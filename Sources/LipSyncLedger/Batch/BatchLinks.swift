public import LipSync

/// The links of a manifest that the ledger does not hold, because they contain secrets or are long: a worker
/// gets them from the manifest itself.
public struct BatchLinks: Sendable {
  private var links: [String: (video: String, audio: String)] = [:]

  /// No links.
  public init() {}

  /// Keeps the links of a row that the ledger does not store.
  public mutating func record(_ row: JobRow) {
    let pair = row.pair
    guard Self.shown(pair.video) != pair.video || Self.shown(pair.audio) != pair.audio else { return }
    links[row.id] = (pair.video, pair.audio)
  }

  /// The sources of a job; nil if one of them has to come from a manifest that was not given.
  func sources(of row: BatchRow) -> (video: Source, audio: Source)? {
    if let known = links[row.id], Self.shown(known.video) == row.video, Self.shown(known.audio) == row.audio {
      return (Source(known.video), Source(known.audio))
    }
    let sources = (Source(row.video), Source(row.audio))
    return Self.isShortened(sources.0) || Self.isShortened(sources.1) ? nil : sources
  }

  /// A source as the ledger holds it.
  package static func shown(_ source: String) -> String { Source(source).shown }

  /// What `shortened` puts in the place of what it leaves out cannot stand in a URL.
  private static func isShortened(_ source: Source) -> Bool {
    if case .url(let url) = source { url.contains("…") } else { false }
  }
}
