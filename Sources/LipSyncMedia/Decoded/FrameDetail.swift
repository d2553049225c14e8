/// What a signature leaves out of a picture: its colours, and how much fine detail it holds.
///
/// On a grid over the picture as it is shown, turned and mirrored.
package struct FrameDetail: Sendable {
  /// Cells in a row, and rows.
  package static let side = 12

  /// Start on the stream's clock, the first frame's start being zero.
  package var time: MediaTime
  /// Blue and red difference of each cell as of BT.709, in levels around 0, row by row.
  package var colour: [(blue: Float, red: Float)]
  /// Fine detail of each cell by the size of the square that the picture was squeezed into: the mean magnitude of how a
  /// value differs from its four neighbours, in levels. Squares larger than the picture are left out.
  package var detail: [Int: [Float]]

  /// Takes values as they are.
  package init(time: MediaTime, colour: [(blue: Float, red: Float)], detail: [Int: [Float]]) {
    (self.time, self.colour, self.detail) = (time, colour, detail)
  }
}
