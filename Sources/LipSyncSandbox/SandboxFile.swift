internal import LipSync
internal import LipSyncMedia
internal import LoopbackServer
internal import Platform

/// A file that the sandbox serves under an entity tag, whole or in ranges.
struct SandboxFile {
  var path: String
  /// Its length as far as it is served.
  var bytes: Int64
  var type: String
  /// The entity tag, with its quotes.
  var tag: String

  /// Answers a request for it; false if the client is gone.
  func send(for request: LoopbackRequest, _ reply: Reply) throws -> Bool {
    var headers: Reply.Headers = [("Content-Type", type), ("Accept-Ranges", "bytes"), ("ETag", tag)]
    let condition = request.header("If-Range")
    let asked = condition == nil || condition == tag ? request.header("Range") : nil
    let range: Range<Int64>
    var status = 200
    switch ByteRange(header: asked, length: bytes) {
    case .unsatisfiable:
      headers.append(("Content-Range", "bytes */\(bytes)"))
      return reply.head(416, headers, length: 0)
    case .part(let part):
      (range, status) = (part.lowerBound..<part.upperBound + 1, 206)
      headers.append(("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound)/\(bytes)"))
    case .whole: range = 0..<bytes
    }
    // Opened first: if that fails, nothing was announced yet.
    let source = try FileSource(path: path)
    guard reply.head(status, headers, length: Int64(range.count)) else { return false }
    return try reply.isHead || send(source, range, reply)
  }

  private func send(_ source: FileSource, _ range: Range<Int64>, _ reply: Reply) throws -> Bool {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let part = UnsafeMutableRawBufferPointer(
        rebasing: buffer.prefix(Int(min(Int64(buffer.count), range.upperBound - offset))))
      let count = try source.read(at: offset, into: part, deadline: .none)
      // The file was truncated meanwhile: what was announced cannot be sent.
      guard count > 0, reply.connection.send(UnsafeRawBufferPointer(rebasing: part[..<count])) else {
        return false
      }
      offset += Int64(count)
    }
    return true
  }
}
