internal import CFFmpeg

extension Glance {
  /// Looks whether pictures are black or stand still, and, where that is asked for, whether there are faces in some of them.
  /// Blocks.
  ///
  /// - Throws: as `PictureFacts.glance`. What goes wrong in looking for faces alone is told in `facesUnseen`.
  static func take(
    at source: any ByteSource, pixelLimit: Int64, faces sample: FaceSample?, _ kit: FaceKit,
    deadline: Deadline
  ) throws(MediaError) -> Glance {
    var glance = Glance(
      pictures: try PictureFacts.glance(at: source, pixelLimit: pixelLimit, deadline: deadline), faces: nil,
      facesUnseen: .notAsked)
    guard let sample else { return glance }
    do throws(MediaError) {
      (glance.faces, glance.facesUnseen) = try faces(at: source, sample, kit, deadline: deadline)
    } catch {
      if [.deadline, .cancelled].contains(error.code) { throw error }
      glance.facesUnseen = .failed
    }
    return glance
  }

  /// Two pictures a second from the beginning, as far as the sample's pixels go, then pictures of what comes after that can be
  /// decoded by themselves.
  private static func faces(
    at source: any ByteSource, _ sample: FaceSample, _ kit: FaceKit, deadline: Deadline
  ) throws(MediaError) -> (FaceFacts?, FaceFacts.Absence?) {
    let stream = try PictureStream.open(source, deadline: deadline)
    let lookout = FaceLookout(kit, stream.demuxer)
    var (pixels, start, end): (Int64, Int64?, Int64) = (0, nil, 0)
    while pixels < sample.pixels {
      guard let frame = try stream.next() else {
        return lookout.facts(length: start.map { stream.demuxer.time(end &- $0, of: stream.index) })
      }
      let ticks = stream.start(of: frame)
      if start == nil { start = ticks }
      end = ticks.addingReportingOverflow(max(frame.duration, 0)).partialValue
      pixels += Int64(frame.width) * Int64(frame.height)
      lookout.look(frame, ticks: ticks, stream: stream.index)
    }
    if let length = stream.statedLength, let start, start + length > end {
      let rest = start + length - end
      for key in 0..<Int64(sample.keys) {
        let moment = end + rest / Int64(sample.keys) * key + rest / Int64(2 * sample.keys)
        guard let frame = try stream.keyPicture(at: moment) else { break }
        // A seek may end before the moment: what was seen is not looked at twice.
        let ticks = stream.start(of: frame)
        if ticks > end { lookout.look(frame, ticks: ticks, stream: stream.index) }
        end = max(end, ticks)
      }
    }
    return lookout.facts(length: nil)
  }
}
