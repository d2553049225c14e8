/// How far a source's own clock is believed, so that no sum or difference of its times can overflow.
enum TickBounds {
  /// A time this many ticks from zero, or further, is no time: 36 years of nanoseconds.
  static let farthest: Int64 = 1 << 60
  /// No packet and no picture lasts longer than this many ticks.
  static let longest: Int64 = 1 << 40

  /// Whether a time can be believed.
  static func hold(_ time: Int64) -> Bool { time > -farthest && time < farthest }

  /// A stated length as far as it can be believed; 0 for one below zero.
  static func length(_ stated: Int64) -> Int64 { min(max(stated, 0), longest) }

  /// The error of a time that cannot be believed.
  static func error(_ operation: String, _ faults: FaultLog) -> MediaError {
    MediaError(
      .malformed, operation: operation, subject: faults.subject,
      message: "its clock runs out of range; write the file again with an ordinary tool and use that")
  }
}
