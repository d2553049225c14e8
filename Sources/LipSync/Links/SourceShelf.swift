internal import Synchronization

/// The URLs that were looked at last, with the bytes that were fetched, for the next step of the same job.
final class SourceShelf: Sendable {
  private struct Entry {
    let url: String
    let source: HTTPSource
    let since: ContinuousClock.Instant
  }

  private let entries = Mutex<[Entry]>([])

  /// Keeps a source; the oldest goes where there are too many.
  func keep(_ source: HTTPSource, of url: String) {
    entries.withLock { entries in
      entries.removeAll { $0.url == url || $0.since.duration(to: .now) > Defaults.keptFor }
      entries.append(Entry(url: url, source: source, since: .now))
      if entries.count > Defaults.keptSources { entries.removeFirst() }
    }
  }

  /// The source of a URL that was looked at a short while ago: redirects may lead to links that soon die.
  func source(of url: String) -> HTTPSource? {
    entries.withLock { entries in
      entries.removeAll { $0.since.duration(to: .now) > Defaults.keptFor }
      return entries.last { $0.url == url }?.source
    }
  }
}
