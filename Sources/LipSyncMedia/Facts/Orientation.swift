/// How a stored picture is brought into the position in which it is shown.
package struct Orientation: Sendable, Hashable {
  /// As it is stored.
  package static let upright = Orientation(rotation: 0, isMirrored: false)

  /// Clockwise degrees by which it is turned, after it was mirrored: 0, 90, 180 or 270.
  package var rotation: Int
  /// Whether left and right change places first, as front cameras ask.
  package var isMirrored: Bool

  /// A turn, of a mirrored picture or not.
  package init(rotation: Int, isMirrored: Bool) {
    self.rotation = rotation
    self.isMirrored = isMirrored
  }

  /// Whether width and height change places.
  package var isSideways: Bool { rotation % 180 != 0 }

  /// Where the pixel that is shown at a place lies in the stored picture, as affine steps: a start, and what one step to the
  /// right and one step down on the shown picture add to row and column.
  ///
  /// - Parameters:
  ///   - width: of the stored picture.
  ///   - height: of the stored picture.
  package func steps(width: Int, height: Int) -> (start: Place, right: Place, down: Place) {
    var steps: (start: Place, right: Place, down: Place) =
      switch rotation {
      case 90: ((height - 1, 0), (-1, 0), (0, 1))
      case 180: ((height - 1, width - 1), (0, -1), (-1, 0))
      case 270: ((0, width - 1), (1, 0), (0, -1))
      default: ((0, 0), (0, 1), (1, 0))
      }
    if isMirrored {
      steps.start.column = width - 1 - steps.start.column
      steps.right.column.negate()
      steps.down.column.negate()
    }
    return steps
  }

  package typealias Place = (row: Int, column: Int)
}
