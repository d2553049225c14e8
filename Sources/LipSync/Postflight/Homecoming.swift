internal import Crypto
internal import FoundationEssentials
internal import Media
internal import Transfer

/// A result or cover on this machine.
struct Homecoming: Sendable {
  var path: String
  var bytes: Int64
  var sha256: String?
  var verifiedBy: String?

  /// Where a downloaded thing is to lie: `name` plus the extension that its URL shows, or `fallback`.
  static func fileName(_ name: String?, url: String, fallback: String) -> String {
    let path = url.prefix { $0 != "?" && $0 != "#" }
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    let dot = last.lastIndex(of: ".")
    let suffix = dot.map { last[last.index(after: $0)...].lowercased() } ?? ""
    let known = ["mp4", "mov", "m4v", "webm", "mkv", "jpg", "jpeg", "png", "webp", "gif"]
    let ending = known.contains(suffix) ? suffix : fallback
    let stem = name ?? String(last[..<(dot ?? last.endIndex)])
    return safe(stem) + "." + ending
  }

  /// Letters, digits, `.`, `_` and `-`, no leading dot, at most 100 bytes: nothing that leaves the directory.
  static func safe(_ stem: String) -> String {
    let kept = stem.unicodeScalars.map { scalar in
      let plain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return plain || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    let trimmed = String(kept.prefix(100).drop { $0 == "." })
    return trimmed.isEmpty ? "result" : trimmed
  }

  /// A source as a file: a path stays where it is, a URL is downloaded into `directory`.
  static func bring(
    _ source: Source, name: String?, fallback: String, directory: String, client: HTTPClient,
    progress: (@Sendable (Int64, Int64?) -> Void)?
  ) async throws -> Homecoming {
    switch source {
    case .file(let path):
      return Homecoming(
        path: path, bytes: try await onBlockingThread { try FileSource(path: path).size ?? 0 })
    case .url(let url):
      let path = directory + "/" + fileName(name, url: url, fallback: fallback)
      var request = Request(url: url, totalTimeout: nil)
      request.headers = []
      let summary = try await client.download(request, to: path, progress: progress)
      return Homecoming(
        path: summary.path, bytes: summary.bytes, sha256: summary.sha256, verifiedBy: summary.verifiedBy)
    }
  }

  /// SHA-256 of a file in lower-case hex, read in pieces. Blocks.
  static func sha256(of path: String) throws -> String {
    let source = try FileSource(path: path)
    var hash = SHA256()
    var offset: Int64 = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(at: offset, into: buffer, deadline: .none)
      guard count > 0 else { break }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += Int64(count)
    }
    return hash.finalize().map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }
}

/// A directory that goes away with its last owner.
final class ScratchDirectory: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("lipflight-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
