extension ServiceClient {
  /// The states of a task as a sequence: each answer of the service while it is polled, the last one terminal.
  ///
  /// It ends after a state that is terminal, and throws what `wait` throws. Ending the loop ends the polling.
  public func states(
    of taskID: String, schedule: PollSchedule = .advised, timeout: Duration = Defaults.waitTimeout,
    justCreated: Bool = false
  ) -> AsyncThrowingStream<LipSyncTask, any Error> {
    AsyncThrowingStream(bufferingPolicy: .unbounded) { continuation in
      let polling = Task {
        do {
          _ = try await wait(
            taskID: taskID, schedule: schedule, timeout: timeout, justCreated: justCreated,
            onState: { continuation.yield($0) })
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in polling.cancel() }
    }
  }
}
