internal import LipSync

/// The document of a task (docs/json.md) for `wait`, and for every command that fails on the way to one.
enum TaskDocument {
  /// A task that was seen.
  static func json(_ verdict: Verdict, task: LipSyncTask, verification: VerifyReport? = nil) -> JSON {
    JobDocument(
      verdict: verdict, task: JobDocument.TaskState(task, isReused: false), verification: verification
    ).json
  }

  /// A task that nothing more is known of than why.
  static func json(_ failure: Failure, taskID: String?) -> JSON {
    var state =
      failure.task.map { JobDocument.TaskState($0, isReused: failure.isReused) }
      ?? JobDocument.TaskState(id: failure.taskID ?? taskID, isReused: failure.isReused)
    state.error = state.error ?? failure.message
    return JobDocument(verdict: .fail, task: state, check: failure.check).json
  }
}
