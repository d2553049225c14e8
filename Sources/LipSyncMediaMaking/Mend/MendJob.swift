internal import CFFmpeg
internal import LipSyncMediaReading

/// One recipe under way.
final class MendJob {
  let recipe: MediaRecipe
  let path: String
  let faults: FaultLog
  let origins: [MediaTime]
  var made = MediaMade()
  var sound: SoundTrack?
  var pictures: PictureTrack?
  var copy: CopyTrack?

  init(_ recipe: MediaRecipe, path: String, deadline: Deadline) throws(MediaError) {
    (self.recipe, self.path) = (recipe, path)
    faults = FaultLog(subject: path, deadline: deadline)
    guard !recipe.pieces.isEmpty else {
      throw MediaError(.fault, operation: "MendJob", subject: path, message: "it would be made of nothing")
    }
    var origins: [MediaTime] = []
    for piece in recipe.pieces { origins.append(try Self.origin(of: piece, recipe, deadline)) }
    self.origins = origins
  }

  /// The kinds of streams that are used.
  private static func kinds(_ recipe: MediaRecipe) -> [AVMediaType] {
    (recipe.pictures == .none ? [] : [AVMEDIA_TYPE_VIDEO])
      + (recipe.sound == .none || recipe.soundPieces != nil ? [] : [AVMEDIA_TYPE_AUDIO])
  }

  private static func origin(
    of piece: MediaRecipe.Piece, _ recipe: MediaRecipe, _ deadline: Deadline
  ) throws(MediaError) -> MediaTime {
    if let origin = piece.origin { return origin }
    let demuxer = try Demuxer.open(try piece.open(), deadline: deadline)
    let starts = kinds(recipe).compactMap { demuxer.best($0) }.compactMap { index -> MediaTime? in
      let start = demuxer.stream(index).pointee.start_time
      return start == cffmpeg_NO_PTS ? nil : demuxer.tick(of: index) * start
    }
    return starts.min() ?? .zero
  }

  /// Writes the file.
  func write(progress: (Double) -> Void) throws(MediaError) {
    let muxer = try Muxer.create(path: path, format: recipe.format, faults: faults)
    var tracks: [any MendTrack] = []
    let copied = copiedKinds
    if !copied.isEmpty {
      let track = try CopyTrack(
        recipe.pieces, origins: origins, kinds: copied, samples: recipe.statedSamples, muxer: muxer,
        faults: faults)
      copy = track
      tracks.append(track)
    }
    if let work = recipe.pictures.work {
      let track = try PictureTrack(try supply(work), work, muxer: muxer, faults: faults)
      pictures = track
      tracks.append(track)
    }
    if let work = recipe.sound.work {
      let track = try soundTrack(work, muxer)
      sound = track
      tracks.append(track)
    }
    try muxer.start(options: options)
    try interleave(tracks, muxer, progress)
    try muxer.finish()
    made.packets = copy?.packets ?? 0
    made.frames = pictures?.written
    made.frame = pictures?.frame
    made.samples = sound?.written
    if let sound, let work = recipe.sound.work {
      made.filled = MediaTime(sound.filled, Int64(work.rate))
    }
  }

  private func supply(_ work: MediaRecipe.PictureWork) throws(MediaError) -> any PictureSupply {
    guard let stretches = work.stretches else {
      return try PictureSequence(recipe.pieces, origins: origins, work, deadline: faults.deadline)
    }
    return try PlayedPictures(
      try recipe.pieces[0].open(), stretches: stretches, frame: work.frame, beside: path,
      deadline: faults.deadline)
  }

  var copiedKinds: [AVMediaType] {
    (recipe.pictures == .copy ? [AVMEDIA_TYPE_VIDEO] : [])
      + (recipe.sound == .copy ? [AVMEDIA_TYPE_AUDIO] : [])
  }

  private var options: [(String, String)] {
    let defaults = ContainerDefaults.of(recipe.format)
    guard defaults.hasEditLists else { return defaults.options }
    let rates = [pictures?.frame.denominator, recipe.sound.work.map { Int64($0.rate) }].compactMap(\.self)
    return defaults.options
      + [("movie_timescale", String(MovieWriter.movieTimescale(rates.isEmpty ? [48_000] : rates)))]
  }

