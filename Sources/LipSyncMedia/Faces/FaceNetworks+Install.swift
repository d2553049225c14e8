internal import Platform

extension FaceNetworks {
  /// Networks that lie in files below a folder, told by their digests whatever they are called.
  ///
  /// - Parameter path: a folder, such as one that a package was unpacked to, or a file.
  /// - Returns: the path of each that was found.
  package static func search(_ path: String) -> [Part: String] {
    var found: [Part: String] = [:]
    var (folders, visited) = ([path], 0)
    while let next = folders.popLast(), found.count < Part.allCases.count, visited < Self.mostFiles {
      visited += 1
      guard let status = FileStatus(path: next) else { continue }
      switch status.kind {
      case .directory:
        let names = (try? FileManager.default.contentsOfDirectory(atPath: next)) ?? []
        folders += names.sorted().map { "\(next)/\($0)" }
      case .regular where status.size <= Int64(limit) && (next.hasSuffix(".tflite") || next == path):
        guard let bytes = file(next) else { continue }
        for part in Part.allCases where found[part] == nil && part.isIt(bytes) { found[part] = next }
      default: continue
      }
    }
    return found
  }

  /// Files and folders that are looked at: a package has hundreds.
  private static let mostFiles = 100_000

  /// Writes them into a folder, each under its own name.
  ///
  /// - Throws: `POSIXError` of the call that failed.
  package func install(to folder: String) throws {
    try PrivateFiles.makeDirectory(folder)
    for part in Part.allCases {
      if let bytes = bytes[part] { try PrivateFiles.write(bytes, to: "\(folder)/\(part.fileName)") }
    }
  }
}
