internal import Platform

/// Files and folders that only their owner may read: mode 0600 and 0700, whatever the umask.
package enum PrivateFiles {
  /// Makes a folder, and those above it that are missing; one that is there already stays as it is.
  ///
  /// - Throws: `POSIXError` of `mkdir(2)`.
  package static func makeDirectory(_ path: String) throws {
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      folder += part + "/"
      guard folder != "/", mkdir(folder, 0o700) != 0, errno != EEXIST else { continue }
      let refusal = failure()
      // Folders above may be unreadable or on a read-only disk and exist nevertheless.
      guard FileStatus(path: folder) != nil else { throw refusal }
    }
  }

  /// Takes a folder of ours away from everybody else.
  ///
  /// - Throws: `POSIXError` of `chmod(2)`.
  package static func close(_ path: String) throws {
    let mode: mode_t = FileStatus(path: path)?.kind == .directory ? 0o700 : 0o600
    guard chmod(path, mode) == 0 else { throw failure() }
  }

  /// Writes a file under another name beside its place and renames it, so that a crash leaves the old one or the new one.
  ///
  /// - Throws: `POSIXError` of the call that failed; nothing is left under the other name.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let draft = "\(path).\(getpid())-\(UInt64.random(in: .min ... .max)).new"
    let file = System.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure() }
    do {
      defer { Platform.close(file) }
      try Array(bytes).withUnsafeBytes { buffer in
        var rest = buffer[...]
        while !rest.isEmpty {
          let count = System.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          guard count > 0 else { throw failure() }
          rest = rest.dropFirst(count)
        }
      }
      guard rename(draft, path) == 0 else { throw failure() }
    } catch {
      unlink(draft)
      throw error
    }
  }

  private static func failure() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
