internal import Synchronization

/// Values that are made once and serve many, until they do no more. Who comes while a value is made waits for it; where
/// nobody waits any more, its making is cancelled.
final class Recollection<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    let number: Int
    let task: Task<Value, Never>
    var waiting = 1
    var made: (value: Value, since: ContinuousClock.Instant)?
  }
  private struct State {
    var entries: [Key: Entry] = [:]
    var last = 0
  }

  private let state = Mutex(State())
  private let limit: Int

  /// - Parameter limit: values that are kept at most; all that nobody waits for go where there would be more.
  init(limit: Int) { self.limit = limit }

  /// The value of a key.
  ///
  /// - Parameter serves: whether a value that was made at that moment still does.
  func value(
    of key: Key, serves: (Value, ContinuousClock.Instant) -> Bool, make: @escaping @Sendable () async -> Value
  ) async -> Value {
    let (number, task) = state.withLock { state -> (Int, Task<Value, Never>) in
      if let known = state.entries[key], known.made.map({ serves($0.value, $0.since) }) ?? true {
        state.entries[key]?.waiting += 1
        return (known.number, known.task)
      }
      if state.entries.count >= limit { state.entries = state.entries.filter { $0.value.made == nil } }
      state.last += 1
      let number = state.last
      let task = Task {
        let value = await make()
        self.state.withLock { state in
          if state.entries[key]?.number == number { state.entries[key]?.made = (value, .now) }
        }
        return value
      }
      state.entries[key] = Entry(number: number, task: task)
      return (number, task)
    }
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      leave(key, number)
    }
  }

  /// One of those who wait does so no more. Who has the value never leaves: it matters only while the value is made.
  private func leave(_ key: Key, _ number: Int) {
    state.withLock { state in
      guard var entry = state.entries[key], entry.number == number, entry.made == nil else { return }
      entry.waiting -= 1
      state.entries[key] = entry.waiting > 0 ? entry : nil
      if entry.waiting == 0 { entry.task.cancel() }
    }
  }
}
