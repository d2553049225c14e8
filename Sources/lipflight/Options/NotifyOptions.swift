internal import ArgumentParser
internal import LipSync

/// Who is told of a task's end.
struct NotifyOptions: ParsableArguments {
  @Option(
    name: .customLong("notify"),
    help: ArgumentHelp(
      "Once the task is over and its result proved, or it is given up, post a signed event there in the shape of the service's webhooks.",
      valueName: "url"))
  var url: String?

  @Option(
    name: .customLong("notify-time"),
    help: ArgumentHelp(
      "How long an event that is not taken is posted again, with growing pauses (default: \(Defaults.webhookPatience.inSeconds); a day is 86400).",
      valueName: "seconds"),
    transform: Parse.duration)
  var time: Duration?

  @OptionGroup
  var secret: SecretOptions

  /// Posts to the receiver that was named; nil where none was. A missing secret is said before anything is waited for.
  func notifier(_ session: Session) throws -> Notifier? {
    guard let url else { return nil }
    return Notifier(
      sender: try WebhookSender(to: url, secrets: try secret.values(), client: session.client),
      patience: time ?? Defaults.webhookPatience)
  }
}

/// Tells a receiver of a task's end.
struct Notifier: Sendable {
  let sender: WebhookSender
  let patience: Duration

  /// Tells how a task ended.
  func tell(_ task: LipSyncTask, _ verification: VerifyReport?) async throws {
    try await sender.send(WebhookEvent(task: task, verification: verification), for: patience)
  }

  /// Tells that a task's end was not seen, where the failure says so. What is thrown next is the failure, whatever becomes of
  /// the event.
  func tell(_ failure: any Error, taskID: String?) async {
    let stopped = failure as? JobInterruption
    guard let error = (stopped?.cause ?? failure) as? ServiceError,
      let id = taskID ?? stopped?.report.task?.id ?? error.taskID,
      let event = WebhookEvent(error, taskID: id)
    else { return }
    _ = try? await sender.send(event, for: patience)
  }
}

extension Notifier? {
  /// Runs a job and tells of its end.
  func following(taskID: String?, _ job: () async throws -> JobReport) async throws -> JobReport {
    guard let self else { return try await job() }
    do {
      let report = try await job()
      if let task = report.task { try await self.tell(task, report.verification) }
      return report
    } catch {
      await self.tell(error, taskID: taskID)
      throw error
    }
  }
}
