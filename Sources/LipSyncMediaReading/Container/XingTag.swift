/// What the first frame of an MP3 file states of all of them, if an encoder left a note there (Xing, LAME).
struct XingTag: Equatable {
  /// How many samples of one channel play, what the encoder needed to begin and to end left out where it says so; nil where
  /// the number of frames was left open, as when it is written to a pipe.
  let samples: Int64?
  /// Samples a second.
  let rate: Int64

  /// Nil where the first frame holds sound, or there is none.
  static func of(_ io: SourceIO) -> XingTag? {
    guard let frame = firstFrame(io), frame.count >= 64, frame[0] == 0xFF, frame[1] & 0xE6 == 0xE2 else {
      return nil
    }
    let version = Int(frame[1] >> 3 & 3), place = Int(frame[2] >> 2 & 3)
    guard version != 1, place < 3 else { return nil }
    let isFirst = version == 3
    let rate = [44_100, 48_000, 32_000][place] / [4, 1, 2, 1][version]
    // The note stands behind a frame's head and the side information of silence (ISO/IEC 11172-3 § 2.4.1.7).
    let isMono = frame[3] >> 6 == 3
    let note = 4 + (isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17))
    guard ["Xing", "Info"].contains(Chunk.word(frame, note)) else { return nil }
    let flags = frame[note + 7]
    guard flags & 1 != 0 else { return XingTag(samples: nil, rate: Int64(rate)) }
    let frames = Int64(Chunk.number(frame[note + 8..<note + 12]))
    let whole = frames * (isFirst ? 1152 : 576)
    guard frames > 0 else { return XingTag(samples: nil, rate: Int64(rate)) }
    // Behind the numbers and a table that the flags announce: a name of nine letters, and twelve bytes on, delay and padding.
    let sizes: [(flag: UInt8, bytes: Int)] = [(1, 4), (2, 4), (4, 100), (8, 4)]
    let encoder = note + 8 + sizes.reduce(0) { $0 + (flags & $1.flag != 0 ? $1.bytes : 0) }
    guard encoder + 24 <= frame.count, frame[encoder] != 0 else {
      return XingTag(samples: whole, rate: Int64(rate))
    }
    let trims = Int64(Chunk.number(frame[encoder + 21..<encoder + 24]))
    let samples = whole - (trims >> 12) - (trims & 0xFFF)
    return XingTag(samples: samples > 0 ? samples : whole, rate: Int64(rate))
  }

  /// The bytes behind the tags at the start.
  private static func firstFrame(_ io: SourceIO) -> [UInt8]? {
    var offset: Int64 = 0
    for _ in 0..<4 {
      guard let head = Chunk.head(io, at: offset) else { return nil }
      let length = ID3Tag.length(head)
      if length == 0 { break }
      offset += Int64(length)
    }
    guard let size = io.source.size, size - offset >= 256 else { return nil }
    return Chunk.bytes(io, offset..<offset + 256)
  }
}
