/// What is done for a new payment.
extension PaymentExecutor {
  func link(_ subject: Subject) async throws -> String {
    let (source, content) =
      subject == .audio ? (order.audio, order.job.audio) : (order.video, order.job.video)
    return try await uploads.link(to: source, content, subject)
  }

  var uploads: UploadOnce { UploadOnce(service: service, journal: journal, events: events) }

  func admit(_ links: SentLinks) async -> PaymentEvent {
    do {
      try await CreateCall(service, links, order.job.playbackType).admit()
      return .admitted
    } catch {
      // Nothing but the caller ends that wait.
      return .interrupted
    }
  }

  func writeIntent(_ entry: JournalEntry) async -> PaymentEvent {
    do {
      try await journal.record(entry)
      return .intentWritten
    } catch {
      return .intentNotWritten(error)
    }
  }

  func hold(_ turn: (any JournalTurn)?, for duration: Duration) async -> PaymentEvent {
    do {
      let end = try await turn?.hold(for: duration)
      return .turnHeld(end.map { ContinuousClock.now.duration(to: $0) })
    } catch {
      return .turnLost(error)
    }
  }

  func create(_ links: SentLinks, timeout: Duration, attempt: Int) async -> PaymentEvent {
    switch await CreateCall(service, links, order.job.playbackType).send(timeout: timeout) {
    case .success(let task): .created(task)
    case .failure(let error):
      .createFailed(error, retryAfter: service.pause(after: error, attempt: attempt))
    }
  }

  func pause(_ duration: Duration) async -> PaymentEvent {
    do {
      try await service.pace.sleep(duration)
      return .paused
    } catch {
      return .interrupted
    }
  }
}
