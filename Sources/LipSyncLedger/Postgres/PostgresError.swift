internal import LipSync

/// An error of PostgreSQL or of the connection to it.
struct PostgresError: Error {
  /// The five characters of SQLSTATE; nil if the server said nothing.
  let state: String?
  /// Its sentence; holds no password.
  let message: String
  /// Whether the connection is of no more use.
  let isLost: Bool

  /// What can be done about it.
  enum Kind: Equatable {
    /// The server is away or on its way down or up: to be tried again, on a new connection.
    case away
    /// Another transaction was in the way: to be tried again.
    case clash
    /// Somebody holds a lock for too long, or the server takes too long.
    case busy
    /// Its disk is full.
    case full
    /// Trying again will not help.
    case final
  }

  var kind: Kind {
    switch state?.prefix(2) {
    case nil: isLost ? .away : .final
    // Connection exceptions; operator intervention, of which a statement's time-out is the exception.
    case "08": .away
    case "57": state == "57014" ? .busy : .away
    case "40": .clash
    case "55": .busy
    // Too many connections, and other resources that may be exhausted for a while.
    case "53": state == "53300" ? .away : state == "53100" ? .full : .final
    default: isLost ? .away : .final
    }
  }

  /// As the journal's error.
  func journalError(_ name: String) -> JournalError {
    // The first line; the others are hints for whoever wrote the statement.
    let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason was given"
    return switch kind {
    case .away: JournalError(.unreachable, subject: name, message: "cannot be reached (\(line)).")
    case .busy, .clash: JournalError(.busy, subject: name, message: "was busy for too long (\(line)).")
    case .full: JournalError(.full, subject: name, message: "has no disk space left (\(line)).")
    case .final: JournalError(.unusable, subject: name, message: "cannot be used (\(line)).")
    }
  }
}
