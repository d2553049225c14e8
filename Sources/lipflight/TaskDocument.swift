internal import LipSync

/// The contract's document of a task for `wait`, and for every command that fails on the way to one.
enum TaskDocument {
  /// A task that was seen.
  static func json(
    _ verdict: Verdict, task: LipSyncTask, isReused: Bool = false, check: JSON = .null,
    verify: JSON = .null
  ) -> JSON {
    document(
      verdict, id: .string(task.id), status: .string(task.status.rawValue),
      created: .optional(task.createdAt),
      completed: .optional(task.completedAt), isReused: isReused, error: .optional(task.errorMessage),
      check: check, verify: verify)
  }

  /// A task that nothing more is known of than why.
  static func json(_ failure: Failure, taskID: String?) -> JSON {
    let check = failure.check?.json ?? .null
    if var task = failure.task {
      task.errorMessage = task.errorMessage ?? failure.message
      return json(.fail, task: task, isReused: failure.isReused, check: check)
    }
    return document(
      .fail, id: .optional(failure.taskID ?? taskID), status: .null, created: .null, completed: .null,
      isReused: failure.isReused, error: .string(failure.message), check: check)
  }

  private static func document(
    _ verdict: Verdict, id: JSON, status: JSON, created: JSON, completed: JSON, isReused: Bool, error: JSON,
    check: JSON, verify: JSON = .null
  ) -> JSON {
    .object([
      ("verdict", .string(verdict.rawValue)),
      (
        "task",
        .object([
          ("task_id", id), ("status", status), ("created_at", created), ("completed_at", completed),
          ("reused", .bool(isReused)), ("error", error), ("charged_credits", .null),
        ])
      ),
      ("check", check), ("verify", verify),
    ])
  }
}
