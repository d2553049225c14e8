internal import CFFmpeg

/// Samples of one channel as far as they are known, and what decoded frames are like.
struct SampleTally {
  /// By sample rate: a stream may change its rate on the way.
  private var counts: [Int: Int64] = [:]
  /// Of the frame decoded last; 0 before.
  private(set) var rate = 0
  /// Of the frame decoded last; 0 before.
  private(set) var channels = 0
  /// Samples in a whole packet.
  private(set) var unit: Int64 = 0
  /// Whether a packet decoded to more than one frame.
  private(set) var hasSeveral = false
  /// When the first frame starts.
  private(set) var firstTicks: Int64?

  var total: Int64 { counts.values.reduce(0, +) }

  /// Zero where nothing was heard.
  var duration: MediaTime {
    counts.filter { $0.key > 0 }.reduce(MediaTime.zero) { $0 + MediaTime($1.value, Int64($1.key)) }
  }

  /// Takes a decoded frame; `ordinal` counts those of one packet from 1.
  mutating func take(_ frame: Frame, ordinal: Int) {
    if ordinal > 1 { hasSeveral = true }
    if firstTicks == nil { firstTicks = frame.time }
    rate = frame.sampleRate
    channels = Int(frame.raw.pointee.ch_layout.nb_channels)
    raiseUnit(to: Int64(frame.samples))
    add(Int64(frame.samples))
  }

  /// Takes it that a packet may hold so many.
  mutating func raiseUnit(to samples: Int64) { unit = max(unit, samples) }

  /// Adds samples at the last rate that were not decoded.
  mutating func add(_ samples: Int64) { counts[rate, default: 0] += samples }
}
