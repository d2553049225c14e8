internal import CFFmpeg
internal import LipSyncMediaReading

/// The pictures of all pieces at a constant rate, one behind the other, in the form that is encoded.
///
/// A picture of the output shows what is seen in the middle of its time, so none moves by more than half of it; the first one
/// is held back to the piece's zero, and the last one on to its end.
final class PictureSequence: PictureSupply {
  /// How long a picture lasts.
  let frame: MediaTime
  let form: PictureShaper.Form
  private let pieces: [MediaRecipe.Piece]
  private let origins: [MediaTime]
  private let finish: PictureFinish
  private let deadline: Deadline
  private var place = 0
  private var stream: PictureStream
  private var shaper: PictureShaper
  private var current: (start: MediaTime, picture: Frame)?
  private var upcoming: (start: MediaTime, picture: Frame)?
  /// Pictures of this piece that were given, and how many there are; nil while that is not known.
  private var given = 0
  private var count: Int?
  private let changesPictures: Bool
  private var witnesses: SourceWitnesses?

  init(
    _ pieces: [MediaRecipe.Piece], origins: [MediaTime], _ work: MediaRecipe.PictureWork, deadline: Deadline
  ) throws(MediaError) {
    (self.pieces, self.origins, self.deadline) = (pieces, origins, deadline)
    if let frame = work.frame {
      self.frame = frame
    } else {
      frame = try Self.rate(of: try pieces[0].open(), deadline)
    }
    finish = PictureFinish(work)
    changesPictures = work.mapsTones || work.background != nil || pieces.count > 1
    let first = try Self.begin(pieces[0], origins[0], finish, deadline)
    (stream, shaper, upcoming, form) = (first.stream, first.shaper, first.picture, first.shaper.form)
    count = counted
  }

  /// Pictures in all; nil where that is not known.
  var expected: Int? {
    let lengths = pieces.map(\.length)
    guard lengths.allSatisfy({ $0 != nil }) else { return nil }
    return Int(clamping: lengths.compactMap(\.self).reduce(.zero, +).count(of: frame))
  }

  /// The next picture; nil at the end. It stays the sequence's: it may come again.
  func next() throws(MediaError) -> Frame? {
    while count.map({ given >= $0 }) ?? isOver {
      guard place + 1 < pieces.count else { return nil }
      place += 1
      let next = try Self.begin(pieces[place], origins[place], finish, deadline)
      (stream, shaper, current, upcoming) = (next.stream, next.shaper, nil, next.picture)
      (given, count) = (0, counted)
    }
    let middle = (frame * Int64(given) + frame * Int64(given + 1)).half
    while let next = upcoming, current == nil || next.start <= middle {
      current = (next.start, try fitted(try shaper.shaped(finish.finished(next.picture, stream.faults))))
      upcoming = try stream.next().map { (Self.start(of: $0, stream, origins[place]), $0) }
      try witnesses?.take(next.picture, from: next.start, to: upcoming?.start, stream.faults)
    }
    given += 1
    return current?.picture
  }

  func keepWitnesses() {
    // Turned pictures, and those of other forms, cannot be held against the source's pixel by pixel.
    guard !changesPictures, stream.orientation == .upright else { return }
    witnesses = SourceWitnesses(expected: expected, frame: frame, form)
  }

  var sourceWitnesses: [Int: Frame] { witnesses?.pictures ?? [:] }

  /// Whether there is no picture for the next moment, where no length says how many there are.
  private var isOver: Bool {
    upcoming == nil && current.map { $0.start + frame <= (frame * Int64(given)) + frame.half } ?? false
  }

  /// Pictures of the piece: from the nearest to its start to the nearest to its end, so that no rounding adds up.
  private var counted: Int? {
    guard let length = pieces[place].length else { return nil }
    let start = pieces[..<place].compactMap(\.length).reduce(.zero, +)
    return max(1, Int(clamping: (start + length).count(of: frame) - start.count(of: frame)))
  }

  /// In the first piece's size.
  private func fitted(_ picture: Frame) throws(MediaError) -> Frame {
    guard picture.width != form.width || picture.height != form.height else { return picture }
    let from = Scaler.Shape(width: picture.width, height: picture.height, format: AV_PIX_FMT_YUV420P)
    let to = Scaler.Shape(width: form.width, height: form.height, format: AV_PIX_FMT_YUV420P)
    let scaler = try Scaler.open(from: from, to: to, faults: stream.faults)
    let result = try Frame.picture(to, stream.faults)
    try scaler.scale(picture, into: result, faults: stream.faults)
    return result
  }

  private static func start(of picture: Frame, _ stream: PictureStream, _ origin: MediaTime) -> MediaTime {
    stream.tick * stream.start(of: picture) - origin
  }

  private static func begin(
    _ piece: MediaRecipe.Piece, _ origin: MediaTime, _ finish: PictureFinish, _ deadline: Deadline
  ) throws(MediaError) -> (
    stream: PictureStream, shaper: PictureShaper, picture: (start: MediaTime, picture: Frame)
  ) {
    let stream = try PictureStream.open(try piece.open(), deadline: deadline)
    guard let first = try stream.next() else {
      throw MediaError(
        .malformed, operation: "avcodec_receive_frame", subject: piece.path,
        message: "not one picture could be decoded from the video stream")
    }
    let shaper = try PictureShaper(
      first: try finish.finished(first, stream.faults), orientation: stream.orientation,
      pixelAspect: stream.pixelAspect(of: first), faults: stream.faults)
    return (stream, shaper, (start(of: first, stream, origin), first))
  }

  private static func rate(of source: any ByteSource, _ deadline: Deadline) throws(MediaError) -> MediaTime {
    let demuxer = try Demuxer.open(source, deadline: deadline)
    let stream = try PictureStream.videoStream(of: demuxer)
    let index = try PictureIndex.read(demuxer, stream: stream)
    let raw = demuxer.stream(stream).pointee
    return OutputRate.choose(
      starts: index.starts, tick: demuxer.tick(of: stream),
      stated: [raw.avg_frame_rate, raw.r_frame_rate].filter { $0.num > 0 && $0.den > 0 }.map {
        MediaTime(Int64($0.den), Int64($0.num))
      })
  }
}
