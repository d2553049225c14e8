internal import Platform

/// A folder of a test's own, which goes away with this object.
public final class TemporaryDirectory: Sendable {
  /// Where it is.
  public let path: String

  /// Makes a folder with a name that nothing else has.
  public init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "lipflight-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file of that name inside.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file inside and gives its path.
  public func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// The bytes of a file inside.
  public func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: file(name))))
  }

  /// Names of what is inside, in order.
  public func contents() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
