internal import LipSync
internal import LipSyncSandbox

/// The service on this machine, for as long as one command runs.
struct EmbeddedSandbox: Sendable {
  private let server: SandboxServer
  private let directory: TemporaryDirectory

  /// Starts on a free port, in a directory of its own unless one is to be kept.
  static func start(keeping kept: String?) async throws -> EmbeddedSandbox {
    let directory = TemporaryDirectory.ofSandbox(kept)
    do {
      let configuration = SandboxConfiguration(port: 0, dataDirectory: directory.path)
      return EmbeddedSandbox(server: try await SandboxServer.start(configuration), directory: directory)
    } catch {
      directory.removeIfTemporary()
      throw error
    }
  }

  /// How to reach it.
  var configuration: ServiceConfiguration {
    var configuration = ServiceConfiguration(
      baseURL: server.baseURL, apiKey: Redacted("embedded-sandbox"), name: "sandbox")
    // Tasks that earlier commands created are on the disk that it started from.
    (configuration.lookupTime, configuration.absenceTime) = (.zero, .zero)
    return configuration
  }

  /// The journal of the tasks that are kept with it.
  var journal: String { directory.path + "/journal.sqlite" }

  /// Stops it and removes temporary files.
  func stop() async {
    await server.stop()
    directory.removeIfTemporary()
  }
}
