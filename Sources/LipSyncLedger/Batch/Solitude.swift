/// Lets jobs over which workers were lost again and again work alone, so that only the one that ends its worker is to blame.
///
/// All others work side by side, and come first. Those that are suspected follow one by one with nobody beside them, in no order,
/// each after a moment of its own: where the first of them ended the worker each time, it would keep the rest from their turn, and
/// they would be blamed with it.
actor Solitude {
  private struct Waiter {
    var id: Int
    var isSuspect: Bool
    var resume: CheckedContinuation<Bool, Never>
  }

  private var inside = 0
  private var isAlone = false
  private var waiting: [Waiter] = []
  private var next = 0
  /// How long one that is suspected waits before it asks for its turn.
  private let hesitation: @Sendable () -> Duration

  init(hesitation: @escaping @Sendable () -> Duration = { .seconds(Double.random(in: 0...1)) }) {
    self.hesitation = hesitation
  }

  /// Does something, with nobody beside it where it is suspected.
  func use<T: Sendable>(
    alone isSuspect: Bool, _ body: @Sendable () async throws -> T
  ) async throws -> T {
    if isSuspect { try await Task.sleep(for: hesitation()) }
    guard await enter(isSuspect) else { throw CancellationError() }
    defer { leave() }
    return try await body()
  }

  private func mayEnter(_ isSuspect: Bool) -> Bool { isSuspect ? inside == 0 : !isAlone }

  private func enter(_ isSuspect: Bool) async -> Bool {
    if Task.isCancelled { return false }
    if mayEnter(isSuspect), !isSuspect || waiting.isEmpty {
      admit(isSuspect)
      return true
    }
    next += 1
    let id = next
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The cancellation may have come before there was anybody to call off.
        if Task.isCancelled {
          continuation.resume(returning: false)
        } else {
          waiting.append(Waiter(id: id, isSuspect: isSuspect, resume: continuation))
          admitWaiting()
        }
      }
    } onCancel: {
      Task { await self.callOff(id) }
    }
  }

  private func admit(_ isSuspect: Bool) {
    inside += 1
    isAlone = isSuspect
  }

  private func leave() {
    inside -= 1
    if inside == 0 { isAlone = false }
    admitWaiting()
  }

  /// Lets in all who are not suspected, or else one of those who are.
  private func admitWaiting() {
    while let place = waiting.firstIndex(where: { !$0.isSuspect && mayEnter(false) }) { letIn(place) }
    guard mayEnter(true), let place = waiting.indices.randomElement() else { return }
    letIn(place)
  }

  private func letIn(_ place: Int) {
    let waiter = waiting.remove(at: place)
    admit(waiter.isSuspect)
    waiter.resume.resume(returning: true)
  }

  private func callOff(_ id: Int) {
    guard let place = waiting.firstIndex(where: { $0.id == id }) else { return }
    waiting.remove(at: place).resume.resume(returning: false)
  }
}
