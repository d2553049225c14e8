internal import LipSync
internal import LipSyncMedia
internal import Platform

/// Jobs done by processes of their own, one per core, so that a crash, an endless loop or excessive memory use ends one of them and
/// not the command.
struct WorkerPool: Sendable {
  /// What the workers do.
  var task: any WorkerTask
  /// How many there are at most.
  var count = ProcessInfo.processInfo.activeProcessorCount
  /// The program that they run.
  var program = WorkerProcess.thisProgram

  /// Does all jobs and delivers each outcome once, in the order of the jobs, as soon as it and all before it are known.
  ///
  /// - Parameters:
  ///   - jobs: makes the jobs, which are drawn as workers come to them.
  ///   - deliver: called from one thread, which is not of Swift's pool, so it may block.
  /// - Throws: `CancellationError`; a `Failure` if no worker can be started.
  func run<Jobs: Sequence<WorkerJob> & SendableMetatype>(
    _ jobs: @escaping @Sendable () -> Jobs,
    deliver: @escaping @Sendable (Int, WorkerJob, WorkerOutcome) -> Void
  ) async throws {
    try await onBlockingThread(until: nil) { deadline in
      var supervisor = Supervisor(pool: self, jobs: jobs())
      try supervisor.run(deliver, until: deadline)
    }
  }
}

/// The one thread that hands out jobs, receives answers, and stops and replaces workers.
private struct Supervisor<Jobs: Sequence<WorkerJob>> {
  /// Workers in a row that may die before they start their work.
  private static var startsBeforeGivingUp: Int { 3 }

  private let pool: WorkerPool
  private let settings: JSON
  private var board: WorkBoard<Jobs>
  private var workers: [Int: WorkerProcess] = [:]
  private var started = 0
  private var failedStarts = 0

  init(pool: WorkerPool, jobs: Jobs) {
    self.pool = pool
    // A worker that is gone is noticed where its answers are read.
    signal(SIGPIPE, SIG_IGN)
    settings = .object([("kind", .string(type(of: pool.task).kind)), ("settings", pool.task.settings)])
    board = WorkBoard(jobs, remoteLanes: Defaults.remoteSourcesAtOnce, window: Defaults.deliveryWindow)
  }

  mutating func run(_ deliver: (Int, WorkerJob, WorkerOutcome) -> Void, until deadline: Deadline) throws {
    while true {
      if deadline.mustStop { throw CancellationError() }
      dismissIdle()
      while let (index, job, outcome) = board.deliver() { deliver(index, job, outcome) }
      if board.isOver { return }
      try handOut()
      try listen()
      for worker in board.overdue(at: .now, grace: Defaults.workerGrace) { workers[worker] = nil }
    }
  }

  /// Gives every worker as many jobs as it can do, the idlest first.
  private mutating func handOut() throws {
    var open = Set(workers.keys)
    while true {
      let idlest = open.min { (board.load(of: $0), $0) < (board.load(of: $1), $1) }
      if board.hasWork, workers.count < pool.count, idlest.map({ board.load(of: $0) > 0 }) ?? true {
        open.insert(try start())
        continue
      }
      guard let idlest else { return }
      guard let (index, job) = board.assign(to: idlest, at: workers[idlest]?.isReady == true ? .now : nil)
      else {
        open.remove(idlest)
        continue
      }
      workers[idlest]?.send(
        .object([("id", .int(index)), ("name", .string(job.name)), ("job", job.payload)]))
    }
  }

  /// Stops workers that have nothing left to do, while others still work.
  private mutating func dismissIdle() {
    guard board.isHandedOut else { return }
    for id in Array(workers.keys) where board.load(of: id) == 0 { workers[id] = nil }
  }

  private mutating func start() throws -> Int {
    started += 1
    workers[started] = try WorkerProcess.start(
      pool.program, arguments: [WorkerCommand.name], settings: settings)
    return started
  }

  /// Waits a moment for answers and processes those that have arrived.
  private mutating func listen() throws {
    let listed = workers.sorted { $0.key < $1.key }
    var descriptors = listed.map { pollfd(fd: $0.value.output, events: Int16(POLLIN), revents: 0) }
    // Cancellation and time limits are checked ten times a second.
    guard poll(&descriptors, nfds_t(descriptors.count), 100) > 0 else { return }
    for ((id, worker), descriptor) in zip(listed, descriptors) where descriptor.revents != 0 {
      if let answers = worker.receive() {
        for answer in answers { receive(answer, from: id, worker) }
      } else {
        try removeDead(id, worker)
      }
    }
  }

  private mutating func receive(_ line: JSON, from id: Int, _ worker: WorkerProcess) {
    guard let index = line["id"]?.intValue, let answer = line["answer"] else {
      worker.isReady = true
      board.began(id, at: .now)
      failedStarts = 0
      return
    }
    _ = board.answered(Int(index), by: id, .answer(answer))
  }

  private mutating func removeDead(_ id: Int, _ worker: WorkerProcess) throws {
    workers[id] = nil
    let ending = worker.wait()
    if worker.isReady { return board.died(id, of: ending) }
    board.neverStarted(id)
    failedStarts += 1
    guard failedStarts < Self.startsBeforeGivingUp else {
      throw Failure(
        .fault, "Worker processes end before they can start work, with \(ending.words).",
        remedy: "Check the limits on memory and processes that this command runs under (ulimit -a).")
    }
  }
}
