internal import ArgumentParser
internal import LipSync

/// `lipflight wait`: polls a task until it is over.
struct Wait: Subcommand {
  static let configuration = CommandConfiguration(abstract: "Poll a task until it succeeded or failed.")

  @Argument(help: ArgumentHelp("The task's id, as submit printed it.", valueName: "task-id"))
  var taskID: String

  @OptionGroup(title: "Service")
  var service: ServiceOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var isEphemeral: Bool { service.isEphemeral }

  func validate() throws { try network.requireOnline() }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console)
    defer { progress.clear() }
    TaskAtHand.take(id: taskID)
    let task = try await Session.with(network, service) { session in
      try await session.service.wait(
        taskID: taskID, schedule: service.schedule, timeout: network.waitTimeout,
        onState: { task in
          TaskAtHand.note(task)
          progress.show("waiting: \(task.status)")
        })
    }
    progress.clear()
    if let error = task.failure { throw TaskFailure(task: task, error: error) }
    console.document(TaskDocument.json(.pass, task: task))
    console.print(TaskText.finished(task, console.style))
    return .passed
  }

  func document(for failure: Failure) -> JSON { TaskDocument.json(failure, taskID: taskID) }
}
