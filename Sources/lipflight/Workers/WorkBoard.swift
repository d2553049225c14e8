/// Which worker does what, and what a worker's death means for the jobs that it had: bookkeeping without processes.
///
/// A job that was in progress when a worker died is retried alone, so that only the one at fault is blamed. Outcomes
/// come out in the order of the jobs. Jobs are drawn no further ahead than `window`, so that memory stays flat.
struct WorkBoard<Jobs: Sequence<WorkerJob>> {
  typealias Instant = ContinuousClock.Instant

  private struct Held {
    var job: Int
    /// Nil while its worker is still starting: that is not the job's time.
    var since: Instant?
  }

  private var source: Jobs.Iterator
  private var upcoming: WorkerJob?
  private var drawn = 0
  private var open: [Int: WorkerJob] = [:]
  private var hands: [Int: [Held]] = [:]
  private var suspects: [Int] = []
  /// Those of the jobs in progress or waiting that are being retried.
  private var retried: Set<Int> = []
  private var outcomes: [Int: WorkerOutcome] = [:]
  private var delivered = 0
  private let remoteLanes: Int
  private let window: Int

  /// - Parameters:
  ///   - remoteLanes: remote jobs that a worker does at once, next to one that is not.
  ///   - window: how many jobs may be drawn before the first of them is delivered.
  init(_ jobs: Jobs, remoteLanes: Int, window: Int) {
    source = jobs.makeIterator()
    upcoming = source.next()
    self.remoteLanes = remoteLanes
    self.window = window
  }

  /// Whether every job has been delivered.
  var isOver: Bool { upcoming == nil && delivered == drawn }

  /// Whether there is something that an idle worker could begin.
  var hasWork: Bool { !suspects.isEmpty || canDraw }

  /// Whether every job is in progress or done: an idle worker gets another one only if a worker dies.
  var isHandedOut: Bool { suspects.isEmpty && upcoming == nil }

  /// How many jobs a worker has.
  func load(of worker: Int) -> Int { hands[worker]?.count ?? 0 }

  /// The next job for a worker, which now has it; nil if it gets no more for now.
  ///
  /// - Parameter now: nil if the worker is still starting; `began` then starts the clock.
  mutating func assign(to worker: Int, at now: Instant?) -> (index: Int, job: WorkerJob)? {
    let held = hands[worker] ?? []
    let index: Int
    if held.isEmpty, !suspects.isEmpty {
      index = suspects.removeFirst()
    } else {
      // One that is tried again stays alone.
      guard canDraw, let job = upcoming, !held.contains(where: { retried.contains($0.job) }) else {
        return nil
      }
      let alike = held.count { open[$0.job]?.isRemote == job.isRemote }
      guard alike < (job.isRemote ? remoteLanes : 1) else { return nil }
      index = drawn
      open[index] = job
      drawn += 1
      upcoming = source.next()
    }
    hands[worker, default: []].append(Held(job: index, since: now))
    return open[index].map { (index, $0) }
  }

  /// A worker has started its work.
  mutating func began(_ worker: Int, at now: Instant) {
    for place in hands[worker]?.indices ?? 0..<0 { hands[worker]?[place].since = now }
  }

  /// A worker's answer; false if it had no such job.
  mutating func answered(_ index: Int, by worker: Int, _ answer: WorkerOutcome) -> Bool {
    guard let place = hands[worker]?.firstIndex(where: { $0.job == index }) else { return false }
    hands[worker]?.remove(at: place)
    settle(index, answer)
    return true
  }

  /// A worker is gone. If it had one job, that job is the cause; several are each retried.
  mutating func died(_ worker: Int, of ending: WorkerEnding) {
    let held = hands.removeValue(forKey: worker) ?? []
    if held.count == 1, let only = held.first { settle(only.job, .crash(ending)) } else { suspect(held) }
  }

  /// A worker never started its work: its jobs are retried.
  mutating func neverStarted(_ worker: Int) { suspect(hands.removeValue(forKey: worker) ?? []) }

  /// The workers that have had a job for too long and are to be stopped. Those jobs get their outcome, and what else the
  /// workers had is retried.
  mutating func overdue(at now: Instant, grace: Duration) -> [Int] {
    let open = open
    func isLate(_ held: Held) -> Bool {
      guard let since = held.since, let job = open[held.job] else { return false }
      return since + job.timeout + grace < now
    }
    let late = hands.filter { $0.value.contains(where: isLate) }
    for (worker, held) in late {
      hands[worker] = nil
      for each in held where isLate(each) { settle(each.job, .overdue) }
      suspect(held.filter { !isLate($0) })
    }
    return Array(late.keys)
  }

  /// The next outcome in the order of the jobs, if it is known.
  mutating func deliver() -> (index: Int, job: WorkerJob, outcome: WorkerOutcome)? {
    guard let outcome = outcomes.removeValue(forKey: delivered),
      let job = open.removeValue(forKey: delivered)
    else { return nil }
    defer { delivered += 1 }
    return (delivered, job, outcome)
  }

  private var canDraw: Bool { upcoming != nil && drawn - delivered < window }

  private mutating func suspect(_ held: [Held]) {
    suspects += held.map(\.job)
    retried.formUnion(held.map(\.job))
  }

  private mutating func settle(_ index: Int, _ outcome: WorkerOutcome) {
    outcomes[index] = outcome
    retried.remove(index)
  }
}
