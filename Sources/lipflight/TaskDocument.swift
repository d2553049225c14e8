internal import LipSync

/// The document of a task (docs/json.md) for `wait`, and for every command that fails on the way to one.
enum TaskDocument {
  /// A task whose state is known.
  static func json(_ verdict: Verdict, task: LipSyncTask, verification: VerifyReport? = nil) -> JSON {
    JobDocument(
      verdict: verdict, task: JobDocument.TaskState(task, isReused: false), verification: verification
    ).json
  }

  /// A task of which only the error is known.
  static func json(_ failure: Failure, taskID: String?) -> JSON {
    var state =
      failure.task.map { JobDocument.TaskState($0, isReused: failure.isReused) }
      ?? JobDocument.TaskState(id: failure.taskID ?? taskID, isReused: failure.isReused)
    state.error = state.error ?? failure.message
    return JobDocument(verdict: .fail, task: state, check: failure.check).json
  }
}
