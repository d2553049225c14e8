internal import LipSync
internal import Platform
internal import Synchronization

/// How far a job is, on standard error: one line that is drawn again and again on a terminal, a line for each new
/// phase elsewhere.
final class Progress: Sendable {
  private struct State {
    var phase = ""
    var fraction: Double?
    var figures = ""
    var pace = Pace()
    var hasLine = false
    /// Before this moment it is not shown: most of what may take long does not.
    var shownFrom = ContinuousClock.now
    var lastDrawn: ContinuousClock.Instant?
  }

  /// Whether a task costs something, so that its id is printed even if nothing else is.
  let isPaid: Bool
  /// Whether bytes are being transferred.
  let isDownloading = Atomic(false)
  private let console: Console
  private let state = Mutex(State())
  /// Draws anew what nothing happens to: a clock that stands still looks like a command that does.
  private let clock = Mutex<Task<Void, Never>?>(nil)

  init(_ console: Console, isPaid: Bool = false) {
    self.console = console
    self.isPaid = isPaid
    guard console.drawsProgress else { return }
    let task = Task.detached { [weak self] in
      while (try? await Task.sleep(for: .milliseconds(500))) != nil {
        guard let self else { return }
        self.tick()
      }
    }
    clock.withLock { $0 = task }
  }

  deinit { clock.withLock { $0?.cancel() } }

  /// Shows `done` of `total`, or `done` alone if the total is unknown, with the speed and the time that is left.
  func show(_ phase: String, bytes done: Int64, of total: Int64?) {
    let figures = total.map { "\(Figures.bytes(done)) of \(Figures.bytes($0))" } ?? Figures.bytes(done)
    let fraction = total.flatMap { $0 > 0 ? Double(done) / Double($0) : nil }
    show(phase, fraction: fraction, figures: figures, bytes: done)
  }

  /// Shows a phase, with a bar if a fraction is known, and with the time that it has taken so far.
  func show(_ phase: String, fraction: Double? = nil, figures: String = "") {
    show(phase, fraction: fraction, figures: figures, bytes: nil)
  }

  /// Shows a phase: on a terminal once it has taken a second, elsewhere at once.
  func begin(_ phase: String) {
    if console.drawsProgress { expect(phase) } else { show(phase) }
  }

  /// Shows a phase on a terminal, once it has taken a second.
  func expect(_ phase: String, fraction: Double? = nil, figures: String = "") {
    guard console.drawsProgress else { return }
    state.withLock { state in
      let isNew = begin(phase, &state)
      if isNew { state.shownFrom = .now + .seconds(1) }
      (state.fraction, state.figures) = (fraction, figures)
      state.pace.note(fraction: fraction, bytes: nil)
    }
  }

  private func show(_ phase: String, fraction: Double?, figures: String, bytes: Int64?) {
    guard !console.isQuiet else { return }
    // Written under the lock: a line drawn late would cover a message printed meanwhile.
    state.withLock { state in
      let isNew = begin(phase, &state)
      guard console.drawsProgress else {
        if isNew { Console.write(state.phase + "\n", to: STDERR_FILENO) }
        return
      }
      (state.fraction, state.figures) = (fraction, figures)
      state.pace.note(fraction: fraction, bytes: bytes)
      let now = ContinuousClock.now
      if !isNew, (fraction ?? 0) < 1, let last = state.lastDrawn, now - last < .milliseconds(80) { return }
      Self.draw(&state, now)
    }
  }

  /// Makes a phase the one that is shown; whether it is another one.
  private func begin(_ phase: String, _ state: inout State) -> Bool {
    let phase = Printable.text(phase, keepingStyles: false)
    guard state.phase != phase else { return false }
    (state.phase, state.pace) = (phase, Pace())
    state.shownFrom = .now
    return true
  }

  private func tick() {
    state.withLock { state in
      let now = ContinuousClock.now
      guard state.hasLine || (!state.phase.isEmpty && now >= state.shownFrom) else { return }
      Self.draw(&state, now)
    }
  }

  private static func draw(_ state: inout State, _ now: ContinuousClock.Instant) {
    state.lastDrawn = now
    state.hasLine = true
    let figures = ([state.figures] + state.pace.words(at: now)).filter { !$0.isEmpty }
    let text = line(
      state.phase, fraction: state.fraction, figures: figures.joined(separator: ", "),
      width: TerminalSize.current.width)
    Console.write("\r\u{1b}[K" + text, to: STDERR_FILENO)
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
    state.phase = ""
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
