internal import LipSync
internal import LipSyncTransfer
internal import Logging

/// The service's API on this machine, rendering real results without lip movement.
public final class SandboxServer: Sendable {
  /// `http://127.0.0.1:PORT`.
  public let baseURL: String
  private let pool: RenderPool
  private let listener: Listener
  private let lock: DirectoryLock

  private init(baseURL: String, pool: RenderPool, listener: Listener, lock: DirectoryLock) {
    self.baseURL = baseURL
    self.pool = pool
    self.listener = listener
    self.lock = lock
  }

  /// Starts answering on 127.0.0.1 and picks up unfinished tasks of the data directory.
  ///
  /// Throws a `SandboxError` if a fault is not known, the port is taken or the data directory cannot be used.
  public static func start(_ configuration: SandboxConfiguration) async throws -> SandboxServer {
    let faults = try ActiveFaults(configuration.faults)
    guard (0...65535).contains(configuration.port) else {
      throw SandboxError(
        .port, "\(configuration.port) is not a port. Give one from 1 to 65535, or 0 to pick one.")
    }
    var logger = Logger(label: "sandbox") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    let directory = try DataDirectory(configuration.dataDirectory)
    let lock = try DirectoryLock(directory.lock)
    directory.clearWork()
    let store = try Store(directory, quota: configuration.quota, logger: logger)
    await store.clean(configuration.upkeep)
    let job = RenderJob(
      configuration: configuration, store: store, faults: faults,
      client: HTTPClient(policy: .privateAllowed, userAgent: "lipflight-sandbox"), logger: logger)
    let pool = RenderPool(workers: configuration.workers) {
      await job.run($0)
      await store.clean(configuration.upkeep)
    }
    let api = SandboxAPI(configuration, store: store, faults: faults) { await pool.submit($0) }
    api.baseURL = "http://127.0.0.1:\(configuration.port)"
    // Read before the first request: a task that comes in from now on is put into the queue by its create.
    let unfinished = await store.unfinished
    let listener = try await Listener.start(port: configuration.port) { await api.answer($0) }
    api.baseURL = "http://127.0.0.1:\(listener.port)"
    for id in unfinished { await pool.submit(id) }
    return SandboxServer(baseURL: api.baseURL, pool: pool, listener: listener, lock: lock)
  }

  /// Stops answering and rendering; unfinished tasks are picked up by the next start on the same data directory.
  public func stop() async {
    await listener.stop()
    await pool.stop()
    lock.release()
  }
}
