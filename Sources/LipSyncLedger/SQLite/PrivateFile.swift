internal import LipSync
internal import Platform

/// Files that their owner alone may read.
enum PrivateFile {
  /// Creates a file (0600) and its parent directories (0700) if they do not exist. SQLite gives its own files
  /// next to it the same permissions.
  static func make(_ path: String) throws(JournalError) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    do {
      if !folder.isEmpty { try PrivateFiles.makeDirectory(folder) }
    } catch {
      let code = (error as? POSIXError)?.code.rawValue ?? EIO
      throw JournalError(errno: code, subject: path, "cannot be created")
    }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw JournalError(errno: errno, subject: path, "cannot be opened for writing")
    }
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
