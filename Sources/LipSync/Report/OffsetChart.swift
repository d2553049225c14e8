internal import LipSyncMedia

extension Charts {
  /// By how much the sound is late, from second to second, on the result's time: above the line early, below it late. The shaded
  /// band is what nobody notices.
  static func offsets(_ offsets: [AudioMatch.Offset], length: Double) -> HTML {
    let (height, long) = (150.0, max(length, 0.1))
    let limit = Limits.audioOffsetWarning
    let reach = max(limit * 1.5, offsets.map(\.milliseconds.magnitude).max() ?? 0) * 1.1
    let middle = (height - 22) / 2
    func x(_ seconds: Double) -> Double { 60 + min(max(0, seconds / long), 1) * (width - 76) }
    func y(_ milliseconds: Double) -> Double { middle + milliseconds / reach * (middle - 6) }
    var pieces = [
      HTML.tag(
        "rect",
        [
          ("class", "band"), ("x", "60"), ("y", number(y(-limit))), ("width", number(width - 76)),
          ("height", number(y(limit) - y(-limit))),
        ]), line(60, y(0), width - 16, y(0)),
      label(54, y(0) + 4, "0 ms", "end"),
    ]
    for side in [-reach / 1.1, reach / 1.1] {
      pieces.append(label(54, y(side) + 4, number(side.rounded()), "end"))
    }
    pieces += offsets.map { offset in
      .tag(
        "circle",
        [
          ("class", "fb"), ("cx", number(x(offset.at.seconds))), ("cy", number(y(offset.milliseconds))),
          ("r", "2.5"),
        ])
    }
    pieces += ticks(long).map { tick in
      label(x(tick), height - 4, number(tick) + " s", tick == 0 ? "start" : "middle")
    }
    return svg(height, "How late the sound is over time, in milliseconds", pieces)
  }
}
