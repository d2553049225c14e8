internal import CFFmpeg
internal import LipSyncMediaReading

/// The decoded samples of a source's audio stream, interleaved, in a form that AAC takes.
final class AudioReader {
  /// Sample rates of AAC (ISO/IEC 14496-3, table 1.18), from 8 kHz up.
  private static let rates = [
    8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
  ]

  let sampleRate: Int
  let channels: Int
  private let demuxer: Demuxer
  private let index: Int
  private let decoder: Decoder
  private let resampler: Resampler
  private let packet: Packet
  private var samples: [Float] = []
  private var isDrained = false

  private init(_ demuxer: Demuxer, index: Int, decoder: Decoder, packet: Packet) {
    self.demuxer = demuxer
    self.index = index
    self.decoder = decoder
    self.packet = packet
    let parameters = demuxer.stream(index).pointee.codecpar.pointee
    sampleRate = Self.rates.contains(Int(parameters.sample_rate)) ? Int(parameters.sample_rate) : 48_000
    channels = parameters.ch_layout.nb_channels == 1 ? 1 : 2
    resampler = Resampler(
      rate: sampleRate, format: AV_SAMPLE_FMT_FLT, channels: channels, faults: demuxer.faults)
  }

  static func open(_ source: any ByteSource, deadline: Deadline) throws(MediaError) -> AudioReader {
    let demuxer = try Demuxer.open(source, deadline: deadline)
    guard let index = demuxer.best(AVMEDIA_TYPE_AUDIO) else {
      throw MediaError(
        .noSuchStream, operation: "av_find_best_stream", subject: demuxer.faults.subject,
        message: "there is no audio stream in it; give a file with sound")
    }
    let stated = Int(demuxer.stream(index).pointee.codecpar.pointee.sample_rate)
    // 0: the frames will tell.
    if stated != 0 { try Resampler.check(rate: stated, demuxer.faults) }
    demuxer.keep([index])
    return AudioReader(
      demuxer, index: index, decoder: try Decoder.open(demuxer, stream: index),
      packet: try Packet.allocate(demuxer.faults))
  }

  /// The next `count` samples of every channel; fewer only at the end.
  func next(_ count: Int) throws(MediaError) -> [Float] {
    let wanted = count * channels
    while samples.count < wanted, !isDrained {
      if try demuxer.read(into: packet) {
        if packet.stream == index { try feed(packet) }
      } else {
        isDrained = true
        try feed(nil)
        try resampler.convert(nil, take)
      }
    }
    let taken = min(wanted, samples.count)
    defer { samples.removeFirst(taken) }
    return Array(samples[..<taken])
  }

  private func feed(_ packet: Packet?) throws(MediaError) {
    try decoder.feed(packet) { frame throws(MediaError) in try resampler.convert(frame, take) }
  }

  private func take(_ planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, _ count: Int) {
    let bytes = UnsafeRawBufferPointer(start: planes[0], count: count * channels * MemoryLayout<Float>.size)
    samples.append(contentsOf: bytes.bindMemory(to: Float.self))
  }
}
