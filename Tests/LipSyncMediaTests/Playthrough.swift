import CFFmpeg
import TestSupport

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Everything a player would show and sound: each picture's time and number, and how many samples.
struct Playthrough {
  var times: [MediaTime] = []
  var numbers: [Int?] = []
  var width = 0
  var height = 0
  var samples = 0
  var sampleRate = 0
  /// Where the container says that the audio ends, in samples from time zero.
  var statedSamples = 0

  init(_ source: any ByteSource) throws {
    let demuxer = try Demuxer.open(source, deadline: .none)
    let packet = try Packet.allocate(demuxer.faults)
    let indices = (0..<demuxer.streamCount).filter { !demuxer.isAttachedPicture($0) }
    let decoders = try indices.map { try Decoder.open(demuxer, stream: $0) }
    func decode(_ index: Int, _ packet: Packet?) throws {
      try decoders[index].feed(packet) { frame in
        if demuxer.stream(index).pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO {
          samples += frame.samples
          sampleRate = frame.sampleRate
        } else {
          (width, height) = (frame.width, frame.height)
          times.append(demuxer.time(frame.time ?? -1, of: index))
          numbers.append(
            NumberedPicture.number { x, y in
              let offset = Int(y * Double(frame.height)) * Int(frame.raw.pointee.linesize.0)
              return Int(frame.raw.pointee.data.0?[offset + Int(x * Double(frame.width))] ?? 128)
            })
        }
      }
    }
    while try demuxer.read(into: packet) {
      if sampleRate > 0,
        demuxer.stream(packet.stream).pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_AUDIO
      {
        let end = demuxer.time((packet.pts ?? 0) + packet.duration, of: packet.stream)
        statedSamples = Int(end.ticks(rate: Int64(sampleRate)))
      }
      try decode(packet.stream, packet)
    }
    for index in indices { try decode(index, nil) }
  }

  init(path: String) throws { try self.init(FileSource(path: path)) }

  init(bytes: [UInt8]) throws { try self.init(MemorySource(bytes, name: "bytes")) }
}
