internal import Hummingbird
internal import LipSync
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Transfer

/// The service's API on this machine, rendering real results without lip movement.
public final class SandboxServer: Sendable {
  /// `http://127.0.0.1:PORT`.
  public let baseURL: String
  private let pool: RenderPool
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  private init(
    baseURL: String, pool: RenderPool, group: ServiceGroup, running: Task<Void, any Error>
  ) {
    self.baseURL = baseURL
    self.pool = pool
    self.group = group
    self.running = running
  }

  /// Starts answering on 127.0.0.1 and picks up unfinished tasks of the data directory.
  ///
  /// Throws a `SandboxError` where a fault is not known, the port is taken or the data directory cannot be used.
  public static func start(_ configuration: SandboxConfiguration) async throws -> SandboxServer {
    let faults = try ActiveFaults(configuration.faults)
    guard (0...65535).contains(configuration.port) else {
      throw SandboxError(
        .port, "\(configuration.port) is no port. Give one from 1 to 65535, or 0 to pick one.")
    }
    var logger = Logger(label: "sandbox") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    let store = try Store(
      DataDirectory(configuration.dataDirectory), quota: configuration.quota, logger: logger)
    let job = RenderJob(
      configuration: configuration, store: store, faults: faults,
      client: HTTPClient(policy: .privateAllowed, userAgent: "lipflight-sandbox"), logger: logger)
    let pool = RenderPool(workers: configuration.workers) { await job.run($0) }
    let api = SandboxAPI(configuration, store: store, faults: faults) { await pool.submit($0) }

    let (ports, listening) = AsyncThrowingStream<Int, any Error>.makeStream()
    let application = Application(
      responder: SandboxResponder(api),
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: configuration.port), serverName: nil),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? configuration.port
        api.baseURL = "http://127.0.0.1:\(port)"
        listening.yield(port)
      }, logger: logger)
    var lifecycle = ServiceGroupConfiguration(services: [application], logger: logger)
    // A client that reads slowly, or keeps a connection open, must not keep the process from ending.
    lifecycle.maximumGracefulShutdownDuration = .seconds(3)
    let group = ServiceGroup(configuration: lifecycle)
    let running = Task.detached {
      do {
        try await group.run()
        listening.finish()
      } catch {
        listening.finish(throwing: error)
        throw error
      }
    }
    do {
      for try await _ in ports {
        for id in await store.unfinished { await pool.submit(id) }
        return SandboxServer(baseURL: api.baseURL, pool: pool, group: group, running: running)
      }
    } catch {
      throw SandboxError(
        .port,
        "127.0.0.1:\(configuration.port) cannot be listened on (\(error)). Use another --port, or 0 to pick one."
      )
    }
    throw SandboxError(.port, "the server ended before it listened.")
  }

  /// Stops answering and rendering; unfinished tasks are picked up by the next start on the same data directory.
  public func stop() async {
    await group.triggerGracefulShutdown()
    await pool.stop()
    _ = await running.result
  }
}
