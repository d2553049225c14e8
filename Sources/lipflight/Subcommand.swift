internal import ArgumentParser
internal import LipSync

/// What all sub-commands share: one way to run, to fail and to be interrupted.
protocol Subcommand: AsyncParsableCommand, Sendable {
  /// How it prints.
  var output: OutputOptions { get }

  /// Does the work and prints its outcome.
  func perform(_ console: Console) async throws -> ExitStatus

  /// The command's JSON document where `failure` kept it from finding out more.
  func document(for failure: Failure) -> JSON
}

extension Subcommand {
  mutating func run() async throws {
    let command = self
    let console = Console(output)
    let outcome = await Interruption.watch { try await command.perform(console) }
    let status: ExitStatus
    switch outcome {
    case .success(let value): status = value
    case .failure(let error):
      let failure = Failure(error, interrupted: Interruption.happened)
      console.document(command.document(for: failure))
      console.failure(failure)
      status = failure.status
    }
    guard status == .passed else { throw ExitCode(status.rawValue) }
  }
}
