/// Numbers of the ledger that a user may ask about.
public enum LedgerDefaults {
  /// How long a process waits for another one that writes, before it gives up.
  public static let busyTimeout = Duration.seconds(15)
}
