internal import LipSync
internal import LipSyncLedger
internal import Synchronization

/// Tells a receiver of a task's end: by the journal's outbox, if there is a journal, so that a process that dies loses nothing.
struct Notifier: Sendable {
  let sender: WebhookSender
  let receiver: JournalEntry.SentURL
  let outbox: (any WebhookOutbox)?
  /// How long this command posts again what is not taken.
  let patience: Duration
  let console: Console

  /// Tells how a task ended.
  /// - Returns: why the receiver does not have it yet; nil if it has.
  func tell(_ task: LipSyncTask, _ verification: VerifyReport?) async throws -> Failure? {
    try await send(WebhookEvent(task: task, verification: verification))
  }

  /// Tells that a task's end was not seen, where the failure says so. What is thrown next is the failure, whatever becomes of
  /// the event.
  func tell(_ failure: any Error, taskID: String?) async {
    let stopped = failure as? JobInterruption
    guard let error = (stopped?.cause ?? failure) as? ServiceError,
      let id = taskID ?? stopped?.report.task?.id ?? error.taskID,
      let event = WebhookEvent(error, taskID: id)
    else { return }
    do {
      if let failure = try await send(event) { console.failure(failure) }
    } catch {
      console.failure(Failure(error, interrupted: Interruption.happened))
    }
  }

  private func send(_ event: WebhookEvent) async throws -> Failure? {
    if let outbox {
      do {
        try await outbox.put(WebhookDelivery(event.message, to: receiver), again: true)
        CrashPoint.eventKept.reached()
        return try await deliver(event.id, from: outbox)
      } catch {
        // What cannot be kept is posted all the same.
        console.warn("The event could not be kept, and is posted all the same: \(error)")
      }
    }
    do {
      try await sender.send(event, for: patience)
      return nil
    } catch {
      if error.code == .cancelled { throw CancellationError() }
      return Failure(error, interrupted: false)
    }
  }

  /// Posts the event, and whatever else waits for the same receiver.
  private func deliver(_ event: String, from outbox: any WebhookOutbox) async throws(JournalError) -> Failure?
  {
    let last = Mutex<WebhookDelivery?>(nil)
    try await courier(outbox).run(for: patience) { posted in
      guard let own = posted.first(where: { $0.message.id == event }) else { return false }
      last.withLock { $0 = own }
      return own.state.isOver
    }
    let own = last.withLock { $0 }
    return own?.state == .taken ? nil : Self.undelivered(event, own)
  }

  /// Why an event was not taken, and what becomes of it.
  private static func undelivered(_ event: String, _ delivery: WebhookDelivery?) -> Failure {
    let attempts = delivery?.attempts ?? 0
    let why = delivery?.error.map { " (last: \($0))" } ?? ""
    guard delivery?.state != .gone else {
      return Failure(
        .service, "The receiver is gone (HTTP 410) and wants no more: the event \(event) was not accepted.",
        remedy: "Give the address of a receiver that is there.")
    }
    return Failure(
      .service,
      "The event \(event) was not accepted in \(attempts) \(attempts == 1 ? "attempt" : "attempts")\(why).",
      remedy:
        "The journal keeps it for a day: once the receiver is there, `lipflight webhook deliver` posts it, and so does every command with the same --notify."
    )
  }
}

extension Notifier {
  private func courier(_ outbox: any WebhookOutbox) -> WebhookCourier {
    WebhookCourier(outbox, for: receiver.digest) { [sender] in await sender.post($0.message) }
  }

  /// Posts what a batch keeps for the receiver, until the task is cancelled.
  func post(from outbox: any WebhookOutbox) async throws { try await courier(outbox).run(for: nil) }

  /// Posts what is left at the end of a batch, and says what nobody took.
  func postTheRest(from outbox: any WebhookOutbox) async {
    do {
      try await courier(outbox).run(for: patience)
      let waiting = try await outbox.waiting(for: receiver.digest)
      guard waiting.count > 0 else { return }
      console.warn(
        "\(waiting.count) \(waiting.count == 1 ? "event was" : "events were") not accepted yet. The journal keeps them for a day: `lipflight webhook deliver` posts them."
      )
    } catch {
      console.warn("The events could not be posted: \(error)")
    }
  }
}

extension Notifier? {
  /// Runs a job and tells of its end.
  /// - Returns: the report, and why the receiver does not know of it yet.
  func following(taskID: String?, _ job: () async throws -> JobReport) async throws -> (JobReport, Failure?) {
    guard let self else { return (try await job(), nil) }
    do {
      let report = try await job()
      guard let task = report.task else { return (report, nil) }
      return (report, try await self.tell(task, report.verification))
    } catch {
      await self.tell(error, taskID: taskID)
      throw error
    }
  }
}

extension Console {
  /// The exit of a command whose receiver may not have been told: what became of the job comes first.
  func exit(_ status: ExitStatus, telling undelivered: Failure?) -> ExitStatus {
    guard let undelivered else { return status }
    failure(undelivered)
    return status == .passed ? undelivered.status : status
  }
}
