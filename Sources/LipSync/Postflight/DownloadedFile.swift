internal import LipSyncMedia
internal import LipSyncTransfer
internal import Platform
internal import Synchronization

/// A result or cover as a local file, downloaded if need be.
package struct DownloadedFile: Sendable {
  var path: String
  var bytes: Int64
  var sha256: String?
  var verifiedBy: String?

  /// Bytes that a chosen name may have at most, with room for an ending and for that of a part.
  static let nameLimit = 200

  /// What the file is, with the extensions that it may have; the first one replaces any other.
  enum Kind: Sendable {
    case result
    case cover

    var subject: Subject { self == .result ? .result : .cover }

    var endings: [String] {
      switch self {
      case .result: ["mp4", "mov", "m4v", "webm", "mkv"]
      case .cover: ["jpg", "jpeg", "png", "webp", "gif"]
      }
    }
  }

  /// The file name of a download: `name`, or the URL's own, with an extension that its kind allows.
  static func fileName(_ name: String?, url: String, kind: Kind) -> String {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    let dot = last.lastIndex(of: ".")
    let suffix = dot.map { last[last.index(after: $0)...].lowercased() } ?? ""
    let ending = kind.endings.contains(suffix) ? suffix : kind.endings[0]
    let stem = name.map(usable) ?? safe(String(last[..<(dot ?? last.endIndex)]))
    return stem + "." + ending
  }

  /// The paths that a result of this name may get, by its ending.
  package static func resultPaths(_ stem: String) -> [String] { Kind.result.endings.map { stem + "." + $0 } }

  /// A path that does not exist yet: `path` itself, or with the first free number after its stem.
  static func free(_ path: String, taken: (String) -> Bool) -> String {
    guard taken(path) else { return path }
    let dot = path.lastIndex(of: ".") ?? path.endIndex
    for number in 2... {
      let next = "\(path[..<dot])-\(number)\(path[dot...])"
      if !taken(next) { return next }
    }
    return path
  }

  /// A name that was chosen: as it is, if it can be a file's.
  private static func usable(_ stem: String) -> String {
    PathPart.trouble(stem, limit: nameLimit) == nil ? stem : safe(stem)
  }

  /// Letters, digits, `.`, `_` and `-`, no leading dot, at most 100 bytes: it cannot leave the directory.
  ///
  /// A changed text gets a piece of its SHA-256, so that two of them do not share a name.
  static func safe(_ stem: String) -> String {
    let kept = stem.unicodeScalars.map { scalar in
      let plain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return plain || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    let trimmed = String(kept.prefix(100).drop { $0 == "." })
    if trimmed == stem { return trimmed }
    let mark = Digest.sha256(stem).prefix(8)
    return (trimmed.isEmpty ? "result" : trimmed) + "-" + mark
  }

  /// A source as a local file: a path is used as it is, a URL is downloaded into `directory`.
  ///
  /// A given name may be overwritten: it is the same task's result. A name from the URL is
  /// not overwritten: if the file exists, the download gets a number.
  ///
  /// - Parameters:
  ///   - arrival: through which a download can be read while it arrives.
  ///   - refresh: gives a fresh URL if the current one has expired.
  static func fetch(
    _ source: Source, name: String?, kind: Kind, directory: String, client: HTTPClient,
    arrival: Arrival? = nil, progress: (@Sendable (Int64, Int64?) -> Void)? = nil,
    refresh: Postflight.Refresh? = nil
  ) async throws -> DownloadedFile {
    switch source {
    case .file(let path):
      return DownloadedFile(
        path: path, bytes: try await onBlockingThread { try FileSource(path: path).size ?? 0 })
    case .url(let url):
      let wanted = directory + "/" + fileName(name, url: url, kind: kind)
      let path =
        name == nil ? free(wanted) { FileManager.default.fileExists(atPath: $0) } : wanted
      let renew: (@Sendable (TransferError) async -> String?)?
      if let refresh { renew = later(url, kind, refresh) } else { renew = nil }
      let summary = try await client.download(
        Request(url: url, totalTimeout: nil), to: path, arrival: arrival, progress: progress,
        refresh: renew)
      return DownloadedFile(
        path: summary.path, bytes: summary.bytes, sha256: summary.sha256, verifiedBy: summary.verifiedBy)
    }
  }

  /// A fresh URL where there is one. A result that is not there (404) may come a moment after its task is over, and is asked for
  /// again under the same one after a while.
  private static func later(
    _ url: String, _ kind: Kind, _ refresh: @escaping Postflight.Refresh
  ) -> @Sendable (TransferError) async -> String? {
    let pauses = Mutex(kind == .result ? Defaults.resultPauses : [])
    return { error in
      if let fresh = await refresh(kind.subject) { return fresh }
      guard error.status == 404, let pause = pauses.withLock({ $0.isEmpty ? nil : $0.removeFirst() }),
        (try? await Task.sleep(for: pause)) != nil
      else { return nil }
      return url
    }
  }

  /// SHA-256 of a file in lower-case hex, read in pieces. Blocks.
  static func sha256(of path: String, deadline: Deadline) throws -> String {
    let source = try FileSource(path: path)
    var digest = Digest()
    var offset: Int64 = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(at: offset, into: buffer, deadline: deadline)
      guard count > 0 else { break }
      digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += Int64(count)
    }
    return hex(digest.value())
  }
}
