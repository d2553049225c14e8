/// Limits what takes a core or bandwidth to a few at once, in order of arrival.
actor Slots {
  private var free: Int
  private var waiting: [(id: Int, resume: CheckedContinuation<Bool, Never>)] = []
  private var next = 0

  init(_ count: Int) { free = max(1, count) }

  /// Does something once there is room.
  func use<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
    guard await enter() else { throw CancellationError() }
    defer { leave() }
    return try await body()
  }

  private func enter() async -> Bool {
    if Task.isCancelled { return false }
    if free > 0 {
      free -= 1
      return true
    }
    next += 1
    let id = next
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The cancellation may have come before the entry was made.
        if Task.isCancelled {
          continuation.resume(returning: false)
        } else {
          waiting.append((id, continuation))
        }
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
  }

  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume.resume(returning: true) }
  }

  private func cancel(_ id: Int) {
    guard let place = waiting.firstIndex(where: { $0.id == id }) else { return }
    waiting.remove(at: place).resume.resume(returning: false)
  }
}
