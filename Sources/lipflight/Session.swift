internal import LipSync
internal import LipSyncLedger
internal import LipSyncTransfer
internal import Platform

/// What a command works with: the network's bounds, the service, and a sandbox if one was asked for.
struct Session: Sendable {
  let inspector: Inspector
  let service: ServiceClient
  /// The journal, with the batches that it holds; nil where nothing is remembered.
  private let store: (any LedgerStore)?

  /// The bounds of source inspection hold for everything else, too.
  var client: HTTPClient { inspector.client }

  /// Looks at sources within the bounds that were asked for.
  static func inspector(
    _ network: NetworkOptions, sandbox: Bool, links: LinkOptions? = nil, opening hosts: Set<String> = []
  ) -> Inspector {
    SourceReach(network, sandbox: sandbox, links: links, opening: hosts).inspector
  }

  /// Lends a session; an embedded sandbox lives exactly as long as the session.
  ///
  /// - Parameters:
  ///   - hosts: private hosts that are opened beside those that the user has named.
  ///   - keepsLedger: whether there has to be one, if only as long as the sandbox.
  static func with<T: Sendable>(
    _ network: NetworkOptions, _ options: ServiceOptions, _ links: LinkOptions? = nil,
    opening hosts: Set<String> = [], keepsLedger: Bool = false, _ body: @Sendable (Session) async throws -> T
  ) async throws -> T {
    guard options.sandbox else {
      let configuration = options.limited(
        try ServiceConfiguration.fromEnvironment(try Settings.current.service()))
      let store = try await JournalPlace.open(options.journal)
      return try await body(
        Session(network, configuration, store, links, sandbox: false, opening: hosts))
    }
    let sandbox = try await EmbeddedSandbox.start(keeping: options.sandboxData)
    do {
      // Tasks that go with the command are not to be found in any journal.
      let store =
        options.isEphemeral && options.journal == nil && !keepsLedger
        ? nil : try await JournalPlace.open(options.journal, own: sandbox.journal)
      let configuration = options.limited(sandbox.configuration)
      let value = try await body(
        Session(network, configuration, store, links, sandbox: true, opening: hosts))
      await sandbox.stop()
      return value
    } catch {
      await sandbox.stop()
      throw error
    }
  }

  /// The remaining credits; nil if no key is set, and nil with a message if the service does not state them.
  static func quota(_ network: NetworkOptions, sandbox: Bool, _ console: Console) async -> Credits? {
    do {
      let key = try Settings.current.value(.apiKey) ?? ""
      guard sandbox || (!key.isEmpty && !network.offline) else { return nil }
      return try await with(network, ServiceOptions.only(sandbox: sandbox)) { session in
        try await session.service.remainingQuota()
      }
    } catch {
      guard !Interruption.happened else { return nil }
      let failure = Failure(error, interrupted: false)
      console.say("The remaining credits could not be read: \(failure.message)")
      return nil
    }
  }

  /// The ledger of a batch.
  var ledger: any LedgerStore { get throws { try JournalPlace.needed(store) } }

  /// Where events are kept until they are taken; nil without a journal.
  var outbox: (any WebhookOutbox)? { store }

  /// A job that reports on `progress` what it is doing.
  func job(_ progress: Progress, _ terms: Job.Terms = Job.Terms()) -> Job {
    Job(service: service, inspector: inspector, journal: store ?? NoJournal(), terms: terms) { event in
      CurrentTask.update(event)
      progress.show(event)
    }
  }

  private init(
    _ network: NetworkOptions, _ configuration: ServiceConfiguration, _ store: (any LedgerStore)?,
    _ links: LinkOptions?, sandbox: Bool, opening hosts: Set<String>
  ) {
    self.store = store
    // The port of an embedded sandbox is known to nobody before it runs.
    let own = sandbox ? NamedHosts.of([configuration.baseURL]) : []
    inspector = Self.inspector(network, sandbox: sandbox, links: links, opening: hosts.union(own))
    service = ServiceClient(configuration, client: inspector.client, gate: store)
  }
}
