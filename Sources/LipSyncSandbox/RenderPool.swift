/// A bounded number of workers over a queue of task ids.
actor RenderPool {
  private let limit: Int
  private let work: @Sendable (String) async -> Void
  private var queue: [String] = []
  private var head = 0
  private var running: [Int: Task<Void, Never>] = [:]
  private var lastWorker = 0
  private var isStopped = false

  init(workers: Int, work: @escaping @Sendable (String) async -> Void) {
    limit = max(1, workers)
    self.work = work
  }

  func submit(_ id: String) {
    queue.append(id)
    fill()
  }

  /// Starts nothing more, cancels what runs and waits for it to end.
  func stop() async {
    isStopped = true
    for task in running.values { task.cancel() }
    for task in running.values { await task.value }
  }

  private func fill() {
    while !isStopped, running.count < limit, head < queue.count {
      let id = queue[head]
      head += 1
      if head > 1000 {
        queue.removeFirst(head)
        head = 0
      }
      lastWorker += 1
      let worker = lastWorker
      running[worker] = Task.detached { [work] in
        await work(id)
        await self.finished(worker)
      }
    }
  }

  private func finished(_ worker: Int) {
    running[worker] = nil
    fill()
  }
}
