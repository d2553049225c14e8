internal import CFFmpeg
internal import LipSyncMediaReading

/// A stream of a file that is made from others, or several that are copied together.
protocol MendTrack: AnyObject {
  /// Up to where it is written.
  var position: MediaTime { get }

  /// Writes a little more; false where there is no more.
  func advance(_ muxer: borrowing Muxer) throws(MediaError) -> Bool
}

/// Sound that is encoded.
final class SoundTrack: MendTrack {
  /// Samples taken at once.
  private static let step = 4096

  private let track: AudioTrack
  private let sound: SoundSequence
  private let curve: GainCurve
  /// The samples of the sequence that are written; nil for all.
  private let range: Range<Int64>?
  private let faults: FaultLog
  private(set) var witnesses: SoundWitnesses
  /// Samples of one channel that are written.
  private(set) var written: Int64 = 0

  init(
    _ spec: AudioSpec, codec: String, _ sound: SoundSequence, _ curve: GainCurve, range: Range<Int64>?,
    expected: Int64?, muxer: borrowing Muxer, faults: FaultLog
  ) throws(MediaError) {
    track = try AudioTrack(spec, codec: codec, muxer: muxer, faults: faults)
    (self.sound, self.curve, self.range, self.faults) = (sound, curve, range, faults)
    witnesses = SoundWitnesses(expected: expected)
  }

  var position: MediaTime { MediaTime(written, Int64(sound.rate)) }
  /// Silence that was filled in, in samples.
  var filled: Int64 { sound.filled }

  func advance(_ muxer: borrowing Muxer) throws(MediaError) -> Bool {
    try faults.checkDeadline("SoundTrack")
    // What comes before the range is passed by.
    while let range, sound.position < range.lowerBound {
      let rest = Int(range.lowerBound - sound.position)
      if try sound.next(min(rest, 1 << 16)).isEmpty { break }
    }
    let start = sound.position
    let count = range.map { min(Int64(Self.step), $0.upperBound - start) } ?? Int64(Self.step)
    var samples = count > 0 ? try sound.next(Int(count)) : []
    guard !samples.isEmpty else {
      try track.finish(to: muxer)
      return false
    }
    curve.apply(to: &samples, channels: sound.channels, from: start)
    witnesses.take(samples, channels: sound.channels, from: written)
    try track.append(samples, to: muxer)
    written += Int64(samples.count / sound.channels)
    return true
  }
}

/// Pictures at a constant rate, one after the other, in the form that is encoded.
protocol PictureSupply: AnyObject {
  /// How long a picture lasts.
  var frame: MediaTime { get }
  var form: PictureShaper.Form { get }
  /// Pictures in all; nil where that is not known.
  var expected: Int? { get }

  /// The next picture; nil at the end. It stays the supply's: it may come again.
  func next() throws(MediaError) -> Frame?

  /// Has the source's own pictures kept that are shown at some of the output's; what comes of it is `witnesses`.
  func keepWitnesses()
  /// The source's pictures by the numbers of the output's; none where they are changed on purpose.
  var sourceWitnesses: [Int: Frame] { get }
}

extension PictureSupply {
  func keepWitnesses() {}
  var sourceWitnesses: [Int: Frame] { [:] }
}

/// Pictures that are encoded.
final class PictureTrack: MendTrack {
  private let track: VideoTrack
  private let pictures: any PictureSupply
  private let faults: FaultLog
  private(set) var witnesses: PictureWitnesses
  private(set) var written = 0

  init(
    _ pictures: any PictureSupply, _ work: MediaRecipe.PictureWork, muxer: borrowing Muxer, faults: FaultLog
  ) throws(MediaError) {
    var spec = VideoSpec(pictures.form, frameDuration: pictures.frame)
    spec.preset = "veryfast"
    spec.quality = 18
    if let rate = work.largestRate {
      spec.encoderOptions = [("maxrate", String(rate)), ("bufsize", String(2 * rate))]
    }
    track = try VideoTrack(spec, codec: "libx264", muxer: muxer, faults: faults)
    (self.pictures, self.faults) = (pictures, faults)
    witnesses = PictureWitnesses(expected: pictures.expected)
    pictures.keepWitnesses()
  }

  /// The picture that one of the output has to be like, and whether it is the source's own.
  func witness(_ number: Int) -> (picture: Frame, isOfSource: Bool)? {
    if let picture = pictures.sourceWitnesses[number] { return (picture, true) }
    return witnesses.pictures[number].map { ($0, false) }
  }

  var position: MediaTime { track.position }
  /// How long a picture lasts.
  var frame: MediaTime { pictures.frame }

  func advance(_ muxer: borrowing Muxer) throws(MediaError) -> Bool {
    try faults.checkDeadline("PictureTrack")
    guard let picture = try pictures.next() else {
      try track.finish(to: muxer)
      return false
    }
    // The encoder's time stamp is written into a frame of its own: the same picture may come again.
    let frame = try picture.share(faults)
    try witnesses.take(frame, number: written, faults)
    try track.append(frame, to: muxer)
    written += 1
    return true
  }
}
