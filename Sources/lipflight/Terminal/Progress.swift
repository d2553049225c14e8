internal import LipSync
internal import Platform
internal import Synchronization

/// How far a job is, on standard error: one line that is drawn again and again on a terminal, a line for each new
/// phase elsewhere.
final class Progress: Sendable {
  private struct State {
    var phase = ""
    var hasLine = false
    var phaseStart = ContinuousClock.now
    var lastDrawn: ContinuousClock.Instant?
  }

  /// Whether a task costs something, so that its id is printed even if nothing else is.
  let isPaid: Bool
  /// Whether bytes are being transferred.
  let isDownloading = Atomic(false)
  private let console: Console
  private let state = Mutex(State())

  init(_ console: Console, isPaid: Bool = false) {
    self.console = console
    self.isPaid = isPaid
  }

  /// Shows `done` of `total`, or `done` alone if the total is unknown.
  func show(_ phase: String, bytes done: Int64, of total: Int64?) {
    let figures = total.map { "\(Figures.bytes(done)) of \(Figures.bytes($0))" } ?? Figures.bytes(done)
    let fraction = total.flatMap { $0 > 0 ? Double(done) / Double($0) : nil }
    show(phase, fraction: fraction, figures: figures)
  }

  /// Shows a phase, with a bar if a fraction is known and else with the time that it has taken so far.
  func show(_ phase: String, fraction: Double? = nil, figures: String = "") {
    guard !console.isQuiet else { return }
    let phase = Printable.text(phase, keepingStyles: false)
    // Written under the lock: a line drawn late would cover a message printed meanwhile.
    state.withLock { state in
      let now = ContinuousClock.now
      let isNew = state.phase != phase
      if isNew {
        state.phase = phase
        state.phaseStart = now
      }
      guard console.drawsProgress else {
        if isNew { Console.write(phase + "\n", to: STDERR_FILENO) }
        return
      }
      let isDone = (fraction ?? 0) >= 1
      if !isNew, !isDone, let last = state.lastDrawn, now - last < .milliseconds(80) { return }
      state.lastDrawn = now
      state.hasLine = true
      let elapsed = "\((now - state.phaseStart).components.seconds) s"
      let text = Self.line(
        phase, fraction: fraction, figures: figures.isEmpty ? elapsed : figures,
        width: TerminalSize.current.width)
      Console.write("\r\u{1b}[K" + text, to: STDERR_FILENO)
    }
  }

  /// Removes the line, so that what follows starts at the margin.
  func clear() {
    state.withLock { Self.clear(&$0) }
  }

  /// Removes the line and prints a message that stays.
  func say(_ text: String, evenIfQuiet: Bool = false) {
    state.withLock { state in
      Self.clear(&state)
      if evenIfQuiet { console.warn(text) } else { console.say(text) }
    }
  }

  private static func clear(_ state: inout State) {
    guard state.hasLine else { return }
    state.hasLine = false
    Console.write("\r\u{1b}[K", to: STDERR_FILENO)
  }

  /// The drawn line, no wider than the terminal.
  static func line(_ phase: String, fraction: Double?, figures: String, width: Int) -> String {
    guard let fraction else { return TerminalText.clipped("\(phase)  \(figures)", to: width) }
    let share = min(max(fraction, 0), 1)
    let percent = "\(Int(share * 100))%"
    let tail = "  " + String(repeating: " ", count: 4 - percent.count) + percent + "  " + figures
    let room = min(30, width - TerminalText.width(phase) - tail.count - 4)
    guard room >= 5 else { return TerminalText.clipped(phase + tail, to: width) }
    return phase + "  " + bar(share, of: room) + tail
  }

  /// A bar of `width` characters between its brackets, filled to a share of 0...1.
  static func bar(_ share: Double, of width: Int) -> String {
    let full = Int(share * Double(width))
    return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: width - full) + "]"
  }
}
