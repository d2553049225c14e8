internal import Platform

/// Owns an open file.
final class FileDescriptor: Sendable {
  let raw: Int32

  init(adopting raw: Int32) { self.raw = raw }

  static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o666) throws(TransferError)
    -> FileDescriptor
  {
    let raw = System.open(path, flags | O_CLOEXEC, mode)
    guard raw >= 0 else { throw fileError(path, "cannot be opened", errno) }
    return FileDescriptor(adopting: raw)
  }

  deinit { _ = close(raw) }

  /// The size of a regular file; anything else is an error.
  func regularSize(_ path: String) throws(TransferError) -> Int64 {
    var facts = stat()
    guard fstat(raw, &facts) == 0 else { throw fileError(path, "cannot be examined", errno) }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw TransferError(.file, subject: path, message: "is not a regular file")
    }
    return Int64(facts.st_size)
  }
}

/// The system's words for an error number.
func systemError(_ code: Int32) -> String {
  var text = [CChar](repeating: 0, count: 128)
  guard strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
  return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The error of a file operation; a full disk is a code of its own.
func fileError(_ path: String, _ what: String, _ code: Int32) -> TransferError {
  if code == ENOSPC || code == EDQUOT {
    return TransferError(.diskFull, subject: path, message: "\(what): \(systemError(code)); free some space")
  }
  if code == EFBIG {
    return TransferError(
      .diskFull, subject: path,
      message:
        "\(what): \(systemError(code)); the file system or a limit of this process (ulimit -f) allows no more"
    )
  }
  return TransferError(.file, subject: path, message: "\(what): \(systemError(code))")
}
