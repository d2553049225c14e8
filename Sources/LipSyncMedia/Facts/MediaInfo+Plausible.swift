extension MediaInfo {
  /// A figure that a file states and no media has, as a clause; nil where all can be reckoned with.
  package var implausible: String? {
    let side = 1 << 24
    let streams = 1 << 20
    let rows: [(words: String, value: Int?, most: Int)] = [
      ("pixels across", video?.width, side), ("pixels down", video?.height, side),
      ("pixels across as shown", facts.displayWidth, side),
      ("pixels down as shown", facts.displayHeight, side),
      ("degrees of rotation", video?.rotation.magnitude.asInt, 360), ("pictures", video?.frames, 1 << 40),
      ("video streams", facts.videoStreams, streams), ("audio streams", facts.audioStreams, streams),
      ("as the video's stream", facts.videoStream, streams),
      ("as the audio's stream", facts.audioStream, streams),
      ("samples a second", audio?.sampleRate, 1 << 30), ("channels", audio?.channels, 1 << 16),
    ]
    let figure = rows.first { row in row.value.map { $0 < 0 || $0 > row.most } ?? false }
    if let figure, let value = figure.value {
      return "it states \(value) \(figure.words), which no media has"
    }
    let places = [bytes, foreignBytesAt, unreadBytes, facts.trailing?.offset, facts.trailing?.count]
    return places.compactMap(\.self).first { !(0...Int64.max / 4).contains($0) }
      .map { "it states a place or a size of \($0) bytes, which no media has" }
  }
}

extension UInt {
  fileprivate var asInt: Int { Int(clamping: self) }
}
