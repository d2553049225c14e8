/// Two stretches of a source that are read as one: behind `at` follows what lies at `to`.
struct Splice {
  let at: Int64
  let to: Int64

  /// Where a position of the whole lies in the source, and how many bytes lie there in one piece at most.
  func place(of position: Int64) -> (offset: Int64, count: Int64) {
    position < at ? (position, at - position) : (position - at + to, .max)
  }
}
