/// Values on a square, row by row from the top left.
enum SquareGrid {
  /// The same values turned clockwise by a multiple of 90 degrees.
  static func turned<T>(_ values: [T], side: Int, clockwise degrees: Int) -> [T] {
    guard values.count == side * side, degrees % 360 != 0 else { return values }
    return values.indices.map { index in
      let (row, column) = (index / side, index % side)
      return switch degrees {
      case 90: values[(side - 1 - column) * side + row]
      case 180: values[(side - 1 - row) * side + side - 1 - column]
      default: values[column * side + side - 1 - row]
      }
    }
  }
}
