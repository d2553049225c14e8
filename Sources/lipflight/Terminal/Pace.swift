/// How fast a phase goes: how long it has taken, its speed, and the time that is left.
struct Pace {
  private let start: ContinuousClock.Instant
  /// Where it was when it began: a download that is resumed begins with what is there.
  private var first: (fraction: Double, bytes: Int64)?
  private var last: (fraction: Double, bytes: Int64?) = (0, nil)

  init(start: ContinuousClock.Instant = .now) { self.start = start }

  /// Takes down how far it is.
  mutating func note(fraction: Double?, bytes: Int64?) {
    if first == nil { first = (fraction ?? 0, bytes ?? 0) }
    last = (fraction ?? 0, bytes)
  }

  /// The figures; speed and what is left once there is something to tell them from.
  func words(at now: ContinuousClock.Instant) -> [String] {
    let elapsed = (now - start) / .seconds(1)
    var words: [String] = []
    let done = last.fraction - (first?.fraction ?? 0)
    if let bytes = last.bytes, elapsed >= 1 {
      words.append(Figures.bytes(Int64(Double(bytes - (first?.bytes ?? 0)) / elapsed)) + "/s")
    }
    if elapsed >= 2, done >= 0.02, last.fraction < 1 {
      words.append(Self.clock(elapsed / done * (1 - last.fraction)) + " left")
    } else if elapsed >= 1, last.bytes == nil {
      words.append(Self.clock(elapsed))
    }
    return words
  }

  /// A time for people: `9 s`, `3:07 min`, `1:02:09 h`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e7))
    func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
    return switch whole {
    case ..<60: "\(whole) s"
    case ..<3600: "\(whole / 60):\(two(whole % 60)) min"
    default: "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60)) h"
    }
  }
}
