internal import LipSync
internal import LipSyncLedger

/// A batch for people.
enum BatchText {
  static func status(_ figures: BatchFigures, _ style: Style) -> String {
    let (batch, tally) = (figures.batch, figures.tally)
    let head =
      tally.left > 0 ? style.strong("OPEN") : figures.isDoneWell ? style.verdict(.pass) : style.verdict(.fail)
    var lines = [head + "  \(batch.name), batch \(batch.id), of \(batch.created.iso8601)"]
    var money = "\(figures.sum(\.charged).text) charged"
    let reserved = figures.sum(\.reserved)
    if reserved.hundredths > 0 { money += ", \(reserved.text) reserved" }
    if let budget = batch.budget { money += ", of \(budget.text)" }
    var rows = [["jobs", states(figures)], ["credits", money]]
    if figures.retries > 0 { rows.append(["retries", String(figures.retries)]) }
    rows.append(["verified", figure(figures.verified / .seconds(1), 1) + " s of media"])
    for worker in figures.workers {
      let lease = figure(worker.left / .seconds(1), 0)
      let words = worker.left > .zero ? "lease of \(lease) s" : "not responding, its jobs are free"
      rows.append(["worker", "\(worker.name): \(worker.jobs) jobs, \(words)"])
    }
    lines += Columns(rows: rows).lines()
    let groups = BatchGroup.groups(of: tally.lines)
    if !groups.isEmpty {
      let rows = [BatchGroup.head] + groups.map { $0.cells(width: 40) }
      lines += Columns(rows: rows).lines(indent: 4)
    }
    return lines.joined(separator: "\n")
  }

  /// `3 of 12 jobs are left`.
  static func left(_ figures: BatchFigures) -> String {
    let (left, all) = (figures.tally.left, figures.tally.jobs)
    return left == 1 ? "1 of \(all) jobs is left" : "\(left) of \(all) jobs are left"
  }

  /// Jobs by state, without the states that have none.
  static func states(_ figures: BatchFigures) -> String {
    "\(figures.tally.jobs): " + words(figures.tally.jobs)
  }

  private static func words(_ count: (BatchJobState) -> Int) -> String {
    BatchJobState.allCases.compactMap { state in
      let jobs = count(state)
      return jobs > 0 ? "\(jobs) \(name(state))" : nil
    }.joined(separator: ", ")
  }

  static func name(_ state: BatchJobState) -> String { state == .setAside ? "set aside" : state.rawValue }
}
