/// The beginning of a long text, on one line.
package enum Excerpt {
  /// At most `limit` characters, with `…` for the rest; line breaks and tabs become spaces.
  package static func of(_ text: String, _ limit: Int) -> String {
    let start = text.prefix(limit + 1)
    let line = String(start.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return start.count > limit ? line.prefix(max(1, limit - 1)) + "…" : line
  }
}
