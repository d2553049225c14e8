/// Numbers of the ledger that a user may ask about.
public enum LedgerDefaults {
  /// How long a process waits for another one that writes, before it gives up.
  public static let busyTimeout = Duration.seconds(15)
  /// How long a worker holds a job without a sign of life.
  public static let lease = Duration.seconds(60)
  /// Rows that are written, or read, at once.
  public static let rowsAtOnce = 1000
  /// How long a worker waits before it asks again, where nothing says when a job will be free.
  static let idlePause = Duration.seconds(1)
  /// How often a file is looked at for changes by others.
  static let changeInterval = Duration.milliseconds(250)
}
