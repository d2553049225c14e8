internal import LipSync
internal import LipSyncMedia

/// A proof for people: the verdict, the findings, then the figures.
enum VerifyText {
  static func report(_ report: VerifyReport, _ style: Style) -> String {
    let words =
      switch report.verdict {
      case .pass where report.isUncompared, .warn where report.isUncompared:
        "the result decodes; it was compared with nothing"
      case .pass: "the result is what was asked for, as far as it was compared"
      case .warn: "the result may not be what was asked for"
      case .fail: "the result is not what was asked for"
      }
    var lines = [style.verdict(report.verdict) + "  " + words]
    lines += FindingText.lines(report.findings, style)
    lines += Columns(rows: rows(report)).lines()
    lines += checks(report)
    return lines.joined(separator: "\n")
  }

  /// What was checked, and what came of each.
  static func checks(_ report: VerifyReport) -> [String] {
    let rows = report.checks.enumerated().map { index, check in
      let facts = [check.figure, check.limit.map { "limit: \($0)" }].compactMap(\.self).joined(
        separator: "; ")
      return [index == 0 ? "checked" : "", check.outcome.word, check.kind.title, check.why ?? facts]
    }
    return Columns(rows: rows).lines()
  }

  /// The measurements, each after its name.
  static func rows(_ report: VerifyReport) -> [[String]] {
    var rows = [["result", report.path ?? report.source]]
    if let media = report.media { rows += MediaText.lines(media).map { ["", $0] } }
    if let hash = report.sha256 { rows.append(["sha256", hash]) }
    rows.append(["length", lengths(report.lengths)])
    if let audio = report.audio { rows.append(["audio", sound(audio)]) }
    if let lips = lips(report) { rows.append(["lips", lips]) }
    if let playback = report.playback { rows.append(["playback", picture(playback)]) }
    if let seen = report.playback?.undocumented { rows.append(["undocumented", seen]) }
    if let difference = report.difference { rows.append(["picture", picture(difference)]) }
    if let cover = report.cover { rows.append(["cover", self.cover(cover)]) }
    if let page = report.page { rows.append(["report", page]) }
    return rows
  }

  private static func lengths(_ lengths: VerifyReport.Lengths) -> String {
    let parts = [
      "measured " + (lengths.measured.map(Figures.seconds) ?? "unknown"),
      lengths.reported.map { "reported " + Figures.seconds($0) },
      lengths.expected.map { "expected " + Figures.seconds($0) },
    ]
    let cost = lengths.measured.map { Credits(output: $0).text + " credits" }
    return (parts + [cost]).compactMap(\.self).joined(separator: ", ")
  }

  private static func sound(_ match: AudioMatch) -> String {
    var parts = [
      "similarity " + figure(match.similarity, 3),
      "offset " + figure(match.offsetMilliseconds, 1) + " ms",
    ]
    if let drift = match.driftPPM { parts.append("drift " + figure(drift, 0) + " ppm") }
    if match.missingHeadMilliseconds > 0 {
      parts.append("head missing " + figure(match.missingHeadMilliseconds, 0) + " ms")
    }
    if match.missingTailMilliseconds > 0 {
      parts.append("tail missing " + figure(match.missingTailMilliseconds, 0) + " ms")
    }
    if !match.dropouts.isEmpty { parts.append("dropouts \(match.dropouts.count)") }
    return parts.joined(separator: ", ")
  }

  /// The lips' offset, or what to do to have them judged; the checks say why else they were not.
  private static func lips(_ report: VerifyReport) -> String? {
    switch report.lipsUnjudged {
    case .noNetworks: return FaceText.unseen(.noNetworks).map { "not judged" + $0 }
    case .noEngine: return FaceText.unseen(.noEngine).map { "not judged" + $0 }
    default: break
    }
    return report.lips.flatMap { lips in
      lips.offsetMilliseconds.map {
        "sound \(figure($0.magnitude, 0)) ms \($0 < 0 ? "early" : "late"), confidence \(figure(lips.confidence, 2))"
      }
    }
  }

  private static func picture(_ difference: PictureDifference) -> String {
    let outside = "\(figure(difference.outside, 1)) levels of luma elsewhere"
    guard let region = difference.region else { return "no edited region, " + outside }
    return "\(figure(region.share * 100, 1)) % of it differs from the source, " + outside
  }

  private static func picture(_ playback: VerifyReport.Playback) -> String {
    var text = playback.detected?.rawValue ?? "no playback type recognised"
    if let requested = playback.requested, requested != playback.detected {
      text += " (asked for \(requested.rawValue))"
    }
    if !playback.reversals.isEmpty {
      text +=
        ", changes direction at " + playback.reversals.prefix(6).map(Figures.seconds).joined(separator: ", ")
      if playback.reversals.count > 6 { text += " and \(playback.reversals.count - 6) more" }
    }
    return text
  }

  private static func cover(_ cover: VerifyReport.Cover) -> String {
    var parts = [cover.path ?? cover.source]
    if let width = cover.width, let height = cover.height { parts.append("\(width)x\(height)") }
    if let moment = cover.moment, let similarity = cover.similarity {
      parts.append(
        "the picture at \(Figures.seconds(moment)), similarity \(figure(similarity, 3))")
    }
    return parts.joined(separator: ", ")
  }
}
