public import LipSync
internal import Synchronization

/// A worker of a batch: takes jobs from the ledger, works on several at once, and hands back what it cannot finish.
///
/// Many workers share a batch, in one process or on many machines. A job that waits for the service costs nothing but a
/// place among those in flight; what takes a core or bandwidth is limited to a few at once.
public struct BatchRunner: Sendable {
  /// How a worker works.
  public struct Options: Sendable {
    /// Its name for people.
    public var worker: String
    /// Maximum number of jobs in progress; most of them wait for the service.
    public var inFlight = LedgerDefaults.inFlight
    /// Checks and uploads at once.
    public var checks = LedgerDefaults.checks
    /// Most results that are downloaded and proved at once.
    public var proofs: Int
    /// How long a job stays its own without a renewal.
    public var lease = LedgerDefaults.lease
    /// How often a job is tried.
    public var attempts = LedgerDefaults.attempts
    /// How a task is waited for.
    public var patience = Job.Patience()
    /// Where results are kept.
    public var directory: String
    /// The links that only the manifest holds.
    public var links = BatchLinks()
    /// Who is told of the end of each job: an event is put into the ledger's outbox before the job is over there.
    public var receiver: JournalEntry.SentURL?

    /// Names a worker.
    public init(worker: String, proofs: Int, directory: String) {
      (self.worker, self.proofs, self.directory) = (worker, proofs, directory)
    }
  }

  let ledger: any LedgerStore
  let batch: Batch
  let settings: BatchSettings
  let service: ServiceClient
  let inspector: Inspector
  let options: Options
  let events: @Sendable (BatchEvent) -> Void
  let checks: Slots
  let proofs: Slots
  let solitude = Solitude()
  private let running = RunningJobs()

  /// A worker.
  ///
  /// - Parameters:
  ///   - ledger: where the batch is.
  ///   - batch: which one.
  ///   - settings: on which terms its jobs are paid for.
  ///   - service: should have the ledger as its gate, so that all workers share one rate limit.
  ///   - inspector: inspects sources; its client downloads results.
  ///   - options: how much is done at once, and where results go.
  ///   - events: called from any thread.
  public init(
    ledger: any LedgerStore, batch: Batch, settings: BatchSettings, service: ServiceClient,
    inspector: Inspector, options: Options, events: @escaping @Sendable (BatchEvent) -> Void = { _ in }
  ) {
    self.ledger = ledger
    self.batch = batch
    self.settings = settings
    self.service = service
    // Each source is inspected once, however many jobs name it.
    self.inspector = inspector.remembering(for: Defaults.rememberedFor)
    self.options = options
    self.events = events
    checks = Slots(options.checks)
    proofs = Slots(options.proofs)
  }

  /// Works until the batch is over, or no further job can be started.
  ///
  /// Cancelling hands back the jobs in progress: a create that is under way is waited for, all else is left as it is and continues
  /// with the next worker.
  /// - Returns: why it stopped before the batch was over; nil if it is over.
  /// - Throws: `JournalError`, `CancellationError`; a `ServiceError` with code `configuration`, before any job is taken, for
  ///   settings that cannot be kept to.
  public func run() async throws -> BatchStop? {
    if let fault = settings.fault { throw fault }
    let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let stop = try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in ledger.changes(of: batch.id) { bell.yield() } }
      let keeper = DedicatedQueue("lipflight.leases")
      group.addTask(executorPreference: keeper) { try await keepLeases(keeper) }
      let outcome = await Result { try await takeJobs(&group, bells, bell) }
      running.cancelAll()
      // Jobs in progress are handed back before the process may end.
      await running.drained()
      group.cancelAll()
      while let ended = await group.nextResult() {
        if case .failure(let error) = ended, !(error is CancellationError), running.stop == nil {
          running.stop(for: .failure(error))
        }
      }
      return try outcome.get()
    }
    if Task.isCancelled { throw CancellationError() }
    return stop ?? running.stop
  }

  /// The loop: as long as there is room, takes jobs; else waits for something to change.
  private func takeJobs(
    _ group: inout ThrowingTaskGroup<Void, any Error>, _ bells: AsyncStream<Void>,
    _ bell: AsyncStream<Void>.Continuation
  ) async throws -> BatchStop? {
    var bells = bells.makeAsyncIterator()
    while !Task.isCancelled {
      let pause: Duration
      switch running.outlook(mostUnaffordable: options.inFlight) {
      case .ends(let stop): return stop
      case .takesNone: pause = options.lease
      case .takes:
        let claims = try await claims()
        if claims.isOver, running.count == 0 { return nil }
        for claim in claims.claims { start(claim, &group, bell) }
        if !claims.claims.isEmpty { continue }
        pause = min(claims.wait ?? options.lease, options.lease)
      }
      let alarm = Task { [pause] in
        try await Task.sleep(for: pause)
        bell.yield()
      }
      _ = await bells.next()
      alarm.cancel()
    }
    throw CancellationError()
  }

  /// What there is room for. Apart from the loop: the optimizer of Swift 6.3 crashes if it finds both in one function.
  @inline(never)
  private func claims() async throws -> BatchClaims {
    let room = options.inFlight - running.count
    guard room > 0 else { return BatchClaims(claims: [], wait: options.lease) }
    return try await ledger.claim(
      batch.id, worker: options.worker, limit: room, lease: options.lease)
  }

  private func start(
    _ claim: BatchClaims.Claim, _ group: inout ThrowingTaskGroup<Void, any Error>,
    _ bell: AsyncStream<Void>.Continuation
  ) {
    events(.took(claim.job))
    let work = Task { await BatchWork(self, claim).run() }
    running.add(claim.lease, work)
    group.addTask {
      let end = await withTaskCancellationHandler {
        await work.value
      } onCancel: {
        work.cancel()
      }
      if case .stops(let stop) = end { events(.stopping(stop)) }
      running.ended(claim.lease, end)
      bell.yield()
    }
  }

  /// Renews the leases of jobs in progress every third of a lease; jobs that another worker has taken over are given up. On a queue of its own, whatever
  /// else keeps this process's threads busy: without it all jobs in progress would be started again by others, whose threads are no
  /// less busy.
  private func keepLeases(_ queue: DedicatedQueue) async throws {
    while true {
      try await queue.sleep(for: options.lease / 3)
      let held = running.leases
      guard !held.isEmpty else { continue }
      do {
        for lost in try await ledger.renew(held, for: options.lease) { running.lost(lost) }
      } catch {
        // The ledger is away for longer than it waits: jobs are written to as far as that goes, and stop then.
        events(.stopping(.failure(error)))
        running.stop(for: .failure(error))
      }
    }
  }
}

