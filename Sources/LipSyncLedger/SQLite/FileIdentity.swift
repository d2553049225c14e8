internal import Platform

/// Which file it is that a path names, or a descriptor has open: one that was deleted and made anew is another.
struct FileIdentity: Sendable, Equatable {
  private let device: UInt64
  private let inode: UInt64
  /// Bytes.
  let size: Int64

  /// Nil where no file is at the path, or it cannot be looked at.
  init?(path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    self.init(facts)
  }

  /// Nil for a descriptor that is not open.
  init?(descriptor: CInt) {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { return nil }
    self.init(facts)
  }

  private init(_ facts: stat) {
    (device, inode) = (UInt64(truncatingIfNeeded: facts.st_dev), UInt64(truncatingIfNeeded: facts.st_ino))
    size = Int64(facts.st_size)
  }

  /// Whether both are one file, however it grew.
  func isSame(as other: FileIdentity) -> Bool { device == other.device && inode == other.inode }

  /// What became of a file that is open.
  enum Loss: Equatable {
    case deleted, replaced
    case emptied(Int64)

    /// The end of a sentence that begins with the file.
    var words: String {
      switch self {
      case .deleted: "was deleted while it was in use: no file is at that path any more."
      case .replaced: "was replaced while it was in use: another file is at that path now."
      case .emptied(let bytes): "was emptied while it was in use: it had \(bytes) bytes, and has 0."
      }
    }
  }

  /// What became of the file that was opened as `opened`; nil where it still is what its path names: a pure function.
  static func loss(of opened: FileIdentity, now: FileIdentity?) -> Loss? {
    guard let now else { return .deleted }
    guard now.isSame(as: opened) else { return .replaced }
    return now.size == 0 && opened.size > 0 ? .emptied(opened.size) : nil
  }
}
