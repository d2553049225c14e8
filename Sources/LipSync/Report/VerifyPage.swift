internal import LipSyncMedia

extension ReportPage {
  /// Writes a proof as `report.html` into a directory; an existing report stays.
  /// - Returns: its path.
  /// - Throws: a file error if it cannot be written.
  public static func save(_ report: VerifyReport, in directory: String) throws -> String {
    try save(page(report), to: directory + "/report.html")
  }

  /// The proof of a result as a page.
  public static func page(_ report: VerifyReport) -> String {
    let title = report.source.split(separator: "/").last.map(String.init) ?? report.source
    var sections = [
      header(report.verdict, title, words(report)), findings(report.findings), checks(report),
    ].compactMap(\.self)
    if let exhibits = report.exhibits {
      sections += timeline(report, exhibits)
      sections += pictures(report, exhibits)
      sections += playback(report, exhibits)
      sections += sound(report, exhibits)
      sections += cover(report, exhibits)
    }
    sections.append(lengths(report))
    sections.append(file(report))
    return document(title: "\(report.verdict.rawValue): \(title)", sections)
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
    switch report.verdict {
    case .pass where report.isUncompared, .warn where report.isUncompared:
      "The result decodes; it was compared with nothing."
    case .pass: "The result is what was asked for, as far as it was compared."
    case .warn: "The result may not be what was asked for."
    case .fail: "The result is not what was asked for."
    }
  }

  /// The findings that have a moment, on the result's time, with pictures of these moments.
  private static func timeline(_ report: VerifyReport, _ exhibits: Exhibits) -> [HTML] {
    guard let length = report.lengths.measured, report.findings.contains(where: { $0.span != nil }) else {
      return []
    }
    let pairs = exhibits.marked.map { moment in
      let result = picture(moment.result, "result \(seconds(moment.time))")
      let source = moment.source.map { picture($0, "video \(seconds(moment.sourceTime ?? moment.time))") }
      return HTML.tag("div", [("class", "pair")], all: [result] + (source.map { [$0] } ?? []))
    }
    let shown = pairs.isEmpty ? [] : [HTML.tag("div", [("class", "pictures")], all: pairs)]
    return [
      section(
        "When", "Above: what is seen; below: what is heard. The pictures are those of the marks above.",
        [Charts.findings(report.findings, length: length)] + shown)
    ]
  }

  private static func pictures(_ report: VerifyReport, _ exhibits: Exhibits) -> [HTML] {
    guard !exhibits.moments.isEmpty else { return [] }
    let region = report.difference?.region
    let boxes = region.map { [($0.left, $0.top, $0.width, $0.height)] } ?? []
    let pairs = exhibits.moments.map { moment in
      let result = picture(moment.result, "result \(seconds(moment.time))", boxes: boxes)
      let source = moment.source.map { picture($0, "source \(seconds(moment.sourceTime ?? moment.time))") }
      return HTML.tag("div", [("class", "pair")], all: [result] + (source.map { [$0] } ?? []))
    }
    var note: String?
    if let difference = report.difference {
      let elsewhere = "elsewhere it differs by \(figure(difference.outside, 1)) levels of luma"
      note =
        region.map { "The box is the edited region, \(percent($0.share)) of the picture; \(elsewhere)." }
        ?? "No part of the picture was edited; \(elsewhere)."
    }
    let rows = HTML.tag("div", [("class", "pictures")], all: pairs)
    return [section("The same moments of result and source", note, [rows])]
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
    if let seen = playback.undocumented { rows.append(("undocumented", seen)) }
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
    let chart = Charts.waveforms(
      sent: exhibits.sentSound, result: exhibits.sound, offset: (match?.offsetMilliseconds ?? 0) / 1000,
      gaps: match?.dropouts ?? [])
    var parts = [
      exhibits.sentSound == nil ? nil : "Above: the audio that was sent.", "Below: the result's sound.",
    ]
    if let match {
      parts.append("Similarity \(figure(match.similarity, 3)), ")
      parts[parts.count - 1]?.append("offset \(figure(match.offsetMilliseconds, 1)) ms")
      let drift = match.driftPPM.map { ", drift \(figure($0, 0)) ppm." } ?? "."
      parts[parts.count - 1]?.append(drift)
    }
    return [section("Sound", parts.compactMap(\.self).joined(separator: " "), [chart])]
  }

  private static func cover(_ report: VerifyReport, _ exhibits: Exhibits) -> [HTML] {
    guard let facts = report.cover, let jpeg = exhibits.cover else { return [] }
    var figures = [picture(jpeg, "cover")]
    if let frame = exhibits.coverFrame, let moment = facts.moment {
      figures.append(picture(frame, "the nearest frame, at \(seconds(moment))"))
    }
    let note = facts.similarity.map { "Similarity \(figure($0, 3))." }
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
      rows.append(("audio", "\(audio.codec), \(audio.sampleRate) Hz, \(audio.channels) channels"))
    }
    if let bytes = report.bytes { rows.append(("bytes", String(bytes))) }
    if let hash = report.sha256 { rows.append(("SHA-256", hash)) }
    if let by = report.verifiedBy { rows.append(("download checked by", by)) }
    return table("File", rows)
  }
}
