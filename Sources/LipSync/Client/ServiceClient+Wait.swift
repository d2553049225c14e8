extension ServiceClient {
  /// Looks at a task until it succeeded or failed; a failed task is returned, not thrown.
  ///
  /// Throws `gaveUp` when `timeout` is over, after one last look, which may take two seconds more; so may one that is under way
  /// then, however slowly the service answers. Failures that may pass by are waited out until then, but for a service
  /// that cannot be reached at the first look. `justCreated`
  /// puts off the first look as the schedule says, and tolerates that the task is not known yet.
  public func wait(
    taskID: String, schedule: PollSchedule = .advised, timeout: Duration = Defaults.waitTimeout,
    justCreated: Bool = false, onState: (@Sendable (LipSyncTask) -> Void)? = nil
  ) async throws(ServiceError) -> LipSyncTask {
    let call = ServiceCall(operation: .wait, subject: taskID, path: [])
    let start = pace.now()
    var age = Duration.zero
    var ageAtStart = Duration.zero
    var last: LipSyncTask?
    var trouble: ServiceError?
    var isFirst = true
    while true {
      if !isFirst || justCreated {
        let left = timeout - (pace.now() - start)
        guard left > .zero else { throw gaveUp(taskID, after: timeout, last: last, trouble: trouble) }
        // The last pause is cut short, so that the last look comes when the time is over and not before.
        try await sleep(min(schedule.delay(sinceCreate: age), left), during: call)
      }
      isFirst = false
      do {
        let task = try await status(taskID: taskID, until: start + timeout + Defaults.lastLook)
        (last, trouble) = (task, nil)
        onState?(task)
        if task.status.isTerminal { return task }
        if !justCreated, let createdAt = task.createdAt, ageAtStart == .zero {
          ageAtStart = .seconds(min(max(0, UnixTime.now.seconds - createdAt), 86400))
        }
      } catch {
        let isEarly = justCreated && age < Defaults.clockTolerance
        // A service that has never answered is a wrong address more likely than an outage, and `status` has tried
        // more than once: waiting would tell the user half an hour later.
        let hasAnswered = justCreated || last != nil || error.code != .unreachable
        let isOver = pace.now() - start >= timeout
        guard (error.isTransient && (hasAnswered || isOver)) || (error.code == .notFound && isEarly) else {
          throw error
        }
        trouble = error
      }
      age = ageAtStart + (pace.now() - start)
    }
  }

  private func gaveUp(_ taskID: String, after timeout: Duration, last: LipSyncTask?, trouble: ServiceError?)
    -> ServiceError
  {
    let seen = last.map { "its status was \"\($0.status)\"" } ?? "its status could not be read"
    let unknown = last.map { $0.status.isKnown ? "" : ", a word that is not known here" } ?? ""
    let why = trouble.map { "; last trouble: \($0.message)" } ?? "."
    return ServiceError(
      .gaveUp, operation: .wait, subject: taskID,
      message: "the task did not finish within \(timeout.inSeconds) s: \(seen)\(unknown)\(why)",
      remedy: "It may still finish, and is paid for: wait for it again by its id, or fetch its result then.",
      taskID: taskID, cause: trouble)
  }
}
