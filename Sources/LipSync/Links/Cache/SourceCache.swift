internal import Synchronization

/// The URLs that were looked at last, with the bytes that were fetched, for the next step of the same job.
final class SourceCache: Sendable {
  private struct Entry {
    let url: String
    let source: HTTPSource
    let since: ContinuousClock.Instant
  }

  private let entries = Mutex<[Entry]>([])

  /// Keeps a source; the oldest go where there are too many, or too many bytes of them.
  func keep(_ source: HTTPSource, of url: String) {
    entries.withLock { entries in
      entries.removeAll { $0.url == url || $0.since.duration(to: .now) > Defaults.keptFor }
      entries.append(Entry(url: url, source: source, since: .now))
      let room = Self.room(for: entries.map(\.source.bytesHeld))
      entries.removeFirst(entries.count - room)
    }
  }

  /// The source of a URL that was looked at a short while ago: redirects may lead to links that soon die.
  func source(of url: String) -> HTTPSource? {
    entries.withLock { entries in
      entries.removeAll { $0.since.duration(to: .now) > Defaults.keptFor }
      return entries.last { $0.url == url }?.source
    }
  }

  /// How many of the last sources have room, by the bytes that each holds: a pure function. The last one has in any case.
  static func room(for held: [Int]) -> Int {
    var (count, sum) = (0, 0)
    for bytes in held.reversed() {
      if count > 0 { sum += bytes }
      guard count < Defaults.keptSources, sum <= Defaults.keptBytes else { break }
      count += 1
    }
    return count
  }
}
