/// How much may be uploaded in a day: a value, with the clock passed in.
struct UploadAllowance: Sendable {
  static let day: Int64 = 86_400

  /// Bytes within any day; nil for no limit.
  let limit: Int64?
  private var taken: [(at: Int64, bytes: Int64)] = []

  init(limit: Int64?) { self.limit = limit }

  /// Counts an upload; if it exceeds the limit, returns by how much and when to retry.
  mutating func spend(_ bytes: Int64, at now: Int64) -> Excess? {
    guard let limit else { return nil }
    taken.removeAll { $0.at <= now - Self.day }
    let sum = taken.reduce(bytes) { $0 + $1.bytes }
    guard sum <= limit else {
      let oldest = taken.first?.at ?? now
      return Excess(
        limit: limit, current: sum, retryAfter: max(1, oldest + Self.day - now), type: "upload")
    }
    taken.append((now, bytes))
    return nil
  }
}
