internal import ArgumentParser
internal import LipSync

/// What all sub-commands share: one way to run, to fail and to be interrupted.
protocol Subcommand: AsyncParsableCommand, Sendable {
  /// How it prints.
  var output: OutputOptions { get }

  /// Does the work and prints its outcome.
  func perform(_ console: Console) async throws -> ExitStatus

  /// How to continue with its task.
  var resumption: Resumption { get }

  /// Whether the service is an embedded sandbox that ends with the command, and its tasks with it.
  var isEphemeral: Bool { get }

  /// Whether a signal is its normal end.
  var endsBySignal: Bool { get }

  /// The command's JSON document if `failure` kept it from finding out more.
  func document(for failure: Failure) -> Printout

  /// Prints on standard output what kept it from finding out more, in the form that was asked for.
  func tell(_ failure: Failure, _ console: Console)
}

extension Subcommand {
  var resumption: Resumption { Resumption() }
  func document(for failure: Failure) -> Printout { .error(failure) }
  func tell(_ failure: Failure, _ console: Console) { console.document(document(for: failure)) }
  var isEphemeral: Bool { false }
  var endsBySignal: Bool { false }

  mutating func run() async throws {
    let command = self
    let console = Console(output)
    StandardStreams.occupy()
    let outcome = await Interruption.watch {
      let failure = command.failure(CancellationError(), interrupted: true)
      console.failure(failure)
      command.tell(failure, console)
    } work: {
      try await onBlockingThread { try Examiners.prove(for: Array(CommandLine.arguments.dropFirst())) }
      try Settings.load(command.output.config)
      Settings.current.warnings.forEach(console.say)
      return try await command.perform(console)
    }
    var status: ExitStatus
    switch outcome {
    case .success(let value): status = value
    case .failure(let error):
      let failure = command.failure(error, interrupted: Interruption.happened)
      command.tell(failure, console)
      console.failure(failure)
      status = failure.status
    }
    if Interruption.happened, !endsBySignal, status != .interrupted {
      // What was printed may lack what was not examined any more.
      let failure = command.failure(CancellationError(), interrupted: true)
      console.failure(failure)
      status = failure.status
    }
    if let trouble = Console.outputTrouble, status != .interrupted {
      let failure = Failure.lostOutput(trouble)
      console.failure(failure)
      status = failure.status
    }
    guard status == .passed else { throw ExitCode(status.rawValue) }
  }
  /// An error in words, with the current task.
  private func failure(_ error: any Error, interrupted: Bool) -> Failure {
    var failure = Failure(
      error, interrupted: interrupted, currentTask: CurrentTask.current, resumption: resumption)
    if isEphemeral, failure.taskID != nil {
      if failure.status == .interrupted { failure.message = "Interrupted." }
      failure.remedy = "The embedded sandbox has ended and its tasks are gone: run the same command again."
    }
    return failure
  }
}
