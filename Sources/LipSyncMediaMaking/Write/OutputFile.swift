internal import LipSyncMediaReading
internal import Platform

/// A file in the making: written under a temporary name beside its final one, and renamed when it is whole.
///
/// Freed without `commit()`, it takes the temporary file away: nothing half written bears the final name.
final class OutputFile {
  let path: String
  private let temporaryPath: String
  private var descriptor: Int32
  /// Where failures go: the calls come from C callbacks, which cannot throw.
  let faults: FaultLog

  private init(path: String, temporaryPath: String, descriptor: Int32, faults: FaultLog) {
    self.path = path
    self.faults = faults
    self.temporaryPath = temporaryPath
    self.descriptor = descriptor
  }

  static func create(path: String, faults: FaultLog) throws(MediaError) -> OutputFile {
    let temporaryPath = "\(path).\(UInt64.random(in: .min ... .max)).part"
    let descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(of: "open", on: path, errno) }
    return OutputFile(path: path, temporaryPath: temporaryPath, descriptor: descriptor, faults: faults)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    unlink(temporaryPath)
  }

  /// Writes all of `bytes` at `offset`; false with the reason stashed where the system refuses.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Bool {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let code = count == 0 ? ENOSPC : errno
        faults.stash(Self.failure(of: "pwrite", on: path, code), operation: "pwrite")
        return false
      }
      done += count
    }
    return true
  }

  /// Reads what was written at `offset`; nil with the reason stashed where the system refuses.
  func read(at offset: Int64, into bytes: UnsafeMutableRawBufferPointer) -> Int? {
    while true {
      let count = pread(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
      if count < 0 && errno == EINTR { continue }
      if count < 0 { faults.stash(Self.failure(of: "pread", on: path, errno), operation: "pread") }
      return count < 0 ? nil : count
    }
  }

  /// Gives the file its final name, in place of whatever bore it.
  func commit() throws(MediaError) {
    try faults.check(0, "pwrite")
    let status = close(descriptor)
    descriptor = -1
    // Some file systems report a full disk only here.
    guard status == 0 else { throw Self.failure(of: "close", on: path, errno) }
    guard rename(temporaryPath, path) == 0 else { throw Self.failure(of: "rename", on: path, errno) }
  }

  private static func failure(of operation: String, on path: String, _ code: Int32) -> MediaError {
    MediaError(
      .write, operation: operation, subject: path,
      message: "cannot be written: \(String(cString: strerror(code))); check the folder and the free space")
  }
}
