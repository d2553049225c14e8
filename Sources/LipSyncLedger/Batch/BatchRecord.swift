internal import LipSync
internal import Synchronization

/// The job is another worker's by now.
struct LeaseLost: Error {}

/// A job's line in the ledger, while a worker has it: all that is written is fenced by its lease.
final class BatchRecord: Sendable {
  let lease: BatchLease
  private let id: String
  private let receiver: JournalEntry.SentURL?
  private let ledger: any LedgerStore
  private let events: @Sendable (BatchEvent) -> Void
  private let state: Mutex<State>

  private struct State {
    /// What is handed back with the job if it cannot be ended.
    var job: BatchJobState
    /// Whether the budget holds something for a payment of this attempt.
    var hasReserved = false
    /// What the last task costs at most.
    var planned: Credits?
    /// Notes on their way to the ledger, in order.
    var notes: Task<Void, Never>?
    /// What is told of its end.
    var news: BatchNews
  }

  init(
    _ claim: BatchClaims.Claim, in ledger: any LedgerStore, receiver: JournalEntry.SentURL? = nil,
    events: @escaping @Sendable (BatchEvent) -> Void
  ) {
    let job = claim.job
    (id, lease, self.ledger, self.events) = (job.row.id, claim.lease, ledger, events)
    self.receiver = receiver
    state = Mutex(
      State(
        job: job.state == .finished ? .submitted : job.state, planned: job.planned,
        news: BatchNews(batch: claim.lease.batch, job: job.row.id, taskID: job.taskID)))
  }

  /// Whether the budget holds something for a payment of this attempt.
  var hasReserved: Bool { state.withLock(\.hasReserved) }
  /// Whether the service has told of the job's task.
  var isSubmitted: Bool { state.withLock { $0.job == .submitted } }
  /// What the last task costs at most.
  var planned: Credits? { state.withLock(\.planned) }

  /// What is handed back with the job if it cannot be ended.
  func stands(_ job: BatchJobState, planned: Credits? = nil) {
    state.withLock { ($0.job, $0.planned) = (job, planned ?? $0.planned) }
  }

  // MARK: how the job stands

  /// Writes down how it stands.
  func write(_ note: BatchNote) async throws {
    await settleNotes()
    if let task = note.taskID { state.withLock { $0.news.taskID = task } }
    guard try await ledger.advance(lease, note) else { throw LeaseLost() }
    events(.state(id, note.state))
  }

  /// Said once, from a callback that cannot wait.
  func uploading() {
    state.withLock { state in
      guard state.notes == nil else { return }
      state.notes = Task {
        guard (try? await self.ledger.advance(self.lease, BatchNote(.uploading))) == true else { return }
        self.events(.state(self.id, .uploading))
      }
    }
  }

  private func settleNotes() async { await state.withLock(\.notes)?.value }

  /// How its task ended, and what was proved of its result.
  func saw(ended task: LipSyncTask, _ verification: VerifyReport? = nil) {
    state.withLock { ($0.news.task, $0.news.verification) = (task, verification) }
  }

  /// Puts the event of its end into the outbox: before the job is over, so that a worker that dies in between is followed by
  /// one that does so again. The same event is there once.
  private func tell(_ note: BatchNote, _ error: (any Error)?) async throws(JournalError) {
    guard let receiver else { return }
    let event = state.withLock(\.news).event(of: note, because: error)
    try await ledger.put(WebhookDelivery(event.message, to: receiver), again: false)
    CrashPoint.eventKept.reached()
  }

  /// The job is over.
  ///
  /// - Parameter error: what ended it, where that is no word of the service's on its task.
  func finish(_ note: BatchNote, because error: (any Error)? = nil) async -> BatchWorkEnd {
    await settleNotes()
    do {
      try await tell(note, error)
      guard try await ledger.finish(lease, note) else {
        lost()
        return .done
      }
      events(.ended(id, note.state, error: note.error.flatMap { $0.isEmpty ? nil : $0 }))
      return note.state == .setAside ? .done : .settled
    } catch {
      return .stops(.failure(error))
    }
  }

  /// Hands the job back; if the lease was lost nothing is written.
  func release(error: String?, rule: Rule? = nil, after pause: Duration, counts: Bool) async {
    await settleNotes()
    let note = BatchNote(state.withLock(\.job), error: error, rule: rule)
    guard (try? await ledger.release(lease, note, after: pause, counts: counts)) == true else {
      return lost()
    }
    if let error { events(.putOff(id, why: error, after: pause)) }
  }

  func lost() { events(.lost(id)) }

  // MARK: money

  /// Holds what a create costs at most.
  func reserve(_ cost: Credits) async throws {
    switch try await ledger.reserve(cost, for: lease) {
    case .granted: state.withLock { $0.hasReserved = true }
    case .exhausted(let committed, let budget): throw BatchStop.budget(committed: committed, budget: budget)
    case .leaseLost: throw LeaseLost()
    }
  }

  /// What was held becomes what was charged, nil for nothing; false if the lease was lost.
  func settle(_ charged: Credits?) async throws -> Bool { try await ledger.settle(charged, for: lease) }
}
