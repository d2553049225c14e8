internal import LipSyncMedia

/// Drawings of report pages, in SVG.
enum Charts {
  static let width = 720.0

  /// Result time across, source time up: the trace, drawn over the plan.
  static func trace(
    _ trace: [PlaybackTrace.Corner], plan: PlaybackPlan?, result: MediaTime, source: MediaTime
  ) -> HTML {
    let height = 240.0
    let (across, up) = (max(result.seconds, 0.1), max(source.seconds, 0.1))
    func x(_ seconds: Double) -> Double { 60 + seconds / across * (width - 76) }
    func y(_ seconds: Double) -> Double { height - 26 - seconds / up * (height - 44) }
    var pieces = ticks(across).map { tick -> HTML in
      .pieces([
        line(x(tick), 18, x(tick), height - 26), label(x(tick), height - 6, number(tick) + " s", "middle"),
      ])
    }
    pieces += ticks(up, most: 5).map { tick in
      .pieces([line(60, y(tick), width - 16, y(tick)), label(54, y(tick) + 4, number(tick), "end")])
    }
    if let plan {
      for stretch in stretches(plan) {
        pieces.append(path([(x(stretch.0), y(stretch.1)), (x(stretch.2), y(stretch.3))], "b"))
      }
    }
    // A jump is a new line: nothing was shown in between.
    var run: [(Double, Double)] = []
    for (index, corner) in trace.enumerated() {
      if index > 0, corner.result - trace[index - 1].result < MediaTime(1, 5),
        (corner.source - trace[index - 1].source).magnitude > MediaTime(1, 2)
      {
        pieces.append(path(run, "a"))
        run = []
      }
      run.append((x(corner.result.seconds), y(corner.source.seconds)))
    }
    pieces.append(path(run, "a"))
    return svg(height, "Source time over result time", pieces)
  }

  /// Loudness over time: what was sent above the line, the result's below it, on the result's clock.
  static func waveforms(
    sent: AudioEnvelope?, result: AudioEnvelope?, offset: Double, gaps: [AudioMatch.Dropout]
  ) -> HTML {
    let height = 150.0
    let length = max((sent?.duration.seconds ?? 0) + offset, result?.duration.seconds ?? 0, 0.1)
    func x(_ seconds: Double) -> Double { min(max(0, seconds / length), 1) * width }
    var pieces = gaps.map { gap in
      HTML.tag(
        "rect",
        [
          ("class", "gap"), ("x", number(x(gap.start.seconds))), ("y", "0"),
          ("width", number(max(2, x(gap.start.seconds + gap.duration.seconds) - x(gap.start.seconds)))),
          ("height", number(height - 20)),
        ])
    }
    let middle = (height - 20) / 2
    if let sent { pieces.append(area(sent, offset, -1, middle, x, "fa")) }
    if let result { pieces.append(area(result, 0, 1, middle, x, "fb")) }
    pieces += ticks(length).map { tick in
      // A label at an edge stays inside, however large a phone draws it.
      let anchor = x(tick) < 40 ? "start" : x(tick) > width - 40 ? "end" : "middle"
      return label(x(tick), height - 4, number(tick) + " s", anchor)
    }
    return svg(height, "Loudness over time", pieces)
  }

  /// Findings on a result's time: those of the picture in the upper lane, those of the sound in the lower one.
  ///
  /// - Parameter link: where a mark leads, by its moment; nil for nowhere.
  static func findings(_ findings: [Finding], length: MediaTime, link: (MediaTime) -> [(String, String)]?)
    -> HTML
  {
    let (lane, long) = (26.0, max(length.seconds, 0.1))
    func x(_ seconds: Double) -> Double { min(max(0, seconds / long), 1) * (width - 4) }
    var pieces = findings.compactMap { finding -> HTML? in
      guard let span = finding.span else { return nil }
      let (left, right) = (x(span.start.seconds), x(span.end.seconds))
      let mark = HTML.tag(
        "rect",
        [
          ("class", finding.severity == .error ? "fb" : "fa"), ("x", number(left)),
          ("y", number(finding.isHeard ? lane + 4 : 2)), ("width", number(max(4, right - left))),
          ("height", number(lane - 4)),
        ], .tag("title", [], .text(finding.message)))
      return link(span.start).map { .tag("a", $0 + [("aria-label", finding.message)], mark) } ?? mark
    }
    pieces += [line(0, lane + 1, width, lane + 1)]
    pieces += ticks(long).map { tick in
      let anchor = x(tick) < 40 ? "start" : x(tick) > width - 40 ? "end" : "middle"
      return label(x(tick), 2 * lane + 18, number(tick) + " s", anchor)
    }
    return svg(2 * lane + 24, "Findings over time", pieces, role: "group")
  }

