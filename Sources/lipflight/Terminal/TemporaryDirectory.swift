internal import Platform

/// A directory that goes with the command, also where a signal ends it; or one that the user keeps.
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

  func removeIfTemporary() {
    if isTemporary { Interruption.remove(temporary: path) }
  }
}
