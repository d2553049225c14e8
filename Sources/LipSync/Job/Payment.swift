internal import Synchronization

/// A payment and its line in the journal while its create is under way.
///
/// The line is written right before the create is sent, and not before the wait for the rate limit: until then nothing was
/// paid, and there is nothing to look for.
final class Payment: Sendable {
  private struct State {
    var entry: JournalEntry
    var wasSent = false
    var trouble: (any Error)?
  }

  private let state: Mutex<State>
  private let journal: any Journal
  private let date: @Sendable () -> UnixTime

  init(_ entry: JournalEntry, journal: any Journal, date: @escaping @Sendable () -> UnixTime) {
    state = Mutex(State(entry: entry))
    self.journal = journal
    self.date = date
  }

  /// Whether a create was sent, or would have been but for the process's end.
  var wasSent: Bool { state.withLock { $0.wasSent } }
  /// Whether a create was sent of which it is not known what it made.
  var isOpen: Bool { state.withLock { $0.wasSent && $0.entry.state == .intended } }
  /// Why the journal could not be written, which kept the create from being sent.
  var trouble: (any Error)? { state.withLock { $0.trouble } }

  /// Writes down that the create is sent now.
  @Sendable func willSend() async throws(ServiceError) {
    let entry = state.withLock { state in
      (state.entry.state, state.entry.error) = (.intended, nil)
      state.entry.intendedAt = date()
      return state.entry
    }
    do {
      try await journal.note(entry)
    } catch {
      state.withLock { $0.trouble = error }
      throw ServiceError(
        .file, operation: .create, subject: entry.video, message: error.description, remedy: error.remedy,
        settings: error.settings)
    }
    state.withLock { $0.wasSent = true }
    CrashPoint.intentNoted.reached()
  }

  /// The line where nothing was made.
  func refused(_ error: ServiceError) -> JournalEntry {
    state.withLock { state in
      (state.entry.state, state.entry.error) = (.refused, error.message)
      return state.entry
    }
  }

  /// The line where a task is there.
  func adopted(_ task: LipSyncTask) -> JournalEntry {
    state.withLock { state in
      state.entry.error = nil
      state.entry.adopt(task)
      return state.entry
    }
  }
}
