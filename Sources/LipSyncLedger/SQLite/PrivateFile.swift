internal import LipSync
internal import Platform

/// Files that their owner alone may read.
enum PrivateFile {
  /// Makes a file (0600) and the directories on the way to it (0700) where they do not exist. SQLite gives its own files
  /// beside it the same permissions.
  static func make(_ path: String) throws(JournalError) {
    func failure(_ what: String) -> JournalError {
      JournalError(errno: errno, subject: path, what)
    }
    var directory = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      directory += part + "/"
      guard directory != "/", mkdir(directory, 0o700) != 0, errno != EEXIST else { continue }
      // Directories on the way may not be readable, or lie on a disk that is read only, and be there all the same.
      var facts = stat()
      guard stat(directory, &facts) == 0 else { throw failure("cannot be made") }
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("cannot be opened for writing") }
    close(descriptor)
  }
}

extension JournalError {
  /// What the system refused, from `errno`.
  init(errno code: CInt, subject: String, _ what: String) {
    let isFull = code == ENOSPC || code == EDQUOT
    self.init(
      isFull ? .full : .unusable, subject: subject, message: "\(what) (\(String(cString: strerror(code)))).")
  }
}
