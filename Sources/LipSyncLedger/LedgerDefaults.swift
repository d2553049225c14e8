/// Numbers of the ledger that a user may ask about.
public enum LedgerDefaults {
  /// How long a process waits for another one that writes, before it gives up.
  package static let busyTimeout = Duration.seconds(15)
  /// How long a worker holds a job without a sign of life.
  package static let lease = Duration.seconds(60)
  /// Jobs that a worker of a batch holds at once; most of them wait for the service.
  package static let inFlight = 16
  /// Checks and uploads that a worker does at once.
  package static let checks = 4
  /// How often a job of a batch is tried.
  package static let attempts = 5
  /// How many workers may be lost over a job: it may be what kills them, together with all else that they have in hand.
  package static let lapses = 20
  /// Rows that are written, or read, at once.
  package static let rowsAtOnce = 1000
  /// How long a worker waits before it asks again, where nothing says when a job will be free.
  static let idlePause = Duration.seconds(1)
  /// How often a file is looked at for changes by others.
  static let changeInterval = Duration.milliseconds(250)
  /// The oldest PostgreSQL that a ledger can be in.
  static let oldestServer: CInt = 12
  /// Connections of one process to PostgreSQL, beside the one that listens.
  package static let connections = 4
  /// How long a server may take to accept a connection.
  package static let connectTimeout = Duration.seconds(10)
  /// How long a ledger that does not answer is tried when a command begins.
  package static let openTimeout = Duration.seconds(15)
  /// How long a server that was there may be away before work on it fails.
  package static let outage = Duration.seconds(120)
  /// How long one statement may take.
  package static let statementTimeout = Duration.seconds(60)
  /// How long a turn in PostgreSQL outlives a process that died.
  public static let turnLease = Duration.seconds(30)
}
