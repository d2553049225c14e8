/// 128 bits of a text's SHA-256: distinguishes a hundred thousand names in little memory.
package struct TextKey: Sendable, Hashable {
  private let high: UInt64
  private let low: UInt64

  /// The key of a text, or of several that belong together.
  package init(_ texts: String...) {
    var digest = Digest()
    for text in texts {
      digest.update(Array(text.utf8))
      // No text can run into the next.
      digest.update([0xff])
    }
    let bytes = digest.value()
    func number(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    high = number(bytes[..<8])
    low = number(bytes[8..<16])
  }
}
