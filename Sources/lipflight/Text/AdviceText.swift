internal import LipSync

/// Playback advice for people: what each type would give, and why one is advised.
enum AdviceText {
  static func lines(_ advice: PlaybackAdvice, chosen: PlaybackType?, _ style: Style) -> [String] {
    let room = min(style.width ?? 100, 100)
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
      lines += wrapped(option.note, to: room - 7).map { "       " + style.faint($0) }
    }
    let reason = wrapped("advice: \(advice.recommended.rawValue). \(advice.reason)", to: room - 2)
    return lines + reason.map { "  " + $0 }
  }
}
