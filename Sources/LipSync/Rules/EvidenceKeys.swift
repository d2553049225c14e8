/// The keys of evidence that many rules have in common.
enum EvidenceKeys {
  /// What every failed transfer tells.
  static let transfer = ["url", "error", "status"]
  /// What every failed read of media tells.
  static let media = ["error", "operation"]
  /// What the first bytes tell if they are not media.
  static let served = ["served", "kind", "title", "code"]
  /// What the signature of a link tells.
  static let signature = ["family", "expires_at", "host_clock_ahead_seconds", "valid_from", "seconds_left"]
}
