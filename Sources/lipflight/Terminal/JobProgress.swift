internal import LipSync
internal import Synchronization

extension Progress {
  /// Shows what a job is doing.
  func show(_ event: JobEvent) {
    switch event {
    case .checking: show("checking both sources")
    case .checked: clear()
    case .waitingForTurn: show("waiting for another lipflight that works on the same job")
    case .reusedUpload(let subject, let at):
      say("the \(subject.rawValue) was uploaded before, at \(at.iso8601), and is not sent again")
    case .lookingFor(let entry):
      show("looking for the task of a create that was sent at \(entry.intendedAt.iso8601)")
    case .paidBefore(let entry):
      say(
        "this job was paid for at \(entry.paidAt.iso8601); it is not paid for again")
    case .payingAgain(let task):
      say(
        "task \(task.id) failed (\(task.errorMessage ?? "no reason given")); the job is sent again, which is a new payment",
        evenIfQuiet: isPaid)
    case .journalTrouble(let error): say("\(error). \(Remedies.remedy(error))", evenIfQuiet: true)
    case .uploading(let subject, let sent, let total):
      show("uploading \(subject.rawValue)", bytes: sent, of: total)
    case .creating:
      Interruption.wait(for: Defaults.serviceTimeout)
      show("creating the task")
    case .submitted(let task, let reused):
      Interruption.wait(for: Interruption.grace)
      say(
        reused ? "task \(task.id) exists already and is not paid for again" : "task \(task.id) created",
        evenIfQuiet: isPaid)
    case .waiting(let task): show("task is \(task.status)")
    case .downloading(let subject, let received, let total):
      isDownloading.store(received < total ?? .max, ordering: .relaxed)
      show("downloading \(subject.rawValue)", bytes: received, of: total)
    case .verifying(let fraction):
      // One bar at a time: the download's until it is complete.
      if !isDownloading.load(ordering: .relaxed) { show("verifying", fraction: fraction, figures: "decoded") }
    }
  }
}
