extension ServiceClient {
  /// Looks at a task until it succeeded or failed; a failed task is returned, not thrown.
  ///
  /// Throws `gaveUp` when `timeout` is over, after one last look, which may take two seconds more; so may one that is under way
  /// then, however slowly the service answers. Failures that may pass by are waited out until then, but for a service
  /// that cannot be reached at the first look. A task that was seen and is not known any more, and a key or a request
  /// that was good and is refused, are looked at again before that is believed; so is a success that names no result. `justCreated`
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
    var judge = WaitJudge(justCreated: justCreated)
    var isFirst = true
    while true {
      if !isFirst || justCreated {
        let left = timeout - (pace.now() - start)
        guard left > .zero else {
          // A success stands, if without its result.
          if let last, last.status == .success { return last }
          throw gaveUp(taskID, after: timeout, last: last, trouble: trouble)
        }
        // The last pause is cut short, so that the last look comes when the time is over and not before.
        try await sleep(min(schedule.delay(sinceCreate: age), left), during: call)
      }
      isFirst = false
      do {
        let task = try await status(taskID: taskID, until: start + timeout + Defaults.lastLook)
        (last, trouble) = (task, nil)
        let step = judge.judge(task, waited: pace.now() - start)
        // A success without its result is not told before it is believed.
        if step == .over || !task.status.isTerminal { onState?(task) }
        if step == .over { return task }
        if !justCreated, let createdAt = task.createdAt, ageAtStart == .zero {
          ageAtStart = .seconds(min(max(0, UnixTime.now.seconds - createdAt), 86400))
        }
      } catch {
        let isLast = pace.now() - start >= timeout
        guard judge.judge(error, age: age, isLast: isLast) == .again else { throw error }
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
