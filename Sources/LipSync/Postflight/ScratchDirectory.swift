internal import Platform
internal import Synchronization

/// A directory that only we may read, and that goes away with its last owner, or with the process if that ends before.
package final class ScratchDirectory: Sendable {
  /// Its path.
  package let path: String

  private static let present = Mutex<Set<String>>([])

  /// Makes a directory of a new name in the system's temporary directory.
  package init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("lipflight-\(UUID().uuidString)").path
    try PrivateFiles.makeDirectory(path)
    Self.present.withLock { [path] in _ = $0.insert(path) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    Self.present.withLock { [path] in _ = $0.remove(path) }
  }

  /// Removes those of this process, even if they are in use: for a process that ends at once.
  package static func removeAll() {
    for path in present.withLock(\.self) { try? FileManager.default.removeItem(atPath: path) }
  }
}
