internal import LipSync
internal import Synchronization

/// The task that the command is about, as it was last seen: however the command ends, a paid task is named.
struct TaskAtHand: Sendable {
  var id: String
  /// Nil until the service has told of it.
  var task: LipSyncTask?
  /// Whether it had been created before the command.
  var isReused = false

  private static let state = Mutex<TaskAtHand?>(nil)

  /// The task; nil while there is none.
  static var current: TaskAtHand? { state.withLock { $0 } }

  /// Takes up a task by its id.
  static func take(id: String) { state.withLock { $0 = TaskAtHand(id: id) } }

  /// Notes what the service tells of a task.
  static func note(_ task: LipSyncTask) {
    state.withLock { state in
      let isReused = state?.isReused ?? false
      state = TaskAtHand(id: task.id, task: task, isReused: isReused)
    }
  }

  /// Notes what a job tells of its task.
  static func note(_ event: JobEvent) {
    switch event {
    case .submitted(let task, let reused):
      state.withLock { $0 = TaskAtHand(id: task.id, task: task, isReused: reused) }
    case .waiting(let task): note(task)
    default: break
    }
  }
}
