internal import CFFmpeg
internal import LipSyncMediaReading

/// What all packets of a stream hold, as a number that the same bytes give again in the same process, whichever container they
/// lie in: start codes or lengths before the units of H.264 and HEVC, and the headers of ADTS, are the container's.
struct PacketHash {
  private var state = Hasher()
  private let units: Units
  /// Bytes that were taken in.
  private(set) var bytes: Int64 = 0

  private enum Units {
    /// Each preceded by its length, of so many bytes.
    case lengths(Int)
    case startCodes
    /// Frames of AAC with headers of their own.
    case headers
    case plain
  }

  init(of stream: AVCodecParameters) {
    let record = UnsafeBufferPointer(start: stream.extradata, count: Int(max(0, stream.extradata_size)))
    switch stream.codec_id {
    case AV_CODEC_ID_H264, AV_CODEC_ID_HEVC:
      let place = stream.codec_id == AV_CODEC_ID_H264 ? 4 : 21
      units =
        record.count > place && record[0] == 1 ? .lengths(Int(record[place] & 3) + 1) : .startCodes
    case AV_CODEC_ID_AAC: units = record.isEmpty ? .headers : .plain
    default: units = .plain
    }
  }

  var value: Int {
    var state = state
    state.combine(bytes)
    return state.finalize()
  }

  mutating func take(_ packet: Packet) {
    guard let data = packet.raw.pointee.data, packet.raw.pointee.size > 0 else { return }
    let all = UnsafeRawBufferPointer(start: data, count: Int(packet.raw.pointee.size))
    switch units {
    case .plain: add(all[...])
    case .headers: add(all.dropFirst(Self.header(of: all)))
    case .lengths(let width): takeLengths(all, width)
    case .startCodes: takeStartCodes(all)
    }
  }

  private mutating func add(_ part: Slice<UnsafeRawBufferPointer>) {
    state.combine(bytes: UnsafeRawBufferPointer(rebasing: part))
    bytes += Int64(part.count)
  }

  /// The zeros behind a unit belong to no unit (annex B of H.264 and H.265).
  private mutating func add(unit: Slice<UnsafeRawBufferPointer>) {
    var end = unit.endIndex
    while end > unit.startIndex, unit[end - 1] == 0 { end -= 1 }
    add(unit[unit.startIndex..<end])
  }

  private mutating func takeLengths(_ all: UnsafeRawBufferPointer, _ width: Int) {
    var place = 0
    while place + width <= all.count {
      let length = all[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
      let start = place + width
      place = min(all.count, start + length)
      add(unit: all[start..<place])
    }
  }

  private mutating func takeStartCodes(_ all: UnsafeRawBufferPointer) {
    var start: Int?
    var place = 0
    while place + 3 <= all.count {
      if all[place + 2] > 1 {
        place += 3
      } else if all[place] == 0, all[place + 1] == 0, all[place + 2] == 1 {
        if let start { add(unit: all[start..<place]) }
        place += 3
        start = place
      } else {
        place += 1
      }
    }
    if let start { add(unit: all[start...]) }
  }

  /// How long the header of a frame in ADTS is: 7 bytes, 9 with a checksum; 0 where there is none.
  private static func header(of frame: UnsafeRawBufferPointer) -> Int {
    guard frame.count > 9, frame[0] == 0xFF, frame[1] & 0xF6 == 0xF0 else { return 0 }
    return frame[1] & 1 == 1 ? 7 : 9
  }
}
