extension Probe {
  /// How far to go into the video.
  enum Depth {
    /// Packets where they are proof.
    case asNeeded
    /// Decode what settles the length.
    case decode
    /// Decode every picture.
    case everything
    /// Leave the video's packets unread.
    case audioOnly

    /// Threads of the video's decoder. Decoding everything may take all cores (0); a probe has others beside it.
    var threads: Int {
      switch self {
      case .everything: 0
      case .asNeeded: 1
      case .decode, .audioOnly: 2
      }
    }
  }

  /// How a reading of packets ended.
  enum End: Equatable {
    case complete
    /// The demuxer stopped with an error before the end.
    case broken
    case limit
  }
}
