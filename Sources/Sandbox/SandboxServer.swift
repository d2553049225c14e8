/// The service's API on this machine, rendering real results without lip movement.
public final class SandboxServer: Sendable {
  /// Starts answering on 127.0.0.1 and picks up unfinished tasks of the data directory.
  public static func start(_ configuration: SandboxConfiguration) async throws -> SandboxServer {
    fatalError("not yet")
  }

  /// `http://127.0.0.1:PORT`.
  public let baseURL: String

  private init(baseURL: String) { self.baseURL = baseURL }

  /// Stops answering and rendering; unfinished tasks are picked up by the next start on the same data directory.
  public func stop() async { fatalError("not yet") }
}
