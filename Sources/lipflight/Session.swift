internal import FoundationEssentials
internal import LipSync
internal import Transfer

/// What a command works with: the network's bounds, the service, and a sandbox where one was asked for.
struct Session: Sendable {
  let client: HTTPClient
  let inspector: Inspector
  let service: ServiceClient

  /// Looks at sources within the bounds that were asked for.
  static func inspector(_ network: NetworkOptions, sandbox: Bool) -> Inspector {
    SourceReach(network, sandbox: sandbox).inspector
  }

  /// Lends a session; an embedded sandbox lives exactly as long.
  static func with<T: Sendable>(
    _ network: NetworkOptions, _ options: ServiceOptions,
    _ body: @Sendable (Session) async throws -> T
  ) async throws -> T {
    guard options.sandbox else {
      let configuration = try ServiceConfiguration.fromEnvironment(ProcessInfo.processInfo.environment)
      return try await body(Session(network, configuration, sandbox: false))
    }
    let sandbox = try await EmbeddedSandbox.start(keeping: options.sandboxData)
    do {
      let value = try await body(Session(network, sandbox.configuration, sandbox: true))
      await sandbox.stop()
      return value
    } catch {
      await sandbox.stop()
      throw error
    }
  }

  /// A job that says on `progress` what it is doing.
  func job(_ progress: Progress) -> Job {
    Job(service: service, inspector: inspector, client: client) { event in
      TaskAtHand.note(event)
      progress.show(event)
    }
  }

  private init(_ network: NetworkOptions, _ configuration: ServiceConfiguration, sandbox: Bool) {
    inspector = Self.inspector(network, sandbox: sandbox)
    client = inspector.client
    service = ServiceClient(configuration, client: client)
  }
}
