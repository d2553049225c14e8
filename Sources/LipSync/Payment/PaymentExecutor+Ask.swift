internal import LipSyncTransfer
internal import Logging

/// What is read from the journal and from the service.
extension PaymentExecutor {
  func answer(_ question: PaymentQuestion) async throws -> PaymentEvent {
    switch question {
    case .payments(let job): return .payments(try await payments(job))
    case .allPayments: return .allPayments(try await journal.entries(limit: Self.otherKeysLimit))
    case .payer(let task): return .payer(try await journal.entry(task: task, at: order.job.account))
    case .status(let task, let pause):
      try await service.pace.sleep(pause)
      return await status(task)
    case .taskByInputs: return try await taskByInputs()
    case .taskOfOtherKey(let other): return .taskOfOtherKey(try await task(ofOtherKey: other))
    case .look(let lost, let pause): return await look(lost, after: pause)
    case .quota: return .quota(try? await service.remainingQuota())
    case .charged(let entry): return .charged(await isCharged(entry))
    }
  }

  /// Payments that are looked through for those of other keys.
  private static let otherKeysLimit = 1000

  private func payments(_ job: String) async throws -> [JournalEntry] {
    let entries = try await journal.entries(job: job)
    let seen = journal.remembers ? "\(entries.count) payments in the journal" : "no journal"
    service.client.logger.debug("job \(job.prefix(12)): \(seen)")
    return entries
  }

  private func status(_ task: String) async -> PaymentEvent {
    do throws(ServiceError) {
      return .status(try await service.status(taskID: task))
    } catch {
      return .statusFailed(error)
    }
  }

  /// Status by inputs is in none of the service's documents: if there is no such endpoint, nothing can be known, and a job
  /// that nobody remembers is a new one.
  private func taskByInputs() async throws -> PaymentEvent {
    guard let video = try await uploads.knownLink(to: order.video, order.job.video),
      let audio = try await uploads.knownLink(to: order.audio, order.job.audio)
    else { return .noTaskByInputs }
    let links = SentLinks(video: video, audio: audio)
    do throws(ServiceError) {
      let task = try await latest(links, order.job.playbackType)
      return task.map { .taskByInputs($0, links) } ?? .noTaskByInputs
    } catch {
      guard error.code == .notFound, error.serviceCode == nil else { throw error }
      return .noTaskByInputs
    }
  }

  /// The task of another key's payment, if the service shows it to this one.
  private func task(ofOtherKey other: JournalEntry) async throws -> LipSyncTask? {
    do throws(ServiceError) {
      if let id = other.taskID { return try await service.status(taskID: id) }
      guard let links = order.links(of: other) else { return nil }
      return try await latest(links, other.playbackType)
    } catch {
      // In whatever words the service says that this is not this key's to see.
      guard error.isTransient || error.code == .cancelled else { return nil }
      throw error
    }
  }

  /// One look for the task of a create.
  private func look(_ lost: LostCreate, after pause: Duration) async -> PaymentEvent {
    if pause > .zero, case .interrupted = await self.pause(pause) { return .interrupted }
    do throws(ServiceError) {
      let task = try await latest(lost.links, lost.payment.playbackType)
      return .looked(task, isForeign: await isForeign(task, to: lost.payment))
    } catch {
      return .lookFailed(error)
    }
  }

  private func latest(_ links: SentLinks, _ type: PlaybackType) async throws(ServiceError) -> LipSyncTask? {
    try await service.latest(videoURL: links.video, audioURL: links.audio, playbackType: type)
  }

  /// Whether the journal knows a task as another job's.
  private func isForeign(_ task: LipSyncTask?, to payment: JournalEntry) async -> Bool {
    guard let task, let payer = try? await journal.entry(task: task.id, at: payment.account) else {
      return false
    }
    return payer.job != payment.job
  }

  /// Whether the credits fell since a payment, and nothing else is known to have taken from them.
  private func isCharged(_ entry: JournalEntry) async -> Bool {
    guard let before = entry.quotaBefore, let left = try? await service.remainingQuota(), left < before
    else { return false }
    return await journal.isAlone(entry)
  }
}
