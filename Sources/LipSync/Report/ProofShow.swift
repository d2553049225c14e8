internal import LipSyncMedia

/// What a proof's page shows of result and source: players, and pictures of moments that lead to them.
struct ProofShow {
  private let report: VerifyReport
  /// The link from the page to the result; nil if it was not kept.
  private let result: String?
  /// The link to the video that was sent; nil if it is no file of this machine.
  private let source: String?

  /// - Parameter path: where the page will lie.
  init(_ report: VerifyReport, _ subject: PageSubject, at path: String) {
    self.report = report
    result = report.path.map { RelativeLink.to($0, from: path) }
    source = subject.video.map { RelativeLink.to($0, from: path) }
  }

  /// The result, and beside it the video that was sent, which follows it.
  var players: [HTML] {
    guard let result, report.media?.video != nil else { return [] }
    let trace = report.exhibits?.trace?.moments.isEmpty == false ? report.playback?.trace ?? [] : []
    let corners = trace.prefix(2000).map { "\(figure($0.result.seconds, 3)),\(figure($0.source.seconds, 3))" }
    let shown = player(
      "result", result, "The result", [("data-trace", corners.joined(separator: " "))])
    let sent = source.map {
      player("source", $0, "What was sent, at the moment that the result shows", [("muted", "")])
    }
    let note =
      "They play from the files where they lie; moments below lead to them."
      + (source == nil ? "" : " What was sent follows the result.")
    return [
      ReportPage.section(
        "Watch", note, [.tag("div", [("class", "players")], all: [shown] + (sent.map { [$0] } ?? []))])
    ]
  }

  private func player(_ id: String, _ link: String, _ words: String, _ more: [(String, String)]) -> HTML {
    let attributes = [
      ("id", id), ("src", link), ("controls", ""), ("playsinline", ""), ("preload", "metadata"),
      ("aria-label", words),
    ]
    return .tag(
      "figure", [], .tag("video", attributes + more.filter { $0.0 == "muted" || !$0.1.isEmpty }),
      .tag("figcaption", [], .text(words)))
  }

  /// A link to a moment of the result: without the script it opens the file there (Media Fragments URI 1.0, section 4.2.1).
  private func link(_ time: MediaTime) -> [(String, String)]? {
    let seconds = figure(time.seconds, 3)
    return result.map { [("href", "\($0)#t=\(seconds)"), ("data-t", seconds)] }
  }

  /// The findings that have a moment, on the result's time, with pictures of these moments.
  func timeline(_ exhibits: Exhibits) -> [HTML] {
    guard let length = report.lengths.measured, report.findings.contains(where: { $0.span != nil }) else {
      return []
    }
    let chart = Charts.findings(report.findings, length: length, link: link)
    let shown = exhibits.marked.isEmpty ? [] : [pairs(exhibits.marked)]
    return [
      ReportPage.section(
        "When", "Above: what is seen; below: what is heard. The pictures are those of the marks above.",
        [chart] + shown)
    ]
  }

  /// The edited region at loud moments, close by.
  func mouths(_ exhibits: Exhibits) -> [HTML] {
    guard !exhibits.mouths.isEmpty else { return [] }
    return [
      ReportPage.section(
        "What was edited, where the sound is loud",
        "Enlarged, with what was sent below it. Whether the lips fit the words is for you to see.",
        [pairs(exhibits.mouths)])
    ]
  }

  /// Moments at even distances.
  func pictures(_ exhibits: Exhibits) -> [HTML] {
    guard !exhibits.moments.isEmpty else { return [] }
    let region = report.difference?.region
    var note: String?
    if let difference = report.difference {
      let elsewhere = "elsewhere its brightness differs by \(figure(difference.outside, 1)) of 255"
      note =
        region.map {
          "The box is the edited region, \(ReportPage.percent($0.share)) of the picture; \(elsewhere)."
        }
        ?? "No part of the picture was edited; \(elsewhere)."
    }
    let boxes = region.map { [($0.left, $0.top, $0.width, $0.height)] } ?? []
    return [
      ReportPage.section(
        "The same moments of result and source", note, [pairs(exhibits.moments, boxes: boxes)])
    ]
  }

  private func pairs(
    _ moments: [Exhibits.Moment], boxes: [(Double, Double, Double, Double)] = []
  ) -> HTML {
    .tag(
      "div", [("class", "pictures")],
      all: moments.map { moment in
        let shown = ReportPage.picture(
          moment.result, "result \(ReportPage.seconds(moment.time))", boxes: boxes, link: link(moment.time))
        let sent = moment.source.map {
          ReportPage.picture($0, "sent \(ReportPage.seconds(moment.sourceTime ?? moment.time))")
        }
        return .tag("div", [("class", "pair")], all: [shown] + (sent.map { [$0] } ?? []))
      })
  }
}
