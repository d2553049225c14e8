internal import LipSync
internal import Synchronization

/// The task that the command is about, as it was last seen: however the command ends, the error names a task that is paid for.
struct CurrentTask: Sendable {
  var id: String
  /// Nil until the service has reported it.
  var task: LipSyncTask?
  /// Whether it had been created before the command.
  var isReused = false

  private static let state = Mutex<CurrentTask?>(nil)

  /// The task; nil while there is none.
  static var current: CurrentTask? { state.withLock { $0 } }

  /// Sets the task by its id.
  static func begin(id: String) { state.withLock { $0 = CurrentTask(id: id) } }

  /// Records what the service reports about a task.
  static func update(_ task: LipSyncTask) {
    state.withLock { state in
      let isReused = state?.isReused ?? false
      state = CurrentTask(id: task.id, task: task, isReused: isReused)
    }
  }

  /// Records what a job reports about its task.
  static func update(_ event: JobEvent) {
    switch event {
    case .submitted(let task, let reused):
      state.withLock { $0 = CurrentTask(id: task.id, task: task, isReused: reused) }
    case .waiting(let task): update(task)
    default: break
    }
  }
}
