/// A flatbuffer of which nothing is believed: what points outside of it, or is not whole, is an error.
///
/// The layout is that of FlatBuffers' internals page: a table begins with the distance back to its vtable, which lists where
/// in the table each field lies, 0 for one that is left out.
struct FlatBuffer {
  /// What of it makes no sense.
  struct Fault: Error, Equatable {
    let message: String
  }

  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The table that everything hangs on.
  func root(identifier: String) throws(Fault) -> Table {
    guard bytes.count >= 8, bytes[4..<8].elementsEqual(identifier.utf8) else {
      throw Fault(message: "it does not begin as a file of the kind '\(identifier)' does")
    }
    return try table(at: Int(number(at: 0) as UInt32))
  }

  /// Whole numbers lie in little endian order.
  fileprivate func number<N: FixedWidthInteger>(at place: Int) throws(Fault) -> N {
    let size = MemoryLayout<N>.size
    guard place >= 0, place <= bytes.count - size else { throw Self.outside(place) }
    return bytes.withUnsafeBytes { N(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: N.self)) }
  }

  fileprivate func table(at place: Int) throws(Fault) -> Table {
    let back: Int32 = try number(at: place)
    let listing = place - Int(back)
    let size: UInt16 = try number(at: listing)
    guard size >= 4, size % 2 == 0 else {
      throw Fault(message: "a table at \(place) has no list of its fields")
    }
    return Table(buffer: self, place: place, listing: listing, fields: (Int(size) - 4) / 2)
  }

  /// Where a vector's elements lie, of so many bytes each.
  fileprivate func vector(at place: Int, size: Int) throws(Fault) -> Range<Int> {
    let start = place + Int(try number(at: place) as UInt32)
    let count = Int(try number(at: start) as UInt32)
    guard count <= (bytes.count - start - 4) / size else { throw Self.outside(start) }
    return start + 4..<start + 4 + count * size
  }

  fileprivate func slice(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

  fileprivate static func outside(_ place: Int) -> Fault {
    Fault(message: "it points to byte \(place), where there is nothing of the kind")
  }

  /// One table of it.
  struct Table {
    fileprivate let buffer: FlatBuffer
    fileprivate let place: Int
    fileprivate let listing: Int
    fileprivate let fields: Int

    private func field(_ index: Int) throws(Fault) -> Int? {
      guard index < fields else { return nil }
      let offset: UInt16 = try buffer.number(at: listing + 4 + 2 * index)
      return offset == 0 ? nil : place + Int(offset)
    }

    /// A whole number, or what stands for one that is left out.
    func number<N: FixedWidthInteger>(_ index: Int, default missing: N = 0) throws(Fault) -> N {
      guard let place = try field(index) else { return missing }
      return try buffer.number(at: place)
    }

    /// A vector of whole numbers; empty where it is left out.
    func numbers<N: FixedWidthInteger>(_ index: Int) throws(Fault) -> [N] {
      guard let place = try field(index) else { return [] }
      var result: [N] = []
      let size = MemoryLayout<N>.size
      for place in stride(of: try buffer.vector(at: place, size: size), by: size) {
        result.append(try buffer.number(at: place))
      }
      return result
    }

    /// A vector of bytes; empty where it is left out.
    func bytes(_ index: Int) throws(Fault) -> ArraySlice<UInt8> {
      guard let place = try field(index) else { return [] }
      return buffer.slice(try buffer.vector(at: place, size: 1))
    }

    /// A table; nil where it is left out.
    func table(_ index: Int) throws(Fault) -> Table? {
      guard let place = try field(index) else { return nil }
      return try buffer.table(at: place + Int(try buffer.number(at: place) as UInt32))
    }

    /// A vector of tables; empty where it is left out.
    func tables(_ index: Int) throws(Fault) -> [Table] {
      guard let place = try field(index) else { return [] }
      var result: [Table] = []
      for place in stride(of: try buffer.vector(at: place, size: 4), by: 4) {
        result.append(try buffer.table(at: place + Int(try buffer.number(at: place) as UInt32)))
      }
      return result
    }

    private func stride(of range: Range<Int>, by step: Int) -> StrideTo<Int> {
      Swift.stride(from: range.lowerBound, to: range.upperBound, by: step)
    }
  }
}
