internal import LipSyncMedia

/// On which terms a job is paid for.
public struct PaymentTerms: Sendable {
  /// Whether a job whose task failed is sent again, a new payment, whatever the cause; else only if the cause may have
  /// passed.
  public var retryFailed: Bool
  /// Called before each create with what it costs at most, nil if that is unknown. What it throws keeps the create from
  /// being sent: that is how a budget is kept.
  public var reserve: (@Sendable (Credits?) async throws -> Void)?

  /// Careful, unless told otherwise.
  public init(retryFailed: Bool = false, reserve: (@Sendable (Credits?) async throws -> Void)? = nil) {
    self.retryFailed = retryFailed
    self.reserve = reserve
  }
}

/// From a pair that passed its check to its task: the one that was paid for before, or a new one. The way of a `Job` to pay.
struct Payment: Sendable {
  let service: ServiceClient
  let inspector: Inspector
  let journal: any Journal
  let terms: PaymentTerms
  let events: (@Sendable (JobEvent) -> Void)?

  /// The task of a pair.
  ///
  /// A pair that failed its check for nothing but the money is good for a task that is paid for already.
  func pay(for request: CheckRequest, _ check: CheckReport, _ type: PlaybackType) async throws
    -> PaymentResult
  {
    let job = JobIdentity(
      account: service.account, video: try await content(of: request.video, check.video, .all),
      audio: try await content(of: request.audio, check.audio, .audio), playbackType: type)
    let order = PaymentOrder(
      job: job, video: request.video, audio: request.audio, estimate: check.credits?.high,
      quota: request.quota, mayPay: check.verdict != .fail, retryFailed: terms.retryFailed,
      isRemembered: journal.remembers, configuration: service.configuration)
    return try await PaymentExecutor(
      service: service, journal: journal, order: order, reserve: terms.reserve, events: events
    ).pay()
  }

  /// What a source is; not looked at if nothing is remembered.
  private func content(
    of source: Source, _ inspection: SourceInspection, _ streams: PacketDigest.Streams
  ) async throws -> ContentIdentity {
    guard journal.remembers else { return .unknown }
    switch source {
    case .url(let url): return .url(url, link: inspection.link)
    case .file: return .packets(try await inspector.digest(of: source, streams))
    }
  }
}

extension ContentIdentity {
  /// Of what is not remembered.
  static let unknown = ContentIdentity(text: "unknown")
}

extension ServiceClient {
  /// Creates a task for inputs that the service can fetch; costs credits, and no journal knows of it: `Job` is the way for
  /// users of the library.
  ///
  /// A create is sent a second time only if the service itself said that the first one failed or was not taken on, and only
  /// after looks at the service, by the task's inputs, that found no task of it for `ServiceConfiguration.lookupTime`. Where
  /// nobody said what became of the first, nothing is sent again: the error is `uncertain`, and a later call may look again
  /// (`latest`). `ServiceConfiguration.absenceTime` says when the absence of a task is taken for an answer.
  /// `previous` is what `latest` gave before, and `known` are ids of tasks for these inputs: a task with such an id is not
  /// mistaken for the new one.
  ///
  /// Cancelling stops all but a request that is under way: what it creates is paid for, so its answer is waited for, as
  /// long as `Defaults.serviceTimeout`, and the task is returned. The caller notices the cancellation afterwards.
  ///
  /// - Throws: `ServiceError`, with code `uncertain` if a task may exist.
  package func create(
    videoURL: String, audioURL: String, playbackType: PlaybackType, previous: LipSyncTask? = nil,
    known: Set<String> = []
  ) async throws(ServiceError) -> LipSyncTask {
    let order = PaymentOrder(
      job: JobIdentity(account: account, video: .unknown, audio: .unknown, playbackType: playbackType),
      video: .url(videoURL), audio: .url(audioURL), isRemembered: false, configuration: configuration)
    let executor = PaymentExecutor(service: self, journal: NoJournal(), order: order)
    var machine = PaymentMachine(order: order, known: known.union(previous.map { [$0.id] } ?? []))
    let first = machine.begin(SentLinks(video: videoURL, audio: audioURL), executor.now)
    let cancelled = ServiceError(
      .cancelled, operation: .create, subject: shortened(videoURL), message: "interrupted.",
      remedy: "Run the same again to continue.")
    do {
      guard case .paid(let task) = try await executor.run(machine, from: first) else { throw cancelled }
      return task
    } catch {
      throw (error as? ServiceError) ?? cancelled
    }
  }
}