  private var total: MediaTime? {
    let lengths = recipe.pieces.map(\.length)
    guard lengths.allSatisfy({ $0 != nil }) else { return nil }
    return lengths.compactMap(\.self).reduce(.zero, +)
  }

  private func sequence(_ work: MediaRecipe.SoundWork) throws(MediaError) -> SoundSequence {
    let pieces = recipe.soundPieces ?? recipe.pieces
    let isAlone = recipe.pictures == .none || recipe.soundPieces != nil
    return try SoundSequence(
      pieces, origins: isAlone ? pieces.map(\.origin) : origins, rate: work.rate, channels: work.channels,
      deadline: faults.deadline)
  }

  private func soundTrack(_ work: MediaRecipe.SoundWork, _ muxer: borrowing Muxer) throws(MediaError)
    -> SoundTrack
  {
    let rate = Int64(work.rate)
    var range = work.span.map {
      $0.start.ticks(rate: rate)..<max($0.start, $0.start + $0.length).ticks(rate: rate)
    }
    var curve = GainCurve.none
    var expected = range.map { Int64($0.count) } ?? total?.ticks(rate: rate)
    if work.loudness != nil || work.peak != nil || work.margin != nil {
      let survey = try SoundSurvey(try sequence(work), faults: faults)
      curve = try self.curve(survey, work)
      if let margin = work.margin, let heard = survey.heard {
        let edge = margin.ticks(rate: rate)
        let kept = max(0, heard.lowerBound - edge)..<min(survey.count, heard.upperBound + edge)
        made.cutHead = MediaTime(kept.lowerBound, rate)
        made.cutTail = MediaTime(survey.count - kept.upperBound, rate)
        range = kept
      }
      expected = range.map { Int64($0.count) } ?? survey.count
    }
    var spec = AudioSpec(sampleRate: work.rate, channels: work.channels)
    spec.bitRate = work.bitRate
    return try SoundTrack(
      spec, codec: work.codec, try sequence(work), curve, range: range, expected: expected, muxer: muxer,
      faults: faults)
  }

  private func curve(
    _ survey: SoundSurvey, _ work: MediaRecipe.SoundWork
  ) throws(MediaError) -> GainCurve {
    made.loudness = survey.loudness
    // AAC lifts peaks when it is decoded: they get a decibel of room.
    let limit = work.peak.map { factor(decibels: work.codec == "aac" ? $0 - 1 : $0) }
    var gain: Float = 1
    if let wanted = work.loudness, let loudness = survey.loudness {
      gain = factor(decibels: wanted - loudness)
    } else if let limit, let highest = survey.peaks.max(), highest > limit {
      // What is only too high is made softer as a whole.
      gain = limit / highest
    }
    var curve = GainCurve(peaks: survey.peaks, gain: gain, limit: limit)
    // What is held down makes the whole softer: the gain makes up for it, but does not press all of it against the limit.
    for _ in 0..<3 where curve.deepest < 1 {
      let reached = try SoundSurvey(try sequence(work), through: curve, faults: faults).loudness
      guard let wanted = work.loudness, let reached, wanted - reached > 0.1 else { break }
      let more = min(curve.gain * factor(decibels: wanted - reached), gain * factor(decibels: 6))
      guard more > curve.gain else { break }
      curve = GainCurve(peaks: survey.peaks, gain: more, limit: limit)
    }
    made.gain = decibels(factor: curve.gain)
    made.reduction = curve.deepest < 1 ? -decibels(factor: curve.deepest) : 0
    return curve
  }

  /// Lets the track write that is furthest behind, until all are done.
  private func interleave(
    _ tracks: [any MendTrack], _ muxer: borrowing Muxer, _ progress: (Double) -> Void
  ) throws(MediaError) {
    var open = tracks
    var told = 0
    while let place = open.indices.min(by: { open[$0].position < open[$1].position }) {
      if try !open[place].advance(muxer) { open.remove(at: place) }
      guard let total, total > .zero, let slowest = open.map(\.position).min() else { continue }
      let share = Int(100 * slowest.seconds / total.seconds)
      if share > told {
        told = share
        progress(min(1, Double(share) / 100))
      }
    }
  }
}
