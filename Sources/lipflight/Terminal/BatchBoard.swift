internal import LipSync
internal import LipSyncLedger
internal import Platform
internal import Synchronization

/// What a worker of a batch does, on standard error: a table that is drawn again and again on a terminal, a line for each
/// change elsewhere, or a JSON object for each if that is asked for.
final class BatchBoard: Sendable {
  /// A job in progress.
  struct Line: Sendable {
    var id: String
    var phase: String
    var figures = ""
    var fraction: Double?
    var since: ContinuousClock.Instant
  }

  private struct State {
    var lines: [Line] = []
    var figures: BatchFigures?
    /// The width of each line of the table on screen.
    var drawn: [Int] = []
    var last: ContinuousClock.Instant?
    var creating = 0
    var isClosed = false
  }

  private let console: Console
  private let format: BatchWorkOptions.LogFormat
  private let batch: Batch
  private let start = ContinuousClock.now
  private let state = Mutex(State())
  private let ticker = Mutex<Task<Void, Never>?>(nil)

  init(_ console: Console, format: BatchWorkOptions.LogFormat, batch: Batch) {
    (self.console, self.format, self.batch) = (console, format, batch)
    guard drawsTable else { return }
    ticker.withLock {
      $0 = Task { [weak self] in
        while !Task.isCancelled, let self {
          self.state.withLock { self.draw(&$0) }
          try? await Task.sleep(for: .milliseconds(500))
        }
      }
    }
  }

  private var drawsTable: Bool { console.drawsProgress && format == .text }

  /// Shows the latest figures of the batch.
  func show(_ figures: BatchFigures) {
    state.withLock { state in
      state.figures = figures
      draw(&state)
    }
  }

  /// Prints a message that stays.
  func say(_ text: String, level: String = "warning") {
    state.withLock { say(text, event: "note", level: level, more: [], &$0) }
  }

  /// Removes the table.
  func close() {
    ticker.withLock { $0?.cancel() }
    state.withLock { state in
      clear(&state)
      state.isClosed = true
    }
  }

  /// Shows what a worker does.
  func show(_ event: BatchEvent) {
    state.withLock { state in
      switch event {
      case .took(let job):
        state.lines.append(Line(id: job.row.id, phase: BatchText.name(job.state), since: .now))
      case .state(let id, let now):
        Self.change(id, BatchText.name(now), &state)
        log("state", id, [("state", .string(now.rawValue))], "\(id): \(BatchText.name(now))", &state)
      case .progress(let id, let event): progress(id, event, &state)
      case .ended(let id, let now, let error):
        state.lines.removeAll { $0.id == id }
        let words = "\(id): \(BatchText.name(now))" + (error.map { ": \($0)" } ?? "")
        say(
          words, event: "ended", level: now == .verified ? "info" : "error",
          more: [("job", .string(id)), ("state", .string(now.rawValue)), ("error", .optional(error))], &state)
      case .putOff(let id, let why, let pause):
        state.lines.removeAll { $0.id == id }
        say(
          "\(id): will be retried in \(pause.inSeconds) s: \(why)", event: "put-off", level: "warning",
          more: [("job", .string(id)), ("seconds", .double(pause / .seconds(1))), ("error", .string(why))],
          &state)
      case .lost(let id):
        state.lines.removeAll { $0.id == id }
        log("lost", id, [], "\(id): was taken over by another worker", &state)
      case .stopping(let stop):
        say("No more jobs are started: \(stop)", event: "stopping", level: "error", more: [], &state)
      }
      draw(&state)
    }
  }

  private func progress(_ id: String, _ event: JobEvent, _ state: inout State) {
    switch event {
    case .checking, .checked: break
    case .uploading(let subject, let sent, let total):
      Self.change(
        id, "uploading \(subject.rawValue)", &state, fraction: total > 0 ? Double(sent) / Double(total) : nil)
    case .waitingForTurn: Self.change(id, "waiting for the same job or upload", &state)
    case .creating:
      // A create that is under way may be paid for: its answer is awaited, whatever signals come.
      state.creating += 1
      if state.creating == 1 { Interruption.wait(for: Defaults.serviceTimeout) }
      Self.change(id, "creating the task", &state)
    case .submitted(let task, let reused):
      if !reused { state.creating -= 1 }
      if state.creating == 0 { Interruption.wait(for: Interruption.grace) }
      Self.change(id, "task \(task.id)", &state)
      log(
        "task", id, [("task_id", .string(task.id)), ("reused", .bool(reused))],
        "\(id): task \(task.id) \(reused ? "exists already and is not paid for again" : "created")", &state)
    case .waiting(let task): Self.change(id, "task is \(task.status)", &state)
    case .downloading(let subject, let received, let total):
      Self.change(
        id, "downloading \(subject.rawValue)", &state,
        fraction: total.flatMap { $0 > 0 ? Double(received) / Double($0) : nil })
    case .verifying(let fraction): Self.change(id, "verifying", &state, fraction: fraction)
    case .payingAgain(let task):
      say(
        "\(id): task \(task.id) failed; the job is sent again, which is a new payment", event: "paying-again",
        level: "warning", more: [("job", .string(id)), ("task_id", .string(task.id))], &state)
    case .journalTrouble(let error):
      say("\(error). \(Remedies.remedy(error))", event: "note", level: "error", more: [], &state)
    case .reusedUpload, .lookingFor, .paidBefore: break
    }
  }

