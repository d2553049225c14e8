internal import Platform

/// The steps between which a process may die. In debug builds a test ends the process there, as `kill -9` would, with
/// `LIPFLIGHT_CRASH_AT=step`; elsewhere this is nothing.
package enum CrashPoint: String, CaseIterable {
  case quotaRead = "quota-read"
  case checked
  case turnTaken = "turn-taken"
  case uploadAnnounced = "upload-announced"
  case uploadAnnouncementNoted = "upload-announcement-noted"
  case uploadSent = "upload-sent"
  case uploadNoted = "upload-noted"
  case intentNoted = "intent-noted"
  case createAnswered = "create-answered"
  case looking
  case taskNoted = "task-noted"
  case waited
  case proved
  case eventKept = "event-kept"

  package func reached() {
    #if DEBUG
      guard let wanted = getenv("LIPFLIGHT_CRASH_AT"), String(cString: wanted) == rawValue else { return }
      kill(getpid(), SIGKILL)
    #endif
  }
}
