internal import LipSync

/// What became of a file that is open: one that was deleted and made anew is another.
enum FileLoss: Equatable {
  case deleted, replaced
  case emptied(Int64)

  /// What became of the file that was opened as `opened`; nil if it still is what its path names: a pure function.
  init?(of opened: FileStatus, now: FileStatus?) {
    guard let now else {
      self = .deleted
      return
    }
    guard now.identity == opened.identity else {
      self = .replaced
      return
    }
    guard now.size == 0, opened.size > 0 else { return nil }
    self = .emptied(opened.size)
  }

  /// The end of a sentence that begins with the file.
  var words: String {
    switch self {
    case .deleted: "was deleted while it was in use: no file is at that path any more."
    case .replaced: "was replaced while it was in use: another file is at that path now."
    case .emptied(let bytes): "was emptied while it was in use: it had \(bytes) bytes, and has 0."
    }
  }
}