  private static func change(_ id: String, _ phase: String, _ state: inout State, fraction: Double? = nil) {
    guard let place = state.lines.firstIndex(where: { $0.id == id }) else { return }
    if state.lines[place].phase != phase {
      (state.lines[place].phase, state.lines[place].since) = (phase, .now)
    }
    state.lines[place].fraction = fraction
  }

  /// Logged only if no table shows it.
  private func log(
    _ event: String, _ id: String, _ more: [JSON.Member], _ words: String, _ state: inout State
  ) {
    guard !drawsTable else { return }
    say(words, event: event, level: "info", more: [("job", .string(id))] + more, &state)
  }

  private func say(_ words: String, event: String, level: String, more: [JSON.Member], _ state: inout State) {
    guard format == .text else {
      let entry = JSON.object(
        [
          ("time", .string(UnixTime.now.iso8601)), ("level", .string(level)), ("event", .string(event)),
          ("batch", .string(batch.id)),
        ] + more + [("message", .string(words))])
      return Console.write(Printable.json(entry.text) + "\n", to: STDERR_FILENO)
    }
    clear(&state)
    if level == "info" { console.say(words) } else { console.warn(words) }
  }

  private func clear(_ state: inout State) {
    guard !state.drawn.isEmpty else { return }
    Console.write(Self.above(state.drawn), to: STDERR_FILENO)
    state.drawn = []
  }

  /// Moves to the table's first row and clears everything below. If the terminal was made narrower since, it has wrapped lines.
  private static func above(_ drawn: [Int]) -> String {
    let rows = TerminalText.rows(of: drawn, columns: TerminalSize.current.width + 1)
    // A terminal's echo of Ctrl-C has moved the cursor.
    return rows > 0 ? "\r\u{1b}[\(rows)A\u{1b}[J" : "\r\u{1b}[J"
  }

  private func draw(_ state: inout State) {
    guard drawsTable, !state.isClosed else { return }
    let now = ContinuousClock.now
    if !state.drawn.isEmpty, let last = state.last, now - last < .milliseconds(100) { return }
    state.last = now
    let size = TerminalSize.current
    let lines = Self.table(
      state.lines, state.figures, elapsed: now - start, now: now, width: size.width, height: size.height)
    let up = Self.above(state.drawn)
    state.drawn = lines.map { TerminalText.width($0) }
    // The first line is the batch as a whole, if that is known.
    let styled = lines.enumerated().map {
      $0.offset == 0 && state.figures != nil ? console.noteStyle.strong($0.element) : $0.element
    }
    Console.write(up + styled.joined(separator: "\n") + "\n", to: STDERR_FILENO)
  }

  /// The table: the batch as a whole, then the jobs in progress, no higher and no wider than the terminal.
  static func table(
    _ jobs: [Line], _ figures: BatchFigures?, elapsed: Duration, now: ContinuousClock.Instant, width: Int,
    height: Int
  ) -> [String] {
    var lines: [String] = []
    if let figures {
      let (all, left) = (figures.tally.jobs, figures.tally.left)
      let done = all - left
      let share = all > 0 ? Double(done) / Double(all) : 0
      var words =
        "\(Progress.bar(share, of: min(24, max(4, width - 45)))) \(done) of \(all) jobs  \(elapsed.components.seconds) s"
      let charged = figures.sum(\.charged)
      let ceiling = figures.batch.budget.map { " of \($0.text)" } ?? ""
      words += "  \(charged.text)\(ceiling) credits"
      lines.append(words)
      lines.append("  " + BatchText.states(figures))
    }
    // The cursor's row is below the table, and the last row of a table that is too long says what is not shown.
    let all = max(0, height - 1 - lines.count)
    let room = jobs.count > all ? max(0, all - 1) : all
    let ids = jobs.prefix(room).map { Printable.text($0.id, keepingStyles: false) }
    let name = min(ids.map { TerminalText.width($0) }.max() ?? 0, width / 3)
    for (job, id) in zip(jobs, ids) {
      let seconds = "\((now - job.since).components.seconds) s"
      let figures = job.fraction.map { "\(Int(min(max($0, 0), 1) * 100)) %" } ?? seconds
      lines.append(
        "  \(padded(TerminalText.clipped(id, to: name), to: name))  \(padded(Printable.text(job.phase, keepingStyles: false), to: 28))  \(figures)"
      )
    }
    if jobs.count > room, all > 0 { lines.append("  and \(jobs.count - room) more in progress") }
    return lines.map { TerminalText.clipped($0, to: width) }
  }
}
