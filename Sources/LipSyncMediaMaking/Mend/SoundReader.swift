internal import CFFmpeg
internal import LipSyncMediaReading

/// The sound of one piece on the recipe's clock: decoded, in the wanted form, and silent where its own clock has a hole.
final class SoundReader {
  /// A smaller step of the clock is how containers round, or how a stream jitters.
  private static let step = MediaTime(50, 1000)

  let rate: Int
  let channels: Int
  /// Silence that was filled in, in samples.
  private(set) var filled: Int64 = 0
  private let demuxer: Demuxer
  private let index: Int
  private let decoder: Decoder
  private var resampler: Resampler
  private let packet: Packet
  /// What is zero on the piece's clock; nil until the first sample, if that is it.
  private var origin: MediaTime?
  private var samples: [Float] = []
  /// Samples of one channel that are made, those that were taken included.
  private var made: Int64 = 0
  /// Samples of the source since its clock was looked at last, at its own rate, and what that clock said then.
  private var run: (start: MediaTime, count: Int64, rate: Int64)?
  private var isDrained = false

  init(
    _ piece: MediaRecipe.Piece, origin: MediaTime?, rate: Int, channels: Int, deadline: Deadline
  ) throws(MediaError) {
    (self.rate, self.channels, self.origin) = (rate, channels, origin)
    demuxer = try Demuxer.open(try piece.open(), deadline: deadline)
    guard let index = demuxer.best(AVMEDIA_TYPE_AUDIO) else {
      throw MediaError(
        .noSuchStream, operation: "av_find_best_stream", subject: piece.path,
        message: "there is no audio stream in it; give a file with sound")
    }
    self.index = index
    demuxer.keep([index])
    decoder = try Decoder.open(demuxer, stream: index)
    resampler = Self.resampler(rate, channels, demuxer.faults)
    packet = try Packet.allocate(demuxer.faults)
  }

  private static func resampler(_ rate: Int, _ channels: Int, _ faults: FaultLog) -> Resampler {
    Resampler(rate: rate, format: AV_SAMPLE_FMT_FLT, channels: channels, faults: faults)
  }

  /// The next samples, interleaved, `count` of each channel; fewer only at the end.
  func next(_ count: Int) throws(MediaError) -> [Float] {
    let wanted = count * channels
    while samples.count < wanted, !isDrained {
      if try demuxer.read(into: packet) {
        if packet.stream == index { try feed(packet) }
      } else {
        isDrained = true
        try feed(nil)
        try drain()
      }
    }
    let taken = min(wanted, samples.count)
    defer { samples.removeFirst(taken) }
    return Array(samples[..<taken])
  }

  private func feed(_ packet: Packet?) throws(MediaError) {
    try decoder.feed(packet) { frame throws(MediaError) in
      try settle(frame)
      try resampler.convert(frame, take)
      run?.count += Int64(frame.raw.pointee.nb_samples)
    }
  }

  /// Fills the time for which there are no samples before a frame, at the start too.
  private func settle(_ frame: Frame) throws(MediaError) {
    let sourceRate = Int64(max(1, frame.raw.pointee.sample_rate))
    let best = frame.raw.pointee.best_effort_timestamp
    let base = demuxer.stream(index).pointee.time_base
    let clock = best == cffmpeg_NO_PTS ? nil : MediaTime(ticks: best, timeBase: base.num, base.den)
    let origin = self.origin ?? clock ?? .zero
    self.origin = origin
    let start = clock.map { $0 - origin }
    guard let run else {
      let start = max(start ?? .zero, .zero)
      fill(to: start.ticks(rate: Int64(rate)))
      run = (start, 0, sourceRate)
      return
    }
    let expected = run.start + MediaTime(run.count, run.rate)
    guard let start, start - expected > Self.step else {
      if sourceRate != run.rate { self.run = (expected, 0, sourceRate) }
      return
    }
    try drain()
    resampler = Self.resampler(rate, channels, demuxer.faults)
    fill(to: start.ticks(rate: Int64(rate)))
    self.run = (start, 0, sourceRate)
  }

  private func fill(to end: Int64) {
    guard end > made else { return }
    filled += end - made
    samples.append(contentsOf: repeatElement(0, count: Int(end - made) * channels))
    made = end
  }

  private func drain() throws(MediaError) { try resampler.convert(nil, take) }

  private func take(_ planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, _ count: Int) {
    let bytes = UnsafeRawBufferPointer(start: planes[0], count: count * channels * MemoryLayout<Float>.size)
    samples.append(contentsOf: bytes.bindMemory(to: Float.self))
    made += Int64(count)
  }
}
