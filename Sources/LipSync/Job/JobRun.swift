/// A job under way: what it is doing, as a sequence, and what came of it.
///
/// It goes on whether or not anybody reads its events, and ends with `report`.
///
///     let run = job.running(request, into: "out")
///     for await event in run.events { print(event) }
///     let report = try await run.report
public struct JobRun: Sendable {
  /// What the job does, without a gap, also what it did before anybody asked; ends with the job. Steps come in order; a
  /// download and a decode that go on at once tell of themselves as they come. For one reader.
  public let events: AsyncStream<JobEvent>
  private let work: Task<JobReport, any Error>

  /// Begins `work` with a job that tells this run as well as its own callback.
  init(_ job: Job, _ work: @escaping @Sendable (Job) async throws -> JobReport) {
    let (events, teller) = AsyncStream.makeStream(of: JobEvent.self, bufferingPolicy: .unbounded)
    let told = job.telling { teller.yield($0) }
    self.events = events
    self.work = Task {
      defer { teller.finish() }
      return try await work(told)
    }
  }

  /// What came of the job; throws as the method that began it does. Cancelling the task that waits here cancels the job.
  public var report: JobReport {
    get async throws {
      try await withTaskCancellationHandler {
        try await work.value
      } onCancel: {
        work.cancel()
      }
    }
  }

  /// Stops the job: `report` throws what its method throws of a cancelled job.
  public func cancel() { work.cancel() }
}

extension Job {
  /// Begins `run`, and tells what it does as a sequence beside the job's callback.
  public func running(
    _ request: CheckRequest, into directory: String, patience: Patience = Patience()
  ) -> JobRun {
    JobRun(self) { try await $0.run(request, into: directory, patience: patience) }
  }

  /// Begins `fetch`, and tells what it does as a sequence beside the job's callback.
  public func fetching(
    taskID: String, into directory: String, sent: SentMedia = SentMedia(),
    judgement: Judgement = Judgement(), patience: Patience = Patience()
  ) -> JobRun {
    JobRun(self) {
      try await $0.fetch(
        taskID: taskID, into: directory, sent: sent, judgement: judgement, patience: patience)
    }
  }

  /// The same job with one more listener.
  fileprivate func telling(_ listener: @escaping @Sendable (JobEvent) -> Void) -> Job {
    Job(service: service, inspector: inspector, journal: journal, terms: terms) { [events] event in
      events?(event)
      listener(event)
    }
  }
}
