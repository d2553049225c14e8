internal import LipSyncMedia

extension ReportPage {
  /// Writes a proof as `report.html` into a directory. A page of ours that is there is replaced; anything else stays.
  ///
  /// - Parameter sent: what the result was compared with.
  /// - Returns: its path.
  /// - Throws: a file error if it cannot be written.
  public static func save(_ report: VerifyReport, of sent: SentMedia = SentMedia(), in directory: String)
    throws -> String
  {
    let (path, subject) = (directory + "/report.html", PageSubject(sent, report))
    return try save(page(report, subject, at: path), about: subject.title, to: path)
  }

  /// The proof of a result as a page.
  ///
  /// - Parameters:
  ///   - sent: what the result was compared with.
  ///   - path: where it will lie, so that its players find the files.
  public static func page(
    _ report: VerifyReport, of sent: SentMedia = SentMedia(), at path: String = "report.html"
  ) -> String { page(report, PageSubject(sent, report), at: path) }

  /// The same about a subject.
  static func page(_ report: VerifyReport, _ subject: PageSubject, at path: String) -> String {
    let show = ProofShow(report, subject, at: path)
    var sections = [
      header(report.verdict, subject.title, words(report)), findings(report.findings), checks(report),
    ].compactMap(\.self)
    sections += show.players
    if let exhibits = report.exhibits {
      sections += show.timeline(exhibits) + show.mouths(exhibits) + show.pictures(exhibits)
      sections += playback(report, exhibits) + sound(report, exhibits) + cover(report, exhibits)
    }
    sections += [lengths(report), table("Whose result this is", subject.facts), file(report)]
    return document(
      title: "\(report.verdict.rawValue): \(subject.title)", subject: subject.title, scripts: [.players],
      sections)
  }

  /// What was checked, a row each.
  private static func checks(_ report: VerifyReport) -> HTML? {
    guard !report.checks.isEmpty else { return nil }
    let rows = report.checks.map { check in
      (check.kind.title, check.words)
    }
    return table("What was checked", rows)
  }

  private static func words(_ report: VerifyReport) -> String {
    let cost =
      report.lengths.measured.map { " Its \(seconds($0)) cost \(Credits(output: $0).text) credits." } ?? ""
    return judgement(report) + cost
  }

  private static func judgement(_ report: VerifyReport) -> String {
    switch report.verdict {
    case .pass where report.isUncompared, .warn where report.isUncompared:
      "The result decodes; it was compared with nothing."
    case .pass: "The result is what was asked for, as far as it was compared."
    case .warn: "The result may not be what was asked for."
    case .fail: "The result is not what was asked for."
    }
  }

  private static func playback(_ report: VerifyReport, _ exhibits: Exhibits) -> [HTML] {
    guard let playback = report.playback, let result = report.lengths.measured, !playback.trace.isEmpty else {
      return []
    }
    let source = exhibits.videoLength ?? playback.trace.map(\.source).max() ?? .zero
    var rows = [("detected", playback.detected?.rawValue ?? "unknown")]
    if let requested = playback.requested { rows.append(("asked for", requested.rawValue)) }
    let turns = playback.reversals.prefix(12).map(seconds).joined(separator: ", ")
    rows.append(("changes direction", turns.isEmpty ? "nowhere" : turns))
    if let seen = playback.undocumented { rows.append(("not in the documentation", seen)) }
    let chart = Charts.trace(playback.trace, plan: exhibits.plan, result: result, source: source)
    return [
      section(
        "Playback",
        "Across: time in the result; up: the time in the source that is shown then. The broad "
          + "line is the plan.", [chart]), table("Playback type", rows),
    ]
  }

  private static func sound(_ report: VerifyReport, _ exhibits: Exhibits) -> [HTML] {
    guard exhibits.sound != nil || exhibits.sentSound != nil else { return [] }
    let match = report.audio
    var charts = [
      Charts.waveforms(
        sent: exhibits.sentSound, result: exhibits.sound, offset: (match?.offsetMilliseconds ?? 0) / 1000,
        gaps: match?.dropouts ?? [])
    ]
    let note =
      (exhibits.sentSound == nil ? "" : "Above: the audio that was sent. ") + "Below: the result's sound."
    var rows: [(String, String)] = []
    if let match {
      rows.append(("alike", "\(percent(match.similarity)), by how the loudness changes"))
      if let found = match.found {
        rows.append(("found", "\(percent(found)) of the seconds that were sent, by their waveform"))
      }
      rows.append(("late", "\(figure(match.offsetMilliseconds, 1)) ms"))
      if let drift = match.driftPPM { rows.append(("runs slower", "\(figure(drift, 0)) millionths")) }
    }
    if let loudness = report.measured.levels?.words { rows.append(("loudness", loudness)) }
    let offsets = match?.offsets ?? []
    if offsets.count > 1 {
      charts.append(
        HTML.tag(
          "p", [("class", "note")],
          .text(
            "How late the sound is, second by second: up is early, down is late. In the green band, within "
              + "\(figure(Limits.audioOffsetWarning, 0)) ms, hardly anybody notices.")))
      let length = max(exhibits.sound?.duration.seconds ?? 0, offsets.last?.at.seconds ?? 0)
      charts.append(Charts.offsets(offsets, length: length))
    }
    return [section("Sound", note, charts)] + (rows.isEmpty ? [] : [table("Sound in figures", rows)])
  }

  private static func cover(_ report: VerifyReport, _ exhibits: Exhibits) -> [HTML] {
    guard let facts = report.cover, let jpeg = exhibits.cover else { return [] }
    var figures = [picture(jpeg, "cover")]
    if let frame = exhibits.coverFrame, let moment = facts.moment {
      figures.append(picture(frame, "the nearest frame, at \(seconds(moment))"))
    }
    let note = facts.similarity.map { "Alike to \(percent($0))." }
    return [section("Cover", note, [.tag("div", [("class", "pictures")], all: figures)])]
  }

  private static func lengths(_ report: VerifyReport) -> HTML {
    func row(_ name: String, _ length: MediaTime?) -> (String, String) {
      (name, length.map { "\(seconds($0)), \(Credits(output: $0).text) credits" } ?? "unknown")
    }
    let lengths = report.lengths
    var rows = [row("reported", lengths.reported), row("measured", lengths.measured)]
    let expected = lengths.expected.map { range in
      range.lowerBound == range.upperBound
        ? row("expected", range.lowerBound).1
        : "\(seconds(range.lowerBound)) to \(seconds(range.upperBound)), "
          + "\(CreditRange(output: range).text) credits: the documentation does not say which"
    }
    rows.append(("expected", expected ?? "unknown"))
    return table("Lengths and credits", rows)
  }

  private static func file(_ report: VerifyReport) -> HTML {
    var rows = [("source", report.source)]
    if let path = report.path { rows.append(("path", path)) }
    if let video = report.media?.video {
      let rate = video.frameRate.map { ", \(figure($0)) fps" } ?? ""
      rows.append(("video", "\(video.codec), \(video.width) x \(video.height)\(rate)"))
    }
    if let audio = report.media?.audio {
      rows.append(("audio", "\(audio.codec), \(audio.sampleRate) Hz, \(Self.channels(audio.channels))"))
    }
    if let bytes = report.bytes { rows.append(("bytes", String(bytes))) }
    if let hash = report.sha256 { rows.append(("SHA-256", hash)) }
    if let by = report.verifiedBy { rows.append(("download checked by", by)) }
    return table("File", rows)
  }
}
