/// Values on a square, row by row from the top left.
enum SquareGrid {
  /// The same values as they are shown.
  static func turned<T>(_ values: [T], side: Int, _ orientation: Orientation) -> [T] {
    guard values.count == side * side, orientation != .upright else { return values }
    let (start, right, down) = orientation.steps(width: side, height: side)
    return values.indices.map { index in
      let (y, x) = (index / side, index % side)
      let row = start.row + x * right.row + y * down.row
      return values[row * side + start.column + x * right.column + y * down.column]
    }
  }
}
