internal import LipSync
internal import LipSyncMedia

/// What became of a sound that was to be split, and of results that were to be joined, for people.
enum SplitText {
  static func report(_ look: Splitter.Look, into directory: String?, _ style: Style) -> String {
    var lines = look.sources.map { MendText.report($0, style) }
    if let split = look.split, !look.hasFailed {
      lines += Columns(rows: [["part", "from", "to", "video shows", "files"]] + split.parts.map(row)).lines()
    }
    if let manifest = look.manifest {
      let results = (directory ?? ".") + "/results"
      lines.append("  manifest  \(manifest)")
      lines.append(
        "  then      lipflight batch run \(Resumption.quoted(manifest)) -o \(Resumption.quoted(results))")
      lines.append(
        "            lipflight join \(Resumption.quoted(manifest)) \(Resumption.quoted(results)) -o joined.mp4"
      )
    } else if look.split != nil, look.sources.count == 1, !look.hasFailed {
      lines.append("  no manifest: jobs need a video. Name it before the audio: mend VIDEO AUDIO --split.")
    }
    return lines.joined(separator: "\n")
  }

  private static func row(_ part: SplitReport.Part) -> [String] {
    let shown = part.stretches.first.map { stretch in
      switch stretch.direction {
      case .forward: "from \(Figures.seconds(stretch.start)) on"
      case .reverse: "from \(Figures.seconds(stretch.start)) backwards"
      case .hold: "\(Figures.seconds(stretch.start)), standing"
      }
    }
    let files = [part.audio, part.video].compactMap(\.self).joined(separator: " ")
    return [
      String(part.plan.number), Figures.seconds(part.start), Figures.seconds(part.start + part.length),
      shown ?? "-", files,
    ]
  }

  static func report(_ report: JoinReport, _ style: Style) -> String {
    var lines: [String] = []
    switch report.state {
    case .joined:
      lines.append(style.good("JOINED") + "  \(report.parts.count) parts -> \(report.output ?? "")")
    case .planned: lines.append(style.strong("PLAN") + "  would join \(report.parts.count) parts")
    case .failed: lines.append(style.bad("FAILED") + "  \(report.parts.count) parts were not joined")
    }
    for fault in report.faults {
      lines.append("  \(style.bad(fault.part.map { "part \($0)" } ?? "fault"))  \(fault.message)")
    }
    var rows: [[String]] = []
    for part in report.parts {
      guard let used = part.pictures else { continue }
      rows.append([
        "part \(part.row.part)", "\(used) pictures\(surplus(part.surplus ?? 0))" + sound(part.match),
      ])
    }
    if let made = report.made, report.state == .joined {
      let pictures = report.parts.compactMap(\.pictures).reduce(0, +)
      let how = made.frames == nil ? "copied byte for byte" : "encoded" + ssim(made)
      rows.append(["picture", "\(pictures) pictures \(how)" + distance(report)])
      let from = report.sound == .original ? "of the sound that was split" : "of the parts' sounds"
      rows.append([
        "sound",
        "\(made.samples ?? 0) samples \(from), \(made.offset.map { "\($0) samples off" } ?? "nothing to be heard")",
      ])
    }
    return (lines + Columns(rows: rows).lines()).joined(separator: "\n")
  }

  private static func surplus(_ count: Int64) -> String {
    switch count {
    case 0: ""
    case ..<0: ", the last one held"
    default: ", \(count) behind its end left out"
    }
  }

  private static func sound(_ match: AudioMatch?) -> String {
    guard let match else { return "" }
    return
      ", its sound \(figure(match.offsetMilliseconds, 1)) ms late (similarity \(figure(match.similarity)))"
  }

  private static func ssim(_ made: MediaMade) -> String {
    made.likeness.map { ", SSIM \(figure($0.mean, 4)), \(figure($0.least, 4)) at worst" } ?? ""
  }

  private static func distance(_ report: JoinReport) -> String {
    report.distance.map { ", \(figure($0.most, 2)) levels of luma from the results' at most" } ?? ""
  }
}
