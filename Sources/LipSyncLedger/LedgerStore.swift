public import LipSync

/// Where payments, and the jobs of a batch, are kept: one design for one machine and for many.
///
/// A store is a `Journal` that several processes share, and the outbox of their webhooks. Its tables are made and brought up to date by numbered migrations;
/// a store written by a newer version is refused.
///
/// A worker's loop, whatever the store:
///
///     claim → (advance … reserve → pay → advance … settle) → finish, or release to be tried later
///
/// with `renew` every third of a lease, and `changes` to wait on if there was nothing to claim. All times are the
/// store's: the clocks of workers may differ. Every operation may be repeated if its answer was lost, and stores repeat
/// it themselves while a database is away; nothing is counted twice.
public protocol LedgerStore: Journal, WebhookOutbox {
  /// The store's name in messages, with nothing secret in it.
  var name: String { get }

  /// Waits until what was given back without waiting (turns) is free for others; the last thing that is asked of a store.
  func close() async

  // MARK: batches

  /// Creates a batch in the state `filling`, or returns the existing one with that id, unchanged.
  func begin(id: String, name: String, settings: String, budget: Credits?) async throws(JournalError) -> Batch

  /// Adds rows to a batch. Ordinals that already exist are left alone, so the same rows may be added again.
  /// - Throws: `.unusable` if another row has the same id, or a source holds a signature.
  func add(_ rows: [BatchRow], to batch: String) async throws(JournalError)

  /// Lets jobs be claimed (`open`), or not.
  func set(_ state: Batch.State, of batch: String) async throws(JournalError)

  /// Sets another ceiling, or none. What is already committed stays.
  func set(budget: Credits?, of batch: String) async throws(JournalError)

  /// A batch by its id.
  func batch(_ id: String) async throws(JournalError) -> Batch?

  /// All batches, newest first.
  func batches() async throws(JournalError) -> [Batch]

  // MARK: work

  /// Takes jobs that nobody holds, or whose holder's lease has ended: first those that were started before, then the next of the
  /// manifest. No job is given to two at once.
  ///
  /// - Parameters:
  ///   - batch: the batch's id.
  ///   - worker: who asks; a name for people.
  ///   - limit: jobs at most.
  ///   - lease: how long they are held without a `renew`.
  func claim(_ batch: String, worker: String, limit: Int, lease: Duration) async throws(JournalError)
    -> BatchClaims

  /// Holds jobs for longer, from now on.
  /// - Returns: those that are held no more, by this worker or as jobs that are over: stop working on them.
  func renew(_ leases: [BatchLease], for lease: Duration) async throws(JournalError) -> [BatchLease]

  /// Records how far a job is; the job stays held.
  /// - Returns: false if the job was taken over by another worker; nothing was written then. This holds for all the following.
  func advance(_ lease: BatchLease, _ note: BatchNote) async throws(JournalError) -> Bool

  /// Records a job's end: the note's state is one that `isOver`. Settle its payment first.
  func finish(_ lease: BatchLease, _ note: BatchNote) async throws(JournalError) -> Bool

  /// Hands a job back, to be claimed by anybody after a while.
  ///
  /// - Parameters:
  ///   - lease: by which the job is held.
  ///   - note: how far it is.
  ///   - pause: how long it is left alone.
  ///   - counts: false if this was no attempt: interrupted, or put off for want of budget.
  func release(_ lease: BatchLease, _ note: BatchNote, after pause: Duration, counts: Bool)
    async throws(JournalError)
    -> Bool

  /// Reopens finished jobs, from the start; the journal knows what was paid.
  ///
  /// - Parameters:
  ///   - batch: the batch's id.
  ///   - states: only jobs in these.
  ///   - ids: only these, by the manifest's id; nil for all.
  /// - Returns: how many.
  func retry(_ batch: String, states: Set<BatchJobState>, ids: [String]?) async throws(JournalError) -> Int

  // MARK: money

  /// Reserves the highest cost of a job's next payment, across all workers, before the create is sent. What is held for
  /// the job already counts, so asking again does not reserve twice.
  func reserve(_ credits: Credits, for lease: BatchLease) async throws(JournalError) -> BatchReservation

  /// Turns what is reserved into what was charged: nil if nothing was paid (refused, or resumed). The estimate,
  /// if a task was paid for and its charge is unknown. Does nothing if nothing is held.
  func settle(_ charged: Credits?, for lease: BatchLease) async throws(JournalError) -> Bool

  // MARK: looking

  /// A page of jobs in order of the manifest.
  ///
  /// - Parameters:
  ///   - batch: the batch's id.
  ///   - ordinal: those after this one; 0 for the first page.
  ///   - limit: jobs at most.
  ///   - states: only jobs in these; nil for all.
  func jobs(_ batch: String, after ordinal: Int64, limit: Int, states: Set<BatchJobState>?)
    async throws(JournalError)
    -> [BatchJob]

  /// A job by the manifest's id.
  func job(_ batch: String, id: String) async throws(JournalError) -> BatchJob?

  /// The batch in figures, in all or by the values of a label.
  func tally(_ batch: String, by label: String?) async throws(JournalError) -> BatchTally

  /// Who holds jobs, by name.
  func workers(_ batch: String) async throws(JournalError) -> [BatchWorker]

  /// Gives a value when something may have changed in a batch: jobs were added, handed back, or ended. May give more, never
  /// fails, and ends when its consumer does. Ask again after a while anyway: leases end silently.
  func changes(of batch: String) -> AsyncStream<Void>
}

extension LedgerStore {
  /// Fills a batch with its rows, in pieces, and opens it. Continues if a run died while filling the same batch.
  public func fill(_ batch: String, with rows: some Sequence<BatchRow>) async throws(JournalError) {
    var piece: [BatchRow] = []
    for row in rows {
      piece.append(row)
      if piece.count == LedgerDefaults.rowsAtOnce {
        try await add(piece, to: batch)
        piece.removeAll(keepingCapacity: true)
      }
    }
    if !piece.isEmpty { try await add(piece, to: batch) }
    try await set(.open, of: batch)
  }

  /// All jobs in order of the manifest, page by page.
  public func eachJob(
    _ batch: String, states: Set<BatchJobState>? = nil, _ body: (BatchJob) async throws -> Void
  ) async throws {
    var last: Int64 = 0
    while true {
      let page = try await jobs(batch, after: last, limit: LedgerDefaults.rowsAtOnce, states: states)
      for job in page { try await body(job) }
      guard let end = page.last, page.count == LedgerDefaults.rowsAtOnce else { return }
      last = end.row.ordinal
    }
  }
}
