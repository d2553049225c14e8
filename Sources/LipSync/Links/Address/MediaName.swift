/// Names that look like those of media files.
enum MediaName {
  static let endings = [
    ".mp4", ".mov", ".webm", ".mkv", ".m4v", ".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".avi",
    ".mts", ".mpg", ".3gp", ".wmv",
  ]

  /// Whether a path ends like one.
  static func isOne(_ path: some StringProtocol) -> Bool {
    let lower = path.lowercased()
    return endings.contains(where: lower.hasSuffix)
  }

  /// Whether such a name is in a text, wherever.
  static func isIn(_ text: some StringProtocol) -> Bool {
    let lower = text.lowercased()
    return endings.contains(where: lower.contains)
  }
}
