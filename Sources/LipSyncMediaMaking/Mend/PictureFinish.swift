internal import CFFmpeg
internal import LipSyncMediaReading

/// What is done to the pixels of a decoded picture before it is turned and encoded: transparency gets a background, and light of
/// a high dynamic range is brought to BT.709.
final class PictureFinish {
  private let background: [UInt8]?
  private let mapsTones: Bool
  private var flattener: Flattener?
  private var mapper: ToneMapper?

  init(_ work: MediaRecipe.PictureWork) {
    (background, mapsTones) = (work.background, work.mapsTones)
  }

  /// The picture as it is to be shaped; itself where there is nothing to do.
  func finished(_ picture: Frame, _ faults: FaultLog) throws(MediaError) -> Frame {
    if mapsTones {
      if mapper?.fits(picture) != true { mapper = try ToneMapper(for: picture, faults) }
      return try mapper?.mapped(picture) ?? picture
    }
    guard let background, background.count == 3, Flattener.isTransparent(picture) else { return picture }
    if flattener?.fits(picture) != true {
      flattener = try Flattener(for: picture, background: background, faults)
    }
    return try flattener?.flattened(picture) ?? picture
  }
}
