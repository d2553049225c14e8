/// Lines of at most `width` columns, broken at spaces; a word that is wider has a line of its own.
///
/// - Parameter taken: columns that the first line has lost to what stands in front of it.
func wrapped(_ text: String, to width: Int, taken: Int = 0) -> [String] {
  var lines: [String] = []
  var (line, used) = ("", taken)
  for word in text.split(separator: " ") {
    let columns = TerminalText.width(word)
    if !line.isEmpty, used + 1 + columns > width {
      lines.append(line)
      (line, used) = ("", 0)
    }
    if !line.isEmpty { (line, used) = (line + " ", used + 1) }
    (line, used) = (line + word, used + columns)
  }
  return line.isEmpty ? lines : lines + [line]
}
