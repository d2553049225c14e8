internal import LipSync
internal import Synchronization

/// The turns of one process: rows that are renewed as long as they are held, by the database's clock.
///
/// The rows of a process that dies expire. One that is cut off from the database for longer than a lease has lost
/// its turns; a server that was restarted gives everybody a lease's time to come back.
final class PostgresTurns: Sendable {
  private struct State {
    /// Turns that are held, by number.
    var held: Set<Int64> = []
    var renewal: Task<Void, Never>?
    /// Rows being deleted.
    var leaving: [Int64: Task<Void, Never>] = [:]
  }
  private let state = Mutex(State())
  private let lease: Duration

  init(lease: Duration) { self.lease = lease }

  func turn(on name: String, _ ledger: PostgresLedger, onWait: @Sendable () -> Void) async throws
    -> any JournalTurn
  {
    let holder = Int64.random(in: 1 ... .max)
    let lease = lease.milliseconds
    var pause = Duration.milliseconds(20)
    var hasWaited = false
    while true {
      try Task.checkCancellation()
      let got = try await ledger.perform(.single) { db in
        try db.run(
          """
          INSERT INTO turn AS held (name, holder, until) VALUES (?, ?, \(db.dialect.now) + ?)
          ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
          WHERE held.holder = excluded.holder OR (held.until <= \(db.dialect.now) AND \(db.dialect.uptime) >= ?)
          """, [.text(name), .int(holder), .int(lease), .int(lease)]) > 0
      }
      if got { break }
      if !hasWaited { onWait() }
      hasWaited = true
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(1))
    }
    state.withLock { state in
      state.held.insert(holder)
      if state.renewal == nil {
        let pause = self.lease / 3
        state.renewal = Task.detached { [weak self, weak ledger] in
          while (try? await Task.sleep(for: pause)) != nil, let self, let ledger {
            await self.renew(ledger)
          }
        }
      }
    }
    return Turn(name: name, holder: holder, turns: self, ledger: ledger)
  }

  private func renew(_ ledger: PostgresLedger) async {
    let holders = state.withLock { $0.held }
    guard !holders.isEmpty else { return }
    let list = holders.map { String($0) }.joined(separator: ", ")
    let until = lease.milliseconds
    // If the database stays away for too long, the next round tries again.
    _ = try? await ledger.perform(.single) { db in
      try db.run(
        "UPDATE turn SET until = GREATEST(until, \(db.dialect.now) + ?) WHERE holder IN (\(list))",
        [.int(until)])
    }
  }

  /// Longer than a renewal would, and asked of the database itself: whoever was cut off for longer than a lease learns here
  /// that somebody else has the turn.
  private func hold(_ turn: Turn, _ duration: Duration, _ ledger: PostgresLedger) async throws(JournalError)
    -> ContinuousClock.Instant
  {
    let (name, holder, until) = (turn.name, turn.holder, duration.milliseconds)
    let end = try await ledger.perform(.single) { db -> ContinuousClock.Instant? in
      // Before the database's own moment, so that its lease ends no sooner than this says.
      let asked = ContinuousClock.now
      let count = try db.run(
        "UPDATE turn SET until = GREATEST(until, \(db.dialect.now) + ?) WHERE name = ? AND holder = ?",
        [.int(until), .text(name), .int(holder)])
      return count > 0 ? asked + duration : nil
    }
    guard let end else {
      throw JournalError(
        .busy, subject: ledger.name,
        message: "gave this job to another worker: this one was cut off for longer than its lease.")
    }
    return end
  }

  private func leave(_ turn: Turn, _ ledger: PostgresLedger) {
    let (name, holder) = (turn.name, turn.holder)
    state.withLock { state in
      guard state.held.remove(holder) != nil else { return }
      state.leaving[holder] = Task.detached { [weak self] in
        // If it fails, the row expires by itself.
        _ = try? await ledger.perform(.single) { db in
          try db.run("DELETE FROM turn WHERE name = ? AND holder = ?", [.text(name), .int(holder)])
        }
        self?.state.withLock { _ = $0.leaving.removeValue(forKey: holder) }
      }
    }
  }

  /// Waits for the deletions under way.
  func close() async {
    for task in state.withLock({ Array($0.leaving.values) }) { await task.value }
  }

  func stop() { state.withLock { $0.renewal?.cancel() } }

  private final class Turn: JournalTurn {
    let name: String
    let holder: Int64
    private let turns: PostgresTurns
    private let ledger: PostgresLedger

    init(name: String, holder: Int64, turns: PostgresTurns, ledger: PostgresLedger) {
      self.name = name
      self.holder = holder
      self.turns = turns
      self.ledger = ledger
    }

    func hold(for duration: Duration) async throws(JournalError) -> ContinuousClock.Instant? {
      try await turns.hold(self, duration, ledger)
    }

    func release() { turns.leave(self, ledger) }

    deinit { turns.leave(self, ledger) }
  }
}
