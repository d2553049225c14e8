internal import LipSync
internal import Platform

/// The directory of `-o`, created and tested before anything is paid for or downloaded.
enum Destination {
  /// Runs `body` with a directory that can be written to, or none. Directories that were made for it and stayed empty
  /// are removed afterwards.
  ///
  /// - Throws: a `Failure` if the directory cannot be used or its disk is full, and what `body` throws.
  static func with<T: Sendable>(_ path: String?, _ body: () async throws -> T) async throws -> T {
    guard let path else { return try await body() }
    var made: [String] = []
    defer {
      // A directory that is not empty stays, and so do its parents.
      while let last = made.popLast(), rmdir(last) == 0 {}
    }
    try make(path, &made)
    try probe(path)
    return try await body()
  }

  /// Creates the missing directories of a path and records them, outermost first.
  private static func make(_ path: String, _ made: inout [String]) throws {
    guard !path.isEmpty else { throw refusal(path, ENOENT) }
    var missing: [String] = []
    var current = path
    var status = stat()
    while stat(current, &status) != 0 {
      guard errno == ENOENT else { throw refusal(path, errno) }
      missing.append(current)
      current = parent(of: current)
    }
    for directory in missing.reversed() {
      if mkdir(directory, 0o777) == 0 {
        made.append(directory)
      } else if errno != EEXIST {
        throw refusal(path, errno)
      }
    }
  }

  /// Writes and removes a small file.
  private static func probe(_ path: String) throws {
    let name = path + "/.lipflight-\(UUID().uuidString)"
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refusal(path, errno) }
    let bytes = [UInt8](repeating: 0, count: 4096)
    let count = write(descriptor, bytes, bytes.count)
    let trouble = count == bytes.count ? 0 : count < 0 ? errno : ENOSPC
    close(descriptor)
    unlink(name)
    if trouble != 0 { throw refusal(path, trouble) }
  }

  private static func parent(of path: String) -> String {
    let trimmed = path.reversed().drop { $0 == "/" }
    let parent = trimmed.drop { $0 != "/" }.drop { $0 == "/" }
    return parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : String(parent.reversed())
  }

  private static func refusal(_ path: String, _ code: Int32) -> Failure {
    Failure(
      FileTrouble.status(code), "The directory '\(path)' of -o cannot be used: \(FileTrouble.words(code)).",
      remedy: FileTrouble.remedy(code) + " Nothing was submitted or downloaded.")
  }
}
