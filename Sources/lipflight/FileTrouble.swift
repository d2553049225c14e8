internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// A file or directory of the user's that cannot be read or written, in words.
enum FileTrouble {
  /// Why, from `errno`.
  static func words(_ code: Int32) -> String {
    switch code {
    case EEXIST, ENOTDIR: "a file lies where a directory is needed"
    case ENOSPC, EDQUOT: "there is no room on its disk"
    case EACCES, EPERM: "this user may not write there"
    case EROFS: "its disk can only be read"
    case ENOENT: "there is no such place, and it cannot be made"
    default: String(cString: strerror(code))
    }
  }

  /// Whether the place is right and has no room, from `errno`.
  static func isFull(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

  /// What a command exits with, from `errno`: room may be made, a wrong place stays wrong.
  static func status(_ code: Int32) -> ExitStatus { isFull(code) ? .tryAgain : .usage }

  /// What to do, from `errno`.
  static func remedy(_ code: Int32) -> String {
    isFull(code)
      ? "Make room, or name another directory with -o." : "Name a directory that can be written to with -o."
  }

  /// An empty file of a name, for writing.
  static func emptied(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return descriptor
  }

  /// What Foundation says of a file, without its own words for it.
  static func failure(_ error: CocoaError) -> Failure {
    let code =
      (error.underlying as? POSIXError).map { Int32($0.code.rawValue) } ?? number(error.code)
    let path = error.filePath.map { "'\($0)'" } ?? "A file"
    let reason = code.map(words) ?? "the system refused it (\(error.code.rawValue))"
    return Failure(
      status(code ?? EIO), "\(path) cannot be read or written: \(reason).",
      remedy: code.map(remedy) ?? remedy(EIO))
  }

  /// What the system says of a file that is not named.
  static func failure(_ error: POSIXError) -> Failure {
    let code = Int32(error.code.rawValue)
    return Failure(
      status(code), "A file cannot be read or written: \(words(code)).", remedy: remedy(code))
  }

  /// What a download says of its file.
  static func failure(_ error: TransferError) -> Failure {
    let code = error.code == .diskFull ? ENOSPC : EIO
    return Failure(status(code), error.description, remedy: remedy(code))
  }

  private static func number(_ code: CocoaError.Code) -> Int32? {
    switch code {
    case .fileWriteNoPermission, .fileReadNoPermission: EACCES
    case .fileWriteOutOfSpace: ENOSPC
    case .fileWriteVolumeReadOnly: EROFS
    case .fileWriteFileExists: EEXIST
    case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
    default: nil
    }
  }
}
