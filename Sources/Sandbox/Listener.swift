internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle

/// An HTTP server on 127.0.0.1 that gives each request to a function.
final class Listener: Sendable {
  /// The port it listens on.
  let port: Int
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  private init(port: Int, group: ServiceGroup, running: Task<Void, any Error>) {
    self.port = port
    self.group = group
    self.running = running
  }

  /// Listens on a port, or on one that is free where it is 0; returns once connections are taken.
  static func start(
    port: Int, logger: Logger, answer: @escaping @Sendable (APIRequest) async -> APIAnswer
  ) async throws(SandboxError) -> Listener {
    let (ports, listening) = AsyncThrowingStream<Int, any Error>.makeStream()
    let application = Application(
      responder: SandboxResponder(answer),
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: port), serverName: nil),
      onServerRunning: { listening.yield($0.localAddress?.port ?? port) }, logger: logger)
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
      for try await port in ports { return Listener(port: port, group: group, running: running) }
    } catch {
      throw SandboxError(
        .port, "127.0.0.1:\(port) cannot be listened on (\(error)). Use another --port, or 0 to pick one.")
    }
    throw SandboxError(.port, "the server on 127.0.0.1:\(port) ended before it listened.")
  }

  /// Takes no more connections, lets answers under way end, and closes the rest.
  func stop() async {
    await group.triggerGracefulShutdown()
    _ = await running.result
  }
}
