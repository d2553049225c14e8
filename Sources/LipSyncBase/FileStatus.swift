internal import Platform

/// What the system says of a file without reading it (`stat(2)`, which follows links).
///
/// `FileManager.attributesOfItem` is no substitute: the types of its values differ with what of Foundation a program
/// happens to load, so a cast that works in one program fails in the next.
package struct FileStatus: Sendable, Hashable {
  /// The kinds of file that are distinguished.
  package enum Kind: Sendable { case regular, directory, other }

  /// What it is.
  package let kind: Kind
  /// Its size in bytes.
  package let size: Int64
  /// Its permissions: the lower twelve bits of its mode.
  package let permissions: Int
  /// How many names (hard links) it has; 0 for an open file that has none any more.
  package let names: Int
  /// The device and the file's number there: two names with the same ones are one file.
  package let identity: [UInt64]
  /// When its bytes and its attributes were last changed: seconds and nanoseconds of each.
  package let times: [Int]

  /// Nil if there is no such file or it may not be examined (`errno`).
  package init?(path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    self.init(facts)
  }

  /// Of a file that is open; nil if the descriptor is none.
  package init?(descriptor: CInt) {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { return nil }
    self.init(facts)
  }

  private init(_ facts: stat) {
    kind =
      switch facts.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      default: .other
      }
    size = Int64(facts.st_size)
    permissions = Int(facts.st_mode & 0o7777)
    names = Int(facts.st_nlink)
    identity = [UInt64(truncatingIfNeeded: facts.st_dev), UInt64(truncatingIfNeeded: facts.st_ino)]
    #if canImport(Darwin)
      let moments = [facts.st_mtimespec, facts.st_ctimespec]
    #else
      let moments = [facts.st_mtim, facts.st_ctim]
    #endif
    times = moments.flatMap { [$0.tv_sec, $0.tv_nsec] }
  }
}
