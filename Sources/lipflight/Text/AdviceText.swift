internal import LipSync

/// Playback advice for people: what each type would give, and why one is advised.
enum AdviceText {
  static func lines(_ advice: PlaybackAdvice, chosen: PlaybackType?, _ style: Style) -> [String] {
    var table = Columns()
    for option in advice.options {
      table.rows.append([
        option.type == (chosen ?? advice.recommended) ? ">" : " ", option.type.rawValue,
        Figures.seconds(option.output), option.credits.text + " credits",
      ])
    }
    var lines: [String] = []
    for (line, option) in zip(table.lines(indent: 2), advice.options) {
      lines.append(option.type == (chosen ?? advice.recommended) ? style.strong(line) : line)
      lines += wrapped(option.note, to: 94).map { "       " + style.faint($0) }
    }
    let reason = wrapped("advice: \(advice.recommended.rawValue). \(advice.reason)", to: 98)
    return lines + reason.map { "  " + $0 }
  }
}

/// Lines of at most `width` characters, broken at spaces.
func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  return line.isEmpty ? lines : lines + [line]
}
