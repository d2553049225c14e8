internal import LipSync

/// What is told of a job's end: a pure function of what was seen of it.
struct BatchNews: Sendable {
  var batch: String
  var job: String
  var taskID: String?
  /// The task, once it is over.
  var task: LipSyncTask?
  /// The proof of its result.
  var verification: VerifyReport?

  /// The event: the task's own end, else the failure's word, else that the job came to nothing.
  func event(of note: BatchNote, because error: (any Error)?, at moment: UnixTime = .now) -> WebhookEvent {
    let context = WebhookEvent.BatchContext(batch: batch, job: job)
    if error == nil, let task, task.status == .failed || verification != nil {
      return WebhookEvent(task: task, verification: verification, in: context, at: moment)
    }
    let cause = ((error as? JobInterruption)?.cause ?? error) as? ServiceError
    if let cause, let id = taskID ?? cause.taskID,
      let event = WebhookEvent(cause, taskID: id, in: context, at: moment)
    {
      return event
    }
    let code = cause?.exitCode ?? (note.state == .setAside ? .failedCheck : .service)
    return WebhookEvent(
      failure: note.error ?? "The job came to nothing.", code: code, taskID: taskID, in: context, at: moment)
  }
}
