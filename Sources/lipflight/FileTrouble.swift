internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// Sentences about a user's file or directory that cannot be read or written.
enum FileTrouble {
  /// Why, from `errno`.
  static func words(_ code: Int32) -> String {
    switch code {
    case EEXIST, ENOTDIR: "a file exists where a directory is needed"
    case ENOSPC, EDQUOT: "its disk is full"
    case EACCES, EPERM: "this user has no permission to write there"
    case EROFS: "its disk is read-only"
    case ENOENT: "it does not exist and cannot be created"
    default: String(cString: strerror(code))
    }
  }

  /// Whether the path is valid but its disk is full, from `errno`.
  static func isFull(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

  /// The exit code, from `errno`: a full disk can be cleared, a wrong path stays wrong.
  static func status(_ code: Int32) -> ExitStatus { isFull(code) ? .tryAgain : .usage }

  /// What to do, from `errno`.
  static func remedy(_ code: Int32) -> String {
    isFull(code)
      ? "Free disk space, or name another directory with -o." : "Name a writable directory with -o."
  }

  /// Creates an empty file for writing.
  static func emptied(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return descriptor
  }

  /// Foundation's error about a file, in our own words.
  static func failure(_ error: CocoaError) -> Failure {
    if let path = error.filePath, let reason = unread(error.code) {
      return Failure(
        .usage, "'\(path)' cannot be read: \(reason).", remedy: "Check its path and permissions.")
    }
    let code =
      (error.underlying as? POSIXError).map { Int32($0.code.rawValue) } ?? number(error.code)
    let path = error.filePath.map { "'\($0)'" } ?? "A file"
    let reason = code.map(words) ?? "the system refused access (\(error.code.rawValue))"
    return Failure(
      status(code ?? EIO), "\(path) cannot be read or written: \(reason).",
      remedy: code.map(remedy) ?? remedy(EIO))
  }

  /// The system's error about a file that it does not name.
  static func failure(_ error: POSIXError) -> Failure {
    let code = Int32(error.code.rawValue)
    return Failure(
      status(code), "A file cannot be read or written: \(words(code)).", remedy: remedy(code))
  }

  /// A download's error about its file.
  static func failure(_ error: TransferError) -> Failure {
    let code = error.code == .diskFull ? ENOSPC : EIO
    return Failure(status(code), error.description, remedy: remedy(code))
  }

  /// Why a file could not be read; nil if it was to be written.
  private static func unread(_ code: CocoaError.Code) -> String? {
    switch code {
    case .fileReadNoSuchFile: "there is no such file"
    case .fileReadNoPermission: "this user has no permission to read it"
    default: nil
    }
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
