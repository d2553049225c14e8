/// A network that numbers go into and numbers come out of: what computes it is behind this.
///
/// Not for two threads at once.
package protocol NeuralNetwork: AnyObject {
  /// How many numbers it takes.
  var inputCount: Int { get }
  /// How many numbers it gives, by output.
  var outputCounts: [Int] { get }
  /// Computes it.
  ///
  /// - Throws: `MediaError` with code `.fault` where it cannot.
  func run(_ numbers: [Float]) throws(MediaError) -> [[Float]]
}
