internal import CFFmpeg
internal import LipSyncMediaReading

extension MendJob {
  /// Decodes what was encoded, and says how far it is from what was written.
  func readBack(progress: (Double) -> Void) throws(MediaError) -> MediaMade {
    let file = MediaRecipe.Piece(path: path)
    if let copy { made.isIdentical = try hashes(of: file) == copy.hashes.map(\.value) }
    if let pictures { try compare(pictures, file) }
    progress(0.7)
    if let sound, let work = recipe.sound.work { try compare(sound, work, file) }
    return made
  }

  /// What the copied streams of the new file hold.
  private func hashes(of file: MediaRecipe.Piece) throws(MediaError) -> [Int] {
    let demuxer = try Demuxer.open(try file.open(), deadline: faults.deadline)
    let indices = copiedKinds.compactMap { demuxer.best($0) }
    var hashes = indices.map { PacketHash(of: demuxer.stream($0).pointee.codecpar.pointee) }
    demuxer.keep(indices)
    let packet = try Packet.allocate(faults)
    while try demuxer.read(into: packet) {
      try faults.checkDeadline("MendJob")
      if let place = indices.firstIndex(of: packet.stream) { hashes[place].take(packet) }
    }
    return hashes.map(\.value)
  }

  private func compare(_ track: PictureTrack, _ file: MediaRecipe.Piece) throws(MediaError) {
    let stream = try PictureStream.open(try file.open(), deadline: faults.deadline)
    var number = 0
    var values: [Double] = []
    var ofSource = true
    while let picture = try stream.next() {
      try faults.checkDeadline("MendJob")
      if let (wanted, isOfSource) = track.witness(number) {
        values.append(PictureWitnesses.likeness(wanted, picture))
        ofSource = ofSource && isOfSource
      }
      number += 1
    }
    made.decodedFrames = number
    if let least = values.min() {
      made.likeness = MediaMade.Likeness(
        mean: values.reduce(0, +) / Double(values.count), least: least, pictures: values.count,
        isOfSource: ofSource)
    }
  }

  private func compare(
    _ track: SoundTrack, _ work: MediaRecipe.SoundWork, _ file: MediaRecipe.Piece
  ) throws(MediaError) {
    let reader = try SoundReader(
      file, origin: .zero, rate: work.rate, channels: work.channels, deadline: faults.deadline)
    var waiting = track.witnesses.stretches.map { (stretch: $0, found: [Float]()) }
    let meter = work.loudness.map { _ in LoudnessMeter(faults: faults) }
    var position: Int64 = 0
    while true {
      try faults.checkDeadline("MendJob")
      let samples = try reader.next(1 << 14)
      if samples.isEmpty { break }
      try meter?.add(try Frame.samples(samples, channels: work.channels, rate: work.rate, faults))
      let mixed = SoundWitnesses.mixed(samples, channels: work.channels)
      for place in waiting.indices { Self.collect(mixed, from: position, into: &waiting[place]) }
      position += Int64(mixed.count)
    }
    try meter?.add(nil)
    (made.decodedSamples, made.reached) = (position, meter?.loudness)
    let lags = waiting.compactMap { SoundWitnesses.lag(of: $0.stretch.samples, in: $0.found) }
    made.offset = lags.max { $0.magnitude < $1.magnitude }
  }

  /// Keeps the part of some samples that lies around a stretch, silence before the sound's beginning included.
  private static func collect(
    _ samples: [Float], from position: Int64,
    into place:
      inout (
        stretch: SoundWitnesses.Stretch, found: [Float]
      )
  ) {
    let reach = Int64(SoundWitnesses.reach)
    let start = place.stretch.start - reach
    let end = place.stretch.start + Int64(place.stretch.samples.count) + reach
    if place.found.isEmpty, start < 0 { place.found = Array(repeating: 0, count: Int(-start)) }
    let (first, last) = (max(start, position), min(end, position + Int64(samples.count)))
    guard first < last else { return }
    place.found += samples[Int(first - position)..<Int(last - position)]
  }
}
