internal import ArgumentParser
internal import LipSync

/// What all sub-commands share: one way to run, to fail and to be interrupted.
protocol Subcommand: AsyncParsableCommand, Sendable {
  /// How it prints.
  var output: OutputOptions { get }

  /// Does the work and prints its outcome.
  func perform(_ console: Console) async throws -> ExitStatus

  /// Whether the service is an embedded sandbox that goes with the command, and its tasks with it.
  var isEphemeral: Bool { get }

  /// The command's JSON document where `failure` kept it from finding out more.
  func document(for failure: Failure) -> JSON
}

extension Subcommand {
  var isEphemeral: Bool { false }

  mutating func run() async throws {
    let command = self
    let console = Console(output)
    let outcome = await Interruption.watch { try await command.perform(console) }
    let status: ExitStatus
    switch outcome {
    case .success(let value): status = value
    case .failure(let error):
      var failure = Failure(error, interrupted: Interruption.happened)
      if isEphemeral, failure.taskID != nil {
        if failure.status == .interrupted { failure.message = "Interrupted." }
        failure.remedy = "The embedded sandbox is gone, and its tasks with it: run the same command again."
      }
      console.document(command.document(for: failure))
      console.failure(failure)
      status = failure.status
    }
    guard status == .passed else { throw ExitCode(status.rawValue) }
  }
}
