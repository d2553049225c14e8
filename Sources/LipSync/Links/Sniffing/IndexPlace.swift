/// Where an MP4 or QuickTime file keeps its index, told by its first bytes.
enum IndexPlace {
  /// Whether the pictures and sounds (`mdat`) come before the index (`moov`): who cannot jump has to fetch everything
  /// before anything can be played.
  static func isLast(_ head: [UInt8]) -> Bool {
    var offset = 0
    while offset + 8 <= head.count {
      let type = String(decoding: head[offset + 4..<offset + 8], as: UTF8.self)
      if type == "moov" || type == "moof" { return false }
      if type == "mdat" { return true }
      var size = head[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      if size == 1, offset + 16 <= head.count {
        size = Int(clamping: head[offset + 8..<offset + 16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
      }
      guard size >= 8, size < head.count - offset else { return false }
      offset += size
    }
    return false
  }
}
