/// Where the members of a line's object begin, for messages about them.
enum MemberColumns {
  /// The columns of the names of an object's members, in their order: characters, from 1.
  ///
  /// - Parameter line: an object that has been read already, so it is JSON.
  static func of(_ line: [UInt8]) -> [Int] {
    var (columns, depth, column, opened) = ([Int](), 0, 0, 0)
    var (isInside, isEscaped, expectsName) = (false, false, false)
    for byte in line {
      // Continuation bytes of a character do not count.
      if byte & 0xc0 != 0x80 { column += 1 }
      if isInside {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInside = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""):
        (isInside, opened) = (true, column)
        if depth == 1, expectsName {
          columns.append(opened)
          expectsName = false
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        if depth == 1 { expectsName = true }
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ","): if depth == 1 { expectsName = true }
      default: break
      }
    }
    return columns
  }
}
