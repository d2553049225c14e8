internal import LipSync
internal import Platform

extension SandboxServer {
  /// A folder without a lock is given so long, in seconds: whoever makes it may be about to lock it.
  private static let beginning: Int64 = 3600

  /// Removes the data directories in a folder of nothing else whose sandbox has ended without removing them.
  package static func removeAbandoned(in folder: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let path = folder + "/" + name
      guard let status = FileStatus(path: path), status.kind == .directory, isAbandoned(path, status) else {
        continue
      }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// The system has let go of the lock of a sandbox that is gone, however it ended.
  private static func isAbandoned(_ path: String, _ status: FileStatus) -> Bool {
    let lock = path + "/lock"
    guard FileStatus(path: lock) != nil else {
      return UnixTime.now.seconds - Int64(status.times.first ?? 0) > beginning
    }
    guard let held = try? DirectoryLock(lock) else { return false }
    held.release()
    return true
  }
}
