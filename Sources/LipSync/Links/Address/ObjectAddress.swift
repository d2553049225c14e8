/// The https forms of objects that are named by bucket and key.
enum ObjectAddress {
  /// The host and the path of an object of Amazon S3; the key is in the path as it is given.
  ///
  /// A bucket with dots in its name is written in the path: Amazon's certificates (`*.s3.amazonaws.com`) cover one label
  /// alone (aws-sdk-java #2105, arrow-rs-object-store #752).
  static func s3(bucket: String, key: String, region: String? = nil) -> (host: String, path: String) {
    let host = "s3" + (region.map { ".\($0)" } ?? "") + ".amazonaws.com"
    return bucket.contains(".") ? (host, "/\(bucket)/\(key)") : ("\(bucket).\(host)", "/\(key)")
  }

  /// A key as it stands in a path: all but unreserved characters and slashes encoded (RFC 3986, section 2.3). What is an
  /// escape already stays one.
  static func encoded(_ key: String) -> String {
    let bytes = Array(key.utf8)
    return bytes.indices.map { index in
      let byte = bytes[index]
      let isEscape =
        byte == UInt8(ascii: "%")
        && bytes[(index + 1)...].prefix(2).filter { Character(UnicodeScalar($0)).isHexDigit }.count == 2
      return isEscape || isPlain(byte) ? String(UnicodeScalar(byte)) : escape(byte)
    }.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    let character = Character(UnicodeScalar(byte))
    return byte < 0x80 && (character.isLetter || character.isNumber || "-._~/".contains(character))
  }

  private static func escape(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.count < 2 ? "0" : "") + digits
  }
}