  /// A plan as a bar: stretches forward, backward and standing, to a scale that several bars share.
  static func timeline(_ plan: PlaybackPlan, longest: MediaTime) -> HTML {
    let scale = width / max(longest.seconds, 0.1)
    var pieces: [HTML] = []
    var start = 0.0
    for pass in plan.passes.prefix(400) {
      let length = (pass.to - pass.from).seconds
      let (left, right) = (start * scale, (start + length) * scale)
      let (low, high) = ("40", "4")
      let shape =
        switch pass.direction {
        case .forward: "\(number(left)),\(low) \(number(right)),\(high) \(number(right)),\(low)"
        case .reverse: "\(number(left)),\(high) \(number(right)),\(low) \(number(left)),\(low)"
        case .hold:
          "\(number(left)),\(high) \(number(right)),\(high) \(number(right)),\(low) \(number(left)),\(low)"
        }
      pieces.append(
        .tag("polygon", [("class", pass.direction == .reverse ? "fb" : "fa"), ("points", shape)]))
      start += length
    }
    return svg(44, "Playback over time", pieces)
  }

  private static func area(
    _ envelope: AudioEnvelope, _ offset: Double, _ side: Double, _ middle: Double, _ x: (Double) -> Double,
    _ style: String
  ) -> HTML {
    let levels = envelope.levels
    let peak = Double(max(levels.max() ?? 0, 0.001))
    let bins = min(600, max(levels.count, 1))
    var points = [(x(offset), middle)]
    for bin in 0..<bins where !levels.isEmpty {
      let (from, to) = (
        bin * levels.count / bins, max(bin * levels.count / bins + 1, (bin + 1) * levels.count / bins)
      )
      // The square root keeps quiet speech visible next to loud.
      let level = (Double(levels[from..<min(to, levels.count)].max() ?? 0) / peak).squareRoot()
      points.append(
        (x(offset + Double(from) / Double(AudioEnvelope.rate)), middle + side * (1 + level * (middle - 4))))
    }
    points.append((x(offset + envelope.duration.seconds), middle))
    return .tag("polygon", [("class", style), ("points", joined(points))])
  }

  /// The straight stretches of a plan: from result and source to result and source, in seconds.
  private static func stretches(_ plan: PlaybackPlan) -> [(Double, Double, Double, Double)] {
    var (stretches, start) = ([(Double, Double, Double, Double)](), 0.0)
    for pass in plan.passes.prefix(400) {
      let (from, to) = (pass.from.seconds, pass.to.seconds)
      let end = start + to - from
      switch pass.direction {
      case .forward: stretches.append((start, from, end, to))
      case .reverse: stretches.append((start, to, end, from))
      case .hold: stretches.append((start, from, end, from))
      }
      start = end
    }
    return stretches
  }

  static func ticks(_ length: Double, most: Double = 8) -> [Double] {
    let step = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600].first { length / $0 <= most } ?? 1800
    return stride(from: 0, through: length, by: step).map { $0 }
  }

  ///
  /// - Parameter role: what it is to who cannot see it: `img` hides what is in it, a `group` does not.
  static func svg(_ height: Double, _ name: String, _ pieces: [HTML], role: String = "img") -> HTML {
    .tag(
      "div", [("class", "chart")],
      .tag(
        "svg",
        [("viewBox", "0 0 \(number(width)) \(number(height))"), ("role", role), ("aria-label", name)],
        all: pieces))
  }

  static func line(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double) -> HTML {
    .tag(
      "line",
      [("class", "grid"), ("x1", number(x)), ("y1", number(y)), ("x2", number(toX)), ("y2", number(toY))])
  }

  static func label(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> HTML {
    .tag("text", [("x", number(x)), ("y", number(y)), ("text-anchor", anchor)], .text(text))
  }

  private static func path(_ points: [(Double, Double)], _ style: String) -> HTML {
    .tag("polyline", [("class", style), ("points", joined(points))])
  }

  private static func joined(_ points: [(Double, Double)]) -> String {
    points.map { number($0.0) + "," + number($0.1) }.joined(separator: " ")
  }

  static func number(_ value: Double) -> String { figure(value, 1) }
}
