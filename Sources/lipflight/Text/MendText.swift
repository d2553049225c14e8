internal import LipSync
internal import LipSyncMedia

/// What became of a source, for people.
enum MendText {
  static func report(_ report: MendReport, _ style: Style) -> String {
    var lines = [head(report, style)]
    for step in report.steps {
      let rules = step.rules.isEmpty ? "" : "  " + style.faint(step.rules.map(\.id).joined(separator: " "))
      lines.append("  \(style.strong(step.kind.rawValue))  \(step.does)\(rules)")
      lines.append("    \(style.faint("cost:")) \(step.cost)")
    }
    for left in report.left {
      lines.append(
        "  \(style.warned("left"))  \(style.strong(left.finding.rule.id))  \(left.finding.message)")
      lines.append("    \(style.faint("why:")) \(left.reason)")
    }
    lines += Columns(rows: rows(report)).lines()
    if let trouble = report.trouble { lines.append("  \(style.bad("trouble"))  \(trouble)") }
    return lines.joined(separator: "\n")
  }

  private static func head(_ report: MendReport, _ style: Style) -> String {
    let words =
      switch report.state {
      case .sound: style.good("SOUND") + "  nothing to mend in "
      case .planned: style.strong("PLAN") + "  would mend "
      case .mended: style.good("MENDED") + "  "
      case .hopeless: style.bad("LEFT") + "  cannot be mended: "
      case .failed: style.bad("FAILED") + "  "
      }
    return words + report.source + (report.output.map { " -> \($0)" } ?? "")
  }

  private static func rows(_ report: MendReport) -> [[String]] {
    guard let made = report.made, let after = report.after, report.output != nil else { return [] }
    var rows: [[String]] = []
    if after.pictureLength != nil { rows.append(["picture", picture(made)]) }
    if after.audio != nil { rows.append(["sound", sound(made)]) }
    return rows + MediaText.lines(after).map { ["", $0] }
  }

  private static func copied(_ made: MediaMade) -> String {
    made.isIdentical == true ? "copied, and found again byte for byte" : "copied"
  }

  private static func picture(_ made: MediaMade) -> String {
    guard let frames = made.frames else { return copied(made) }
    let likeness = made.likeness.map {
      ", SSIM \(figure($0.mean, 4)), \(figure($0.least, 4)) at worst (\($0.pictures) compared with \($0.isOfSource ? "the source's" : "what was encoded"))"
    }
    return "\(frames) pictures encoded" + (likeness ?? "")
  }

  private static func sound(_ made: MediaMade) -> String {
    guard let samples = made.samples else { return copied(made) }
    var parts = ["\(samples) samples encoded"]
    if let offset = made.offset { parts.append("\(offset) samples off") }
    if let gain = made.gain, gain != 0 { parts.append("gain \(figure(gain, 1)) dB") }
    if let reached = made.reached { parts.append("\(figure(reached, 1)) LUFS") }
    if let held = made.reduction, held > 0 { parts.append("peaks held down by \(figure(held, 1)) dB") }
    for (length, words) in [
      (made.filled, "filled in"), (made.cutHead, "cut off at the head"),
      (made.cutTail, "cut off at the tail"),
    ] where length > .zero { parts.append("\(Figures.seconds(length)) \(words)") }
    return parts.joined(separator: ", ")
  }
}
