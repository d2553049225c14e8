/// The ledger's figures that a user may ask about.
public enum LedgerDefaults {
  /// How long a process waits for another writer before it gives up.
  package static let busyTimeout = Duration.seconds(15)
  /// How long a worker keeps a job without renewing its lease.
  package static let lease = Duration.seconds(60)
  /// Jobs that a worker of a batch holds at once; most of them wait for the service.
  package static let inFlight = 16
  /// Most checks and uploads that a worker does at once.
  package static let checks = 4
  /// How often a job of a batch is tried.
  package static let attempts = 5
  /// How many workers may be lost over a job: it may be what kills them, and all their other jobs with them.
  package static let lapses = 20
  /// After more lost workers than this a job is tried with nothing running beside it, so that healthy jobs finish and only the one
  /// at fault is given up.
  package static let suspicion = 2
  /// Rows per read or write.
  package static let rowsAtOnce = 1000
  /// How long a worker waits before it asks again, if nothing says when a job will be free.
  static let idlePause = Duration.seconds(1)
  /// How often a file is polled for changes by others.
  static let changeInterval = Duration.milliseconds(250)
  /// The oldest supported PostgreSQL.
  static let oldestServer: CInt = 12
  /// Connections of one process to PostgreSQL, besides the one that listens.
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
