internal import LipSync
internal import LipSyncSandbox
internal import Platform

/// A directory that is removed with the command, even if a signal ends it; or one that the user keeps.
struct TemporaryDirectory: Sendable {
  let path: String
  private let isTemporary: Bool

  /// `kept`, or a new name in the system's temporary directory. Nothing is made yet.
  static func orKept(_ kept: String?) -> TemporaryDirectory {
    if let kept { return TemporaryDirectory(path: kept, isTemporary: false) }
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("lipflight-\(UUID().uuidString)").path
    Interruption.adopt(temporary: path)
    return TemporaryDirectory(path: path, isTemporary: true)
  }

  /// The data of a sandbox: `kept`, or a new folder among the user's own state, since uploads and results lie there. What
  /// sandboxes that were killed have left is removed.
  static func ofSandbox(_ kept: String?, environment: [String: String] = ProcessInfo.processInfo.environment)
    -> TemporaryDirectory
  {
    if let kept { return TemporaryDirectory(path: kept, isTemporary: false) }
    let home = JournalPlace.stateDirectory(environment) + "/sandbox"
    // A home that cannot be written to is no reason to do without a sandbox.
    guard (try? PrivateFiles.makeDirectory(home)) != nil, access(home, W_OK) == 0 else { return orKept(nil) }
    SandboxServer.removeAbandoned(in: home)
    let path = home + "/" + UUID().uuidString.lowercased()
    Interruption.adopt(temporary: path)
    return TemporaryDirectory(path: path, isTemporary: true)
  }

  func removeIfTemporary() {
    if isTemporary { Interruption.remove(temporary: path) }
  }
}
