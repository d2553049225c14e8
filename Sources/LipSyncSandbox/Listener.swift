internal import Dispatch
internal import LipSync
internal import LipSyncTransfer
internal import LoopbackServer

/// An HTTP server, on 127.0.0.1 unless another address was asked for, that gives each request to a function.
final class Listener: Sendable {
  /// The sandbox's limits on its clients.
  static let limits = LoopbackServer.Limits(request: .seconds(10), idle: .seconds(60), connections: 256)

  /// The port it listens on.
  let port: Int
  private let server: LoopbackServer

  private init(server: LoopbackServer) {
    self.server = server
    port = server.port
  }

  /// Listens on a port, or on one that is free if it is 0; connections are taken from then on.
  static func start(
    port: Int, access: SandboxAccess = .local, limits: LoopbackServer.Limits = Listener.limits,
    answer: @escaping @Sendable (APIRequest) async -> APIAnswer
  ) async throws(SandboxError) -> Listener {
    let responder = SandboxResponder(access, answer)
    do {
      return Listener(
        server: try LoopbackServer(
          address: access.host?.bytes ?? [127, 0, 0, 1], port: port, limits: limits
        ) { responder.respond(to: $0, $1) })
    } catch {
      throw SandboxError(
        .port,
        "\(access.host?.description ?? "127.0.0.1"):\(port) cannot be listened on (\(error)). Use another --port, or 0 to pick one."
      )
    }
  }

  /// Accepts no more connections, gives answers under way 3 s to end, and closes the rest: a client that reads slowly, or keeps a
  /// connection open, must not keep the process from ending.
  func stop() async {
    let server = server
    await onBlockingThread { server.stop(patience: .seconds(3)) }
  }
}
