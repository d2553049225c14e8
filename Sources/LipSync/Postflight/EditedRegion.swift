internal import LipSyncMedia

/// Where a result's pictures differ from the source's pictures they were made from: the edited face.
///
/// At the signatures' resolution, 48 x 48 over the whole picture: a region of less than four such cells is not seen.
public struct EditedRegion: Sendable, Equatable {
  /// The smallest rectangle around it on the result's picture: left, top, width and height in shares of its sides.
  public var left: Double
  /// Share of the picture's height above it.
  public var top: Double
  /// Share of the picture's width.
  public var width: Double
  /// Share of the picture's height.
  public var height: Double
  /// The region's area as a share of the picture's.
  public var share: Double
  /// The mean difference in it, levels of luma.
  public var difference: Double
  /// The cells of it, row by row from the top left.
  var cells: [Bool]
  /// How much it changes from one moment to the next, itself or against the source, whichever is less, levels of luma.
  var movement: [(time: MediaTime, levels: Double)]
  /// Whether it may be nothing but an edge that the grids of two parts cut differently: nothing moves under it.
  var mayBeSeam = false

  /// Whether all parts are the same.
  public static func == (a: EditedRegion, b: EditedRegion) -> Bool {
    (a.left, a.top, a.width, a.height, a.share, a.difference)
      == (b.left, b.top, b.width, b.height, b.share, b.difference) && a.cells == b.cells
  }
}
