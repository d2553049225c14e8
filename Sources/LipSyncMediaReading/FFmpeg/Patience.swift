/// How often in a row something may come to nothing before it is given up.
struct Patience {
  private let limit: Int
  private var failures = 0
  private var mark: Int64?

  init(limit: Int) { self.limit = limit }

  /// Notes a failure; true for the last one that is borne. `mark` is what moves on where anything is achieved: where
  /// it has, the count starts anew.
  mutating func isOver(at mark: Int64) -> Bool {
    failures = mark == self.mark ? failures + 1 : 1
    self.mark = mark
    return failures >= limit
  }
}