/// How the work on a job ended.
enum BatchWorkEnd: Sendable {
  /// It is over, or was handed back.
  case done
  /// It was paid for and its cost is known: what was held beyond that is free.
  case settled
  /// It cannot be paid for now.
  case unaffordable(BatchStop)
  /// The same would happen to every other job.
  case stops(BatchStop)
}

extension BatchRunner {
  /// The jobs in progress.
  private final class RunningJobs: Sendable {
    private struct State {
      var tasks: [BatchLease: Task<BatchWorkEnd, Never>] = [:]
      var stop: BatchStop?
      /// Why the last job could not be paid for, and how many could not since one was settled.
      var shortage: (stop: BatchStop, count: Int)?
      var waiters: [CheckedContinuation<Void, Never>] = []
    }

    enum Outlook {
      case takes
      case takesNone
      case ends(BatchStop)
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.tasks.count } }
    var leases: [BatchLease] { state.withLock { Array($0.tasks.keys) } }
    var stop: BatchStop? { state.withLock { $0.stop } }

    func add(_ lease: BatchLease, _ work: Task<BatchWorkEnd, Never>) {
      state.withLock { $0.tasks[lease] = work }
    }

    func ended(_ lease: BatchLease, _ end: BatchWorkEnd) {
      let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
        state.tasks[lease] = nil
        switch end {
        case .done: break
        case .settled: state.shortage = nil
        case .unaffordable(let stop): state.shortage = (stop, (state.shortage?.count ?? 0) + 1)
        case .stops(let stop): state.stop = state.stop ?? stop
        }
        guard state.tasks.isEmpty else { return [] }
        defer { state.waiters = [] }
        return state.waiters
      }
      for waiter in waiters { waiter.resume() }
    }

    func stop(for stop: BatchStop) { state.withLock { $0.stop = $0.stop ?? stop } }

    func lost(_ lease: BatchLease) { state.withLock { $0.tasks[lease] }?.cancel() }

    func cancelAll() { for work in state.withLock({ Array($0.tasks.values) }) { work.cancel() } }

    /// Whether more jobs are taken. If credits are short, the jobs in progress finish first: they may leave some over.
    func outlook(mostUnaffordable: Int) -> Outlook {
      state.withLock { state in
        if let stop = state.stop { return state.tasks.isEmpty ? .ends(stop) : .takesNone }
        guard let shortage = state.shortage else { return .takes }
        guard state.tasks.isEmpty else { return .takesNone }
        return shortage.count < mostUnaffordable ? .takes : .ends(shortage.stop)
      }
    }

    /// Waits until no job is in progress.
    func drained() async {
      await withCheckedContinuation { continuation in
        let isEmpty = state.withLock { state in
          if !state.tasks.isEmpty { state.waiters.append(continuation) }
          return state.tasks.isEmpty
        }
        if isEmpty { continuation.resume() }
      }
    }
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
