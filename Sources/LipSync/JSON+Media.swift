public import LipSyncMedia

extension JSON {
  /// Seconds to the microsecond; `null` for a length that is not known.
  public static func seconds(_ time: MediaTime?) -> JSON { time.map { .double($0.seconds) } ?? .null }
}
