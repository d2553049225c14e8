internal import LipSync
internal import LipSyncMedia

/// A pre-flight report for people: the verdict, the findings, then the figures.
enum CheckText {
  static func report(_ report: CheckReport, _ style: Style) -> String {
    var lines = [verdict(report, style)]
    lines += FindingText.lines(report.findings, style)
    lines += source("video", report.video, style) + source("audio", report.audio, style)
    if let quota = report.quota { lines.append("  credits left  " + quota.shownDown) }
    if let advice = report.advice { lines += AdviceText.lines(advice, chosen: report.chosen, style) }
    return lines.joined(separator: "\n")
  }

  private static func verdict(_ report: CheckReport, _ style: Style) -> String {
    let words =
      switch report.verdict {
      case .pass: "ready to be sent"
      case .warn: "can be sent; read the warnings first"
      case .fail: "not ready to be sent"
      }
    var parts = [words]
    if report.verdict != .fail {
      if let chosen = report.chosen { parts.append(chosen.rawValue) }
      if let credits = report.credits { parts.append(credits.text + " credits") }
    }
    return style.verdict(report.verdict) + "  " + parts.joined(separator: ", ")
  }

  private static func source(_ label: String, _ inspection: SourceInspection, _ style: Style) -> [String] {
    var lines = ["  " + style.strong(label) + "  " + inspection.source.shown]
    if let media = inspection.media { lines += MediaText.lines(media).map { "         " + $0 } }
    return lines
  }
}
