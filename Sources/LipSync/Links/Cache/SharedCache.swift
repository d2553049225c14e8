internal import Synchronization

/// Values that are made once and serve many, until they do no more. Who comes while a value is made waits for it; where
/// nobody waits any more, its making is cancelled.
///
/// What is kept is bounded by bytes: beyond them the values that served longest ago go. One that is being made is kept in
/// any case.
final class SharedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private enum Entry {
    case making(number: Int, Task<Value, Never>, waiting: Int)
    case made(Value, since: ContinuousClock.Instant, weight: Int, lastUse: Int)
  }
  private struct State {
    var entries: [Key: Entry] = [:]
    var last = 0
    var weight = 0

    mutating func drop(_ key: Key) {
      if case .made(_, _, let weight, _) = entries.removeValue(forKey: key) { self.weight -= weight }
    }

    /// Drops what served longest ago, an eighth more than has to go, so that not every new value sorts them all.
    mutating func shrink(to ceiling: Int) {
      guard weight > ceiling else { return }
      let uses = entries.compactMap { key, entry -> (key: Key, lastUse: Int)? in
        if case .made(_, _, _, let lastUse) = entry { (key, lastUse) } else { nil }
      }
      for use in uses.sorted(by: { $0.lastUse < $1.lastUse }) where weight > ceiling - ceiling / 8 {
        drop(use.key)
      }
    }
  }

  private let state = Mutex(State())
  private let ceiling: Int
  private let weight: @Sendable (Value) -> Int

  /// - Parameters:
  ///   - ceiling: bytes that are kept at most.
  ///   - weight: about how many bytes a value takes.
  init(ceiling: Int, weight: @escaping @Sendable (Value) -> Int) {
    self.ceiling = ceiling
    self.weight = weight
  }

  /// How many values are kept, and about how many bytes they take.
  var kept: (count: Int, weight: Int) {
    state.withLock { state in
      let made = state.entries.values.count { if case .made = $0 { true } else { false } }
      return (made, state.weight)
    }
  }

  private enum Found {
    case value(Value)
    case coming(number: Int, Task<Value, Never>)
  }

  /// The value of a key.
  ///
  /// - Parameter serves: whether a value that was made at that moment still does.
  func value(
    of key: Key, serves: (Value, ContinuousClock.Instant) -> Bool, make: @escaping @Sendable () async -> Value
  ) async -> Value {
    let found = state.withLock { state -> Found in
      state.last += 1
      let number = state.last
      switch state.entries[key] {
      case .made(let value, let since, let weight, _) where serves(value, since):
        state.entries[key] = .made(value, since: since, weight: weight, lastUse: number)
        return .value(value)
      case .making(let number, let task, let waiting):
        state.entries[key] = .making(number: number, task, waiting: waiting + 1)
        return .coming(number: number, task)
      case .made, nil:
        state.drop(key)
        let task = Task {
          let value = await make()
          keep(value, of: key, number)
          return value
        }
        state.entries[key] = .making(number: number, task, waiting: 1)
        return .coming(number: number, task)
      }
    }
    switch found {
    case .value(let value): return value
    case .coming(let number, let task):
      return await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        leave(key, number)
      }
    }
  }

  private func keep(_ value: Value, of key: Key, _ number: Int) {
    let own = weight(value)
    state.withLock { state in
      guard case .making(number, _, _) = state.entries[key] else { return }
      state.last += 1
      state.entries[key] = .made(value, since: .now, weight: own, lastUse: state.last)
      state.weight += own
      state.shrink(to: ceiling)
    }
  }

  /// One of those who wait does so no more. Who has the value never leaves: it matters only while the value is made.
  private func leave(_ key: Key, _ number: Int) {
    state.withLock { state in
      guard case .making(number, let task, let waiting) = state.entries[key] else { return }
      state.entries[key] = waiting > 1 ? .making(number: number, task, waiting: waiting - 1) : nil
      if waiting == 1 { task.cancel() }
    }
  }
}
