internal import LipSyncMediaReading

extension MediaRecipe.Piece {
  /// Its bytes.
  func open() throws(MediaError) -> any ByteSource {
    let file = try FileSource(path: path)
    return offset == 0 && bytes == nil ? file : SliceSource(file, from: offset, bytes: bytes)
  }
}
