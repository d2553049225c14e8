internal import LipSyncMedia

extension ReportPage {
  /// Writes a check as a page to a path; an existing file stays, and the page gets a number.
  ///
  /// The pictures and the sound are read from the sources again; what cannot be read is left out.
  /// - Returns: its path.
  /// - Throws: a file error if it cannot be written.
  public static func save(_ report: CheckReport, inspector: Inspector, to path: String) async throws -> String
  {
    let (video, audio) = (report.video.source, report.audio.source)
    let ends = [MediaTime.zero] + (report.video.media?.pictureLength.map { [$0] } ?? [])
    let end = ContinuousClock.now + inspector.timeout
    async let pictures = try? onBlockingThread(until: end) { deadline in
      try inspector.examiner.pictures(
        of: try inspector.open(video), at: ends, maximumSide: 480, deadline: deadline)
    }
    async let sound = try? onBlockingThread(until: end) { deadline in
      try inspector.examiner.envelope(of: try inspector.open(audio), deadline: deadline)
    }
    let page = page(
      report, pictures: report.video.media?.video == nil ? [] : await pictures ?? [],
      sound: report.audio.media?.audio == nil ? nil : await sound)
    return try save(page, about: title(report), to: path)
  }

  /// The check of a pair as a page.
  static func page(_ report: CheckReport, pictures: [[UInt8]] = [], sound: AudioEnvelope? = nil) -> String {
    let words =
      switch report.verdict {
      case .pass: "Ready to be sent."
      case .warn: "Can be sent; read the warnings first."
      case .fail: "Not ready to be sent."
      }
    let title = title(report)
    let cost = report.advice.flatMap { advice in
      advice.options.first { $0.type == report.chosen }
        .map { " As \($0.type.rawValue) it costs \($0.credits.text) credits." }
    }
    var sections = [header(report.verdict, title, words + (cost ?? "")), findings(report.findings)]
    if !pictures.isEmpty {
      let figures = zip(["first picture", "last picture"], pictures).map { picture($1, $0) }
      sections.append(section("Video", nil, [.tag("div", [("class", "pictures")], all: figures)]))
    }
    if let sound {
      sections.append(
        section(
          "Audio", "Loudness over \(seconds(sound.duration)).",
          [Charts.waveforms(sent: sound, result: nil, offset: 0, gaps: [])]))
    }
    if let advice = report.advice { sections.append(options(advice, report)) }
    sections.append(table("The video in figures", rows(report.video)))
    sections.append(table("The audio in figures", rows(report.audio)))
    sections.append(table("This page", [("made", UnixTime.now.iso8601), ("by", Product.name)]))
    return document(
      title: "\(report.verdict.rawValue) before sending: \(title)", subject: title, sections)
  }

  private static func title(_ report: CheckReport) -> String {
    [report.video.source, report.audio.source].map { PageSubject.name($0.shown) }.joined(separator: " + ")
  }

  private static func options(_ advice: PlaybackAdvice, _ report: CheckReport) -> HTML {
    let video = report.video.media?.pictureLength ?? .zero
    let audio = report.audio.media?.audio?.duration ?? .zero
    let longest = advice.options.map(\.output.upperBound).max() ?? .zero
    let bars = advice.options.map { option in
      let plan = PlaybackPlan.make(option.type, video: video, audio: audio, model: PlaybackModel())
      let output = option.output
      let length =
        output.lowerBound == output.upperBound
        ? seconds(output.lowerBound) : "\(seconds(output.lowerBound)) to \(seconds(output.upperBound))"
      let mark = option.type == advice.recommended ? " (advised)" : ""
      return HTML.pieces([
        .tag(
          "p", [("class", option.type == report.chosen ? "on" : "")],
          .text("\(option.type.rawValue)\(mark): \(length), \(option.credits.text) credits")),
        Charts.timeline(plan, longest: longest), .tag("p", [("class", "note")], .text(option.note)),
      ])
    }
    return section(
      "Playback types", advice.reason + " Rising: forward; falling: in reverse; level: standing still.", bars)
  }

  private static func rows(_ inspection: SourceInspection) -> [(String, String)] {
    var rows = [("source", inspection.source.shown)]
    guard let media = inspection.media else { return rows + [("media", "unknown")] }
    rows.append(("container", media.container))
    if let video = media.video, !media.isImage {
      rows.append(
        (
          "video",
          "\(video.codec), \(video.width) x \(video.height), \(video.duration.map(seconds) ?? "unknown length")"
        ))
    }
    if let audio = media.audio {
      rows.append(
        (
          "audio",
          "\(audio.codec), \(audio.sampleRate) Hz, \(channels(audio.channels)), "
            + "\(audio.duration.map(seconds) ?? "unknown length")"
        ))
    }
    if let bytes = media.bytes { rows.append(("bytes", String(bytes))) }
    return rows
  }
}
