internal import CFFmpeg

/// Follows a mouth through decoded pictures.
final class MouthLookout {
  private let demuxer: Demuxer
  private let kit: FaceKit
  private var tracker: MouthTracker?
  private var absence: FaceFacts.Absence?
  private var maker: ColourMaker?
  private var first: Int64?
  private var next = MediaTime.zero

  init(_ kit: FaceKit, _ demuxer: Demuxer) { (self.kit, self.demuxer) = (kit, demuxer) }

  /// Looks at a picture if it is time for one. What goes wrong ends the looking, and nothing else.
  func look(_ frame: Frame, ticks: Int64, stream: Int) {
    if first == nil {
      first = ticks
      let (finder, absence) = kit.finder()
      (tracker, self.absence) = (finder.map { MouthTracker($0) }, absence)
    }
    let time = demuxer.time(ticks &- (first ?? 0), of: stream)
    guard let tracker, absence == nil, time >= next, tracker.track.pictures.count < MouthTrack.most else {
      return
    }
    next = time + MediaTime(1, Int64(MouthTrack.rate))
    do throws(MediaError) {
      let maker = maker ?? ColourMaker(demuxer.orientation(of: stream), faults: demuxer.faults)
      self.maker = maker
      guard let picture = try maker.picture(of: frame, aspect: demuxer.aspect(of: frame, stream: stream))
      else {
        return
      }
      try tracker.follow(picture, at: time)
    } catch { absence = .failed }
  }

  /// What was followed, or why nothing was.
  var outcome: (MouthTrack?, FaceFacts.Absence?) {
    if let absence { return (nil, absence) }
    return first == nil ? (nil, .noPictures) : (tracker?.track, nil)
  }
}
