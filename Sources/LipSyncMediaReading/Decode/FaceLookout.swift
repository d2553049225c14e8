internal import CFFmpeg

/// Looks for faces in decoded pictures, two a second.
final class FaceLookout {
  private let demuxer: Demuxer
  private let kit: FaceKit
  private var finder: FaceFinder?
  private var absence: FaceFacts.Absence?
  private var watch = FaceWatch()
  private var maker: ColourMaker?
  private var first: Int64?

  init(_ kit: FaceKit, _ demuxer: Demuxer) {
    (self.kit, self.demuxer) = (kit, demuxer)
  }

  /// Looks at a picture if it is time for one. What goes wrong ends the looking, and nothing else.
  func look(_ frame: Frame, ticks: Int64, stream: Int) {
    if first == nil { first = ticks }
    let time = demuxer.time(ticks &- (first ?? 0), of: stream)
    guard absence == nil, watch.wants(time) else { return }
    do throws(MediaError) {
      guard let finder = prepared(), let picture = try picture(frame, stream) else { return }
      watch.add(try finder.faces(in: picture), at: time, of: picture.height)
    } catch { absence = .failed }
  }

  /// Made with the first picture: sound has none.
  private func prepared() -> FaceFinder? {
    if finder == nil { (finder, absence) = kit.finder() }
    return finder
  }

  private func picture(_ frame: Frame, _ stream: Int) throws(MediaError) -> ColourPicture? {
    let maker = maker ?? ColourMaker(demuxer.orientation(of: stream), faults: demuxer.faults)
    self.maker = maker
    return try maker.picture(of: frame, aspect: demuxer.aspect(of: frame, stream: stream))
  }

  /// What was seen, or why nothing was looked for.
  ///
  /// - Parameter length: of the video, where all of it went by; nil where not.
  func facts(length: MediaTime?) -> (FaceFacts?, FaceFacts.Absence?) {
    if let absence { return (nil, absence) }
    return first == nil ? (nil, .noPictures) : (watch.facts(end: length), nil)
  }
}
