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
    guard let host = IPAddress(configuration.host), host.isIPv4 else {
      throw SandboxError(
        .port,
        "\(configuration.host) is no IPv4 address. Give one of this machine's, or 0.0.0.0 for all of them.")
    }
    let directory = try DataDirectory(configuration.dataDirectory)
    let lock = try DirectoryLock(directory.lock)
    directory.clearWork()
    let store = try Store(directory, quota: configuration.quota, logger: logger)
    await store.clean(configuration.upkeep)
    let job = RenderJob(
      configuration: configuration, store: store, faults: faults,
      client: HTTPClient(policy: .privateAllowed, userAgent: "lipflight-sandbox"), logger: logger)
    let queue = TaskQueue()
    let api = SandboxAPI(configuration, store: store, faults: faults) { id in
      await queue.pool?.submit(id)
    }
    let hooks = WebhookPost(client: job.client, logger: logger)
    let pool = RenderPool(workers: configuration.workers) { id in
      await job.run(id)
      if configuration.postsWebhooks, let task = await store.task(id), task.status.isTerminal {
        let endpoints = await store.endpoints
        // The next task does not wait for a receiver.
        Task { await hooks.tell(task, data: api.data(of: task), to: endpoints) }
      }
      await store.clean(configuration.upkeep)
    }
    await queue.set(pool)
    // All addresses are none to connect to: on this machine it is the loopback one.
    let name = configuration.host == "0.0.0.0" ? "127.0.0.1" : configuration.host
    api.baseURL = "http://\(name):\(configuration.port)"
    // Read before the first request: a task that comes in from now on is put into the queue by its create.
    let unfinished = await store.unfinished
    let listener = try await Listener.start(port: configuration.port, access: configuration.access) {
      await api.answer($0)
    }
    api.baseURL = "http://\(name):\(listener.port)"
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

/// The pool, for the API that exists before it.
private actor TaskQueue {
  private(set) var pool: RenderPool?

  func set(_ pool: RenderPool) { self.pool = pool }
}
