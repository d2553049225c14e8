internal import LipSync
internal import Platform

/// Where things lie in a sandbox's data directory. Names are made here alone, of ids that the sandbox gave out:
/// nothing that a request says becomes part of a path. Uploads, results and secrets are its owner's alone (0700, 0600).
struct DataDirectory: Sendable {
  let path: String

  /// Makes the folders.
  init(_ path: String) throws(SandboxError) {
    self.path = path
    do {
      for folder in ["tasks", "assets", "results", "work"] {
        try PrivateFiles.makeDirectory(path + "/" + folder)
        // One of an earlier version could be read by everybody.
        try PrivateFiles.close(path + "/" + folder)
      }
      for secret in [account, endpoints] where FileStatus(path: secret) != nil {
        try PrivateFiles.close(secret)
      }
    } catch {
      throw SandboxError(
        .dataDirectory,
        "the data directory \(path) cannot be created or written to (\(error)). Name another with --data.")
    }
  }

  /// Removes unfinished work of an earlier run.
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

  /// A crash leaves the old document or the new one.
  static func write(_ json: JSON, to path: String) throws {
    try PrivateFiles.write((json.text + "\n").utf8, to: path)
  }

  /// What the result and the cover of a task take.
  func bytes(ofTask id: String) -> Int64 {
    [result(id), cover(id)].compactMap(Self.size).reduce(0, +)
  }

  /// What an upload takes.
  func bytes(ofAsset id: String) -> Int64 { Self.size(of: assetBytes(id)) ?? 0 }

  /// When an upload was last written, in seconds since 1970.
  func moment(ofAsset id: String) -> Int64? {
    (FileStatus(path: assetBytes(id)) ?? FileStatus(path: asset(id)))?.times.first.map(Int64.init)
  }

  /// Removes all files of a task or an upload.
  func remove(_ id: String) {
    // The document goes last: what is half removed is removed by the next start.
    for path in [result(id), cover(id), assetBytes(id), task(id), asset(id)] {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  static func size(of path: String) -> Int64? { FileStatus(path: path)?.size }
}
