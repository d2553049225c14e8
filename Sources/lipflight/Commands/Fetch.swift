internal import ArgumentParser
internal import LipSync

/// `lipflight fetch`: resumes a task by its id and downloads its result.
struct Fetch: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Wait for a task, then download and verify its result and cover.")

  @Argument(help: ArgumentHelp("The task's id, as submit printed it.", valueName: "task-id"))
  var taskID: String

  @OptionGroup
  var destination: DestinationOptions

  @OptionGroup(title: "What was sent (default: what the journal knows)")
  var sent: SentOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Webhook")
  var notify: NotifyOptions

  @OptionGroup(title: "Service")
  var service: ServiceOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var resumption: Resumption {
    Resumption(service, network, taskID: taskID, directory: destination.directory)
  }
  var isEphemeral: Bool { service.isEphemeral }

  func validate() throws { try network.requireOnline() }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console, isPaid: !isEphemeral)
    defer { progress.clear() }
    CurrentTask.begin(id: taskID)
    let (job, undelivered) = try await Destination.with(destination.place.directory) {
      try await Session.with(network, service) { session in
        try await notify.notifier(session, console).following(taskID: taskID) {
          try await session.job(progress).fetch(
            taskID: taskID, into: destination.place.directory, named: destination.place.name,
            sent: sent.media, judgement: judgement.judgement,
            patience: Job.Patience(schedule: service.schedule, timeout: network.waitTimeout))
        }
      }
    }
    let report = job.withToolRemedies(resumption)
    progress.clear()
    console.document(.job, report.json)
    console.print(JobText.report(report, console.style))
    return console.exit(report.exit, telling: undelivered)
  }

  func document(for failure: Failure) -> Printout {
    Printout(.job, TaskDocument.json(failure, taskID: taskID))
  }
}
