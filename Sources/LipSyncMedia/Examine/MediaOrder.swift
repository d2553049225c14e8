/// Everything that is ever asked of foreign media: what each takes and gives is a value, so that another process may do it.
package enum MediaOrder: Sendable {
  /// Facts and exact lengths; at most so many bytes are gone through. Answered by `.info`.
  case probe(readLimit: Int64?)
  /// A decode to the end. Answered by `.decoded`.
  case decode(DecodedMedia.Options)
  /// Whether pictures are black or stand still, of so many pixels, and whether there are faces in some of them. Answered by
  /// `.seen`.
  case glance(pixelLimit: Int64, faces: FaceSample? = nil)
  /// What the packets are. Answered by `.digest`.
  case digest(PacketDigest.Streams)
  /// A still picture. Answered by `.still`.
  case still
  /// JPEGs of moments, or of a part of them, no side longer than that. Answered by `.pictures`.
  case pictures(at: [MediaTime], maximumSide: Int?, part: PicturePart? = nil)
}

extension MediaOrder {
  /// Whether it takes the networks for faces.
  var wantsFaces: Bool {
    switch self {
    case .decode(let options): options.faces || options.mouth
    case .glance(_, let faces): faces != nil
    default: false
    }
  }
}

/// What an order gives.
package enum MediaAnswer: Sendable {
  case info(MediaInfo)
  case decoded(DecodedMedia)
  case seen(Glance)
  case digest(PacketDigest)
  case still(Thumbnail.Picture)
  case pictures([[UInt8]])
}
