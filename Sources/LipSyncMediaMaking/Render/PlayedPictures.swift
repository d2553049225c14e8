internal import CFFmpeg
internal import LipSyncMediaReading

/// Pictures of a video in the order of a schedule, forwards and backwards, at a constant rate.
final class PlayedPictures: PictureSupply {
  /// How long a picture lasts.
  let frame: MediaTime
  let schedule: RenderSchedule
  private let source: any ByteSource
  private let path: String
  private let memory: Int
  private let deadline: Deadline
  private var reader: PictureReader
  private var isSpooled = false
  private var given = 0

  /// - Parameters:
  ///   - frame: how long a picture lasts; nil for the source's own rate, see `OutputRate`.
  ///   - path: a file beside which a copy of the source may lie for a while, where it cannot be played backwards.
  ///   - memory: ceiling for decoded pictures held at once, in bytes.
  init(
    _ source: any ByteSource, stretches: [Render.Stretch], frame: MediaTime?, beside path: String,
    memory: Int = Render.Options().pictureMemory, deadline: Deadline
  ) throws(MediaError) {
    (self.source, self.path, self.memory, self.deadline) = (source, path, memory, deadline)
    let demuxer = try Demuxer.open(source, deadline: deadline)
    let stream = try PictureStream.videoStream(of: demuxer)
    let index = try PictureIndex.read(demuxer, stream: stream)
    let raw = demuxer.stream(stream).pointee
    self.frame =
      frame
      ?? OutputRate.choose(
        starts: index.starts, tick: demuxer.tick(of: stream),
        stated: [raw.avg_frame_rate, raw.r_frame_rate].filter { $0.num > 0 && $0.den > 0 }.map {
          MediaTime(Int64($0.den), Int64($0.num))
        })
    reader = try PictureReader(source, index: index, memory: memory, deadline: deadline)
    schedule = RenderSchedule(stretches, frameDuration: self.frame)
  }

  var form: PictureShaper.Form { reader.shaper.form }
  var expected: Int? { schedule.frames }

  func next() throws(MediaError) -> Frame? {
    guard given < schedule.frames else { return nil }
    given += 1
    return try picture(given - 1)
  }

  /// The picture of that number. It stays the reader's: draw on a copy.
  func picture(_ number: Int) throws(MediaError) -> Frame {
    let moment = schedule.moment(of: number)
    do throws(PictureReader.Failure) {
      return try reader.picture(at: moment.time, backwards: moment.isReverse)
    } catch {
      if case .media(let failure) = error { throw failure }
    }
    guard !isSpooled else {
      throw MediaError(
        .fault, operation: "Spool", subject: path, message: "the spooled pictures cannot be played backwards")
    }
    isSpooled = true
    let spool = try Spool.make(of: source, beside: path, deadline: deadline)
    let demuxer = try Demuxer.open(spool, deadline: deadline)
    let index = try PictureIndex.read(demuxer, stream: try PictureStream.videoStream(of: demuxer))
    reader = try PictureReader(spool, index: index, memory: memory, deadline: deadline)
    return try picture(number)
  }
}
