internal import LipSync

extension Progress {
  /// Shows what a job is doing.
  func show(_ event: JobEvent) {
    switch event {
    case .checking: show("checking both sources")
    case .checked: clear()
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
      show("downloading \(subject.rawValue)", bytes: received, of: total)
    case .verifying(let fraction): show("verifying", fraction: fraction, figures: "decoded")
    }
  }
}
