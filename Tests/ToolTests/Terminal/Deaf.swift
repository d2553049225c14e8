import ArgumentParser
import Foundation
import LipSync

@testable import lipflight

/// A command that pays, and hears of no signal.
struct Deaf: Subcommand {
  @OptionGroup
  var output: OutputOptions

  /// Runs it as the tool runs its commands.
  static func start() async throws {
    var command = try parse([])
    try await command.run()
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let scratch = try ScratchDirectory()
    console.print(scratch.path)
    CurrentTask.begin(id: "task-4711")
    while kill(getpid(), SIGINT) == 0 { await Task.yield() }
    return .passed
  }

  func document(for failure: Failure) -> Printout { .error(failure) }
}
