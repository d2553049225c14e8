/// What of a sandbox's data is removed, by age and by size: a pure function.
public struct Upkeep: Sendable, Equatable {
  /// Tasks that ended, and uploads, are kept so long, in seconds.
  public var age: Int64
  /// What they may take together, in bytes; the oldest go first.
  public var bytes: Int64

  /// Thirty days and 20 GB.
  public static let standard = Upkeep(age: 30 * 86_400, bytes: 20_000_000_000)

  /// Limits of one's own.
  public init(age: Int64, bytes: Int64) {
    self.age = age
    self.bytes = bytes
  }

  /// Something that is kept.
  struct Item: Sendable, Equatable {
    let id: String
    let bytes: Int64
    /// When it was last of use, in seconds since 1970.
    let moment: Int64
  }

  /// The ids of those that go: the older ones than `age`, and of the rest the oldest until `bytes` suffice.
  func removed(of items: [Item], at now: Int64) -> Set<String> {
    var gone = Set(items.filter { now - $0.moment > age }.map(\.id))
    let rest = items.filter { !gone.contains($0.id) }.sorted { $0.moment < $1.moment }
    var total = rest.map(\.bytes).reduce(0, +)
    for item in rest where total > bytes {
      gone.insert(item.id)
      total -= item.bytes
    }
    return gone
  }
}
