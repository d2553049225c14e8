/// What media is by its coded packets: the same after a copy into another container, another after any new encoding or cut.
///
/// A SHA-256 over the payloads of all packets, in the order of each stream, with what changes their showing: codec, size,
/// rotation, the number of pictures, how long they span and how much is cut away by an edit list, to a quarter of a second;
/// the sample rate. Names, tags, indexes and the way in which containers cut time into ticks are left out. MP4, MOV and
/// Matroska carry the same packets; MPEG-TS writes them otherwise, so a copy into it is another content.
package struct PacketDigest: Sendable, Hashable, CustomStringConvertible {
  /// Which streams count.
  package enum Streams: Sendable {
    /// Picture and sound.
    case all
    /// The sound alone: a cover or a picture beside it is nothing to it.
    case audio
  }

  /// 64 hexadecimal digits.
  package let description: String

  /// Takes the digits as they are.
  package init(description: String) { self.description = description }
}

extension PacketDigest {
  /// One that was told; nil for what is not 64 hexadecimal digits.
  init?(_ text: String) {
    guard text.utf8.count == 64, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else {
      return nil
    }
    self.init(description: text)
  }
}
