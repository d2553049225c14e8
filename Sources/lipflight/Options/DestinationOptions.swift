internal import ArgumentParser
internal import LipSync
internal import LipSyncBase

/// Where results go.
struct DestinationOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Directory for the result, its cover and the report, created if missing; or the result's own name, ending in .mp4.",
      valueName: "dir"),
    completion: .directory)
  var directory: String

  /// The directory, and what the result is called there; nil for the task's id.
  var place: (directory: String, name: String?) { Self.place(directory) }

  /// What is meant by a path: a directory that is there always is one.
  static func place(_ path: String) -> (directory: String, name: String?) {
    guard path.lowercased().hasSuffix(".mp4"), FileStatus(path: path)?.kind != .directory else {
      return (path, nil)
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let parent = parts.dropLast().joined(separator: "/")
    let stem = String(parts.last?.dropLast(4) ?? "")
    return (parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent, stem)
  }

  func validate() throws {
    let (directory, name) = place
    guard let name else {
      let other = [".mov", ".m4v", ".webm", ".mkv", ".avi"].first {
        self.directory.lowercased().hasSuffix($0)
      }
      guard let other, FileStatus(path: self.directory)?.kind != .directory else { return }
      let better = self.directory.dropLast(other.count) + ".mp4"
      throw ValidationError(
        "-o '\(self.directory)': results are MP4 files. Name it '\(better)', or name a directory.")
    }
    if let trouble = PathPart.trouble(name, limit: 200) {
      throw ValidationError("-o '\(self.directory)': the file's name \(trouble).")
    }
    if let there = DownloadedFile.resultPaths(directory + "/" + name).first(where: {
      FileStatus(path: $0) != nil
    }) {
      throw ValidationError(
        "'\(there)' is there already, and is not replaced. Give another name with -o, or move it.")
    }
  }
}
