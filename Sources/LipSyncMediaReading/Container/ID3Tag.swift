/// The tag that music files begin with (ID3v2 § 3.1).
enum ID3Tag {
  /// Bytes that tell its length.
  static let headLength = 10

  /// Its length in bytes; 0 where there is none.
  static func length(_ head: [UInt8]) -> Int {
    guard head.count >= headLength, head.starts(with: "ID3".utf8), head[3] != 0xFF, head[4] != 0xFF,
      head[6..<10].allSatisfy({ $0 < 0x80 })
    else { return 0 }
    let body = head[6..<10].reduce(0) { $0 << 7 | Int($1) }
    let hasFooter = head[5] & 0x10 != 0
    return headLength + body + (hasFooter ? headLength : 0)
  }
}
