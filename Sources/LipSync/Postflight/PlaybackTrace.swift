public import LipSyncMedia

/// The schedule result time -> source time, recovered from the pictures of a result.
///
/// For each result frame a source frame is chosen so that the whole path is cheapest: unlike pictures cost, and so
/// do changes of speed, turns and jumps (Viterbi, "Error bounds for convolutional codes", IEEE IT-13, 1967). The
/// nearest picture alone goes astray in still passages; a smooth path does not.
public struct PlaybackTrace: Sendable {
  /// A moment where the schedule bends, or its first or last one.
  public struct Corner: Sendable, Equatable {
    /// On the result's clock.
    public var result: MediaTime
    /// On the source's clock; both start with the first frame.
    public var source: MediaTime
  }

  /// The source moment of each result frame that was compared.
  public var moments: [Corner]
  /// The moments at which direction or speed change, first and last included.
  public var corners: [Corner]
  /// When the picture changes direction, on the result's clock.
  public var reversals: [MediaTime]
  /// The median distance of the pictures along the path: rms of luma, 0...255, brightness and contrast set alike.
  public var distance: Double
  /// As `distance`, of the four fifths of each picture that are most alike: what a changed face leaves as it was.
  var backgroundDistance: Double
  /// How unlike each result picture is to the one it was traced to, as `PathSearch` counts it.
  var dissimilarity: [Double]
  /// The median standard deviation of the result's pictures.
  var contrast: Double
  /// How the source's pictures lie in the result's.
  var fit: PictureFit

  /// Recovers the schedule; nil if either side has fewer than two pictures.
  ///
  /// Time and memory grow with the product of both lengths in frames, kept below `Defaults.traceCells` by using
  /// at every second, third, ... frame of longer ones.
  package static func recover(result: [DecodedMedia.Frame], source: [DecodedMedia.Frame]) -> PlaybackTrace? {
    TracePictures(result: result, source: source, aspects: nil)?.trace()
  }

  /// What a path shows.
  init(path: [PathSearch.Place], through pictures: TracePictures) {
    let (shown, sent) = (pictures.shown, pictures.sent)
    fit = pictures.fit
    moments = zip(shown, path).map { Corner(result: $0.time, source: sent[$1.frame].time) }
    dissimilarity = zip(shown, path).map { $0.picture.dissimilarity(to: sent[$1.frame].picture) }
    distance = Self.median(zip(shown, path).map { $0.picture.distance(to: sent[$1.frame].picture) })
    backgroundDistance = Self.median(
      zip(shown, path).map { $0.picture.backgroundDistance(to: sent[$1.frame].picture) })
    contrast = Self.median(shown.map(\.picture.contrast))
    corners = []
    reversals = []
    for (index, place) in path.enumerated() {
      let before = index == 0 ? nil : path[index - 1]
      if index > 0, !place.follows { corners.append(moments[index - 1]) }
      if index == 0 || index == path.count - 1 || !place.follows { corners.append(moments[index]) }
      if let before, place.direction == -before.direction, place.direction != 0 {
        reversals.append(moments[index].result)
      }
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}
