internal import LipSync
internal import LipSyncMedia

/// Figures as people read them; scripts read JSON.
enum Figures {
  /// Seconds to the millisecond, as in `12.062 s`.
  static func seconds(_ time: MediaTime) -> String { decimal(time) + " s" }

  /// A range of lengths, or one length if both ends read the same.
  static func seconds(_ range: ClosedRange<MediaTime>) -> String {
    let (low, high) = (decimal(range.lowerBound), decimal(range.upperBound))
    return low == high ? low + " s" : low + " to " + high + " s"
  }

  /// Bytes in decimal units, as in `1.2 MB`.
  static func bytes(_ count: Int64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(count), 0)
    while value >= 999.95, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return unit == 0 ? "\(count) bytes" : "\((value * 10).rounded() / 10) \(units[unit])"
  }

  private static func decimal(_ time: MediaTime) -> String {
    let milliseconds = time.ticks(rate: 1000)
    let digits = String(milliseconds.magnitude % 1000)
    return (milliseconds < 0 ? "-" : "") + "\(milliseconds.magnitude / 1000)."
      + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
