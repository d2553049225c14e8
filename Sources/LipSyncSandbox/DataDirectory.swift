internal import LipSync
internal import Platform

/// Where things lie in a sandbox's data directory. Names are made here alone, of ids that the sandbox gave out:
/// nothing that a request says becomes part of a path.
struct DataDirectory: Sendable {
  let path: String

  /// Makes the folders.
  init(_ path: String) throws(SandboxError) {
    self.path = path
    do {
      for folder in ["tasks", "assets", "results", "work"] {
        try FileManager.default.createDirectory(
          atPath: path + "/" + folder, withIntermediateDirectories: true)
      }
    } catch {
      throw SandboxError(
        .dataDirectory,
        "the data directory \(path) cannot be made or written to (\(error)). Name another with --data.")
    }
  }

  /// Throws away what an earlier run was working on.
  func clearWork() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path + "/work")) ?? [] {
      try? FileManager.default.removeItem(atPath: work(name))
    }
  }

  var lock: String { path + "/lock" }
  var account: String { path + "/account.json" }
  var endpoints: String { path + "/endpoints.json" }
  func task(_ id: String) -> String { path + "/tasks/\(id).json" }
  func asset(_ id: String) -> String { path + "/assets/\(id).json" }
  func assetBytes(_ id: String) -> String { path + "/assets/\(id).bin" }
  func result(_ id: String) -> String { path + "/results/\(id).mp4" }
  func cover(_ id: String) -> String { path + "/results/\(id).jpg" }
  func work(_ name: String) -> String { path + "/work/\(name)" }

  /// The JSON documents in a folder; a file that cannot be read is given by name.
  func documents(in folder: String) -> [(name: String, json: JSON?)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.map { name in
      (name, Self.read(path + "/" + folder + "/" + name))
    }
  }

  static func read(_ path: String) -> JSON? {
    (try? Data(contentsOf: URL(fileURLWithPath: path))).flatMap { JSON(parsing: $0) }
  }

  /// Writes beside the file and renames, so that a crash leaves the old document or the new one.
  static func write(_ json: JSON, to path: String) throws {
    try Data((json.text + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  static func size(of path: String) -> Int64? { FileStatus(path: path)?.size }
}
