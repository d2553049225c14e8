internal import ArgumentParser
internal import LipSync

/// `lipflight wait`: polls a task until it has ended.
struct Wait: Subcommand {
  static let configuration = CommandConfiguration(abstract: "Poll a task until it succeeds or fails.")

  @Argument(help: ArgumentHelp("The task's id, as submit printed it.", valueName: "task-id"))
  var taskID: String

  @OptionGroup(title: "What was sent, for --notify (default: what the journal knows)")
  var sent: SentOptions

  @OptionGroup(title: "Webhook")
  var notify: NotifyOptions

  @OptionGroup(title: "Service")
  var service: ServiceOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var resumption: Resumption { Resumption(service, network, taskID: taskID) }
  var isEphemeral: Bool { service.isEphemeral }

  func validate() throws { try network.requireOnline() }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console)
    defer { progress.clear() }
    CurrentTask.begin(id: taskID)
    let (task, proven, undelivered) = try await Session.with(network, service) { session in
      let notifier = try notify.notifier(session, console)
      let task: LipSyncTask
      do {
        task = try await session.job(progress).wait(
          taskID: taskID, patience: Job.Patience(schedule: service.schedule, timeout: network.waitTimeout))
      } catch {
        await notifier?.tell(error, taskID: taskID)
        throw error
      }
      guard let notifier else { return (task, VerifyReport?.none, Failure?.none) }
      let verification = try await proof(of: task, session, progress)
      progress.show("notifying")
      return (task, verification, try await notifier.tell(task, verification))
    }
    progress.clear()
    if let error = task.failure {
      if let undelivered { console.failure(undelivered) }
      throw TaskFailure(task: task, error: error)
    }
    let verification = proven?.withToolRemedies(resumption)
    let verdict = verification?.verdict ?? .pass
    console.document(.wait, TaskDocument.json(verdict, task: task, verification: verification))
    console.print(TaskText.finished(task, console.style))
    if let verification {
      console.print(FindingText.lines(verification.findings, console.style).joined(separator: "\n"))
    }
    return console.exit(verdict == .fail ? .failedCheck : .passed, telling: undelivered)
  }

  /// What is announced to a receiver was examined first; nothing of it is kept.
  private func proof(of task: LipSyncTask, _ session: Session, _ progress: Progress) async throws
    -> VerifyReport?
  {
    guard task.status == .success, var request = VerifyRequest(of: task) else { return nil }
    request.sent = await session.job(progress).completed(sent.media, of: task.id)
    return try await Postflight.verify(
      request, inspector: session.inspector, events: { progress.show($0) })
  }

  func document(for failure: Failure) -> Printout {
    Printout(.wait, TaskDocument.json(failure, taskID: taskID))
  }
}
