/// One answer of the local origin: what the faults make of a resource.
final class OriginAnswer {
  private let connection: OriginConnection
  private let request: OriginRequest
  /// How many answers the path had before.
  private let earlier: Int
  private var faults: [OriginFault] = []

  init(connection: OriginConnection, request: OriginRequest, earlier: Int) {
    self.connection = connection
    self.request = request
    self.earlier = earlier
  }

  /// Answers; false where the connection is to be closed.
  func give(_ resource: Origin.Resource?) -> Bool {
    switch resource {
    case nil: return reply(404, "there is nothing at \(request.path)\n")
    case .handler(let handler):
      let reply = handler(request)
      return send(status: reply.status, headers: reply.headers, body: reply.body[...])
    case .raw(let answer):
      answer(request, OriginWire(connection: connection))
      return false
    case .moody(let bytes, let moods):
      faults = moods(request)
      return give(bytes, type: "application/octet-stream")
    case .bytes(let bytes, let type, let faults):
      self.faults = faults
      return give(bytes, type: type)
    }
  }

  private func first<R>(_ pick: (OriginFault) -> R?) -> R? { faults.lazy.compactMap(pick).first }
  private func has(_ fault: OriginFault) -> Bool { faults.contains(fault) }

  private func give(_ bytes: [UInt8], type: String) -> Bool {
    if let wait = first({ if case .latency(let wait) = $0 { wait } else { nil } }) {
      guard connection.nap(milliseconds: wait) else { return false }
    }
    if let early = instead(type: type) { return early }
    var bytes = bytes
    if has(.grows) { bytes += [UInt8](repeating: 0, count: earlier) }
    return give(bytes, slice: slice(of: bytes), type: type)
  }

  /// Answers that are not the bytes; nil where the bytes are to be sent.
  private func instead(type: String) -> Bool? {
    for fault in faults {
      switch fault {
      case .dropBeforeAnswer(let times) where earlier < times: return false
      case .notHTTP:
        _ = connection.send(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
        return false
      case .status(let status): return reply(status, "status \(status)\n")
      case .statusAfter(let status, let requests) where earlier >= requests:
        return reply(status, "status \(status) after \(requests) requests\n")
      case .busy(let status, let times, let retryAfter) where earlier < times:
        return reply(status, "busy\n", headers: retryAfter.map { [("Retry-After", $0)] } ?? [])
      case .redirect(let status, let target): return redirect(status, to: target)
      case .redirectInside where !request.path.hasPrefix("/inside/"):
        return redirect(302, to: "/inside" + request.path)
      case .redirectLoop:
        return redirect(302, to: request.query == "again" ? request.path : "\(request.path)?again")
      case .redirectEndless: return redirect(302, to: "\(request.path)?\(earlier)")
      case .rangeStatus(let status) where request.header("Range") != nil: return reply(status, "no ranges\n")
      case .htmlPreview:
        let page =
          "<!DOCTYPE html><html><head><title>clip.mp4 - Preview</title></head><body>Preview</body></html>\n"
        return send(
          status: 200, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(page.utf8)[...])
      case .needs(let name, let text) where request.header(name)?.contains(text) != true:
        return reply(403, "not for you\n")
      case .shuns(let name, let text) where request.header(name)?.contains(text) == true:
        let page = "<!DOCTYPE html><html><head><title>Watch the clip</title></head></html>\n"
        return send(status: 200, headers: [("Content-Type", "text/html")], body: Array(page.utf8)[...])
      case .needsCookie where request.header("Cookie")?.contains("seen=1") != true:
        return reply(
          302, "this way\n", headers: [("Set-Cookie", "seen=1; Path=/"), ("Location", request.path)])
      case .headerBomb(let bytes):
        let lines = (0..<bytes / 100).map { ("X-Filler-\($0)", String(repeating: "x", count: 80)) }
        return send(status: 200, headers: lines, body: [])
      case .headerLineBomb(let bytes):
        return send(status: 200, headers: [("X-Filler", String(repeating: "x", count: bytes))], body: [])
      case .endless:
        guard sendHead(status: 200, headers: [("Content-Type", type)], length: nil, chunked: false) else {
          return false
        }
        let block = [UInt8](repeating: 0x2E, count: 64 << 10)
        while !connection.isStopped, connection.send(block) {
          connection.book.count(sent: block.count, for: request)
        }
        return false
      default: continue
      }
    }
    return nil
  }

  private func redirect(_ status: Int, to target: String) -> Bool {
    reply(status, "this way\n", headers: [("Location", target)])
  }

  private func reply(_ status: Int, _ text: String, headers: [(String, String)] = []) -> Bool {
    send(status: status, headers: [("Content-Type", "text/plain")] + headers, body: Array(text.utf8)[...])
  }

  // MARK: the bytes

  private var date: String {
    first { if case .date(let text) = $0 { text } else { nil } } ?? "Tue, 03 Jan 2023 00:00:00 GMT"
  }

  private var etag: String? {
    if has(.noValidators) || has(.modifiedChanges) || has(.grows) { return nil }
    let tag = has(.etagChanges) ? "\"v\(earlier)\"" : "\"v1\""
    return has(.weakETag) ? "W/" + tag : tag
  }

  private var lastModified: String? {
    if has(.noValidators) || has(.grows) { return nil }
    return has(.modifiedChanges)
      ? "Mon, 02 Jan 2023 00:00:\(earlier % 50 + 10) GMT" : "Mon, 02 Jan 2023 00:00:00 GMT"
  }

  /// The range to send, nil for the whole.
  private func slice(of bytes: [UInt8]) -> Range<Int>? {
    if has(.noRange) || has(.ignoreRange200) { return nil }
    if let condition = request.header("If-Range"), condition != etag, condition != lastModified { return nil }
    guard let asked = request.range(of: bytes.count) else { return nil }
    if has(.rangeFromZero) { return 0..<bytes.count }
    if let shift = first({ if case .wrongRange(let shift) = $0 { shift } else { nil } }) {
      let start = min(max(0, asked.lowerBound + shift), bytes.count - 1)
      return start..<max(start + 1, min(asked.upperBound + shift, bytes.count))
    }
    if let most = first({ if case .shortRange(let most) = $0 { most } else { nil } }) {
      return asked.lowerBound..<min(asked.upperBound, asked.lowerBound + most)
    }
    return asked
  }

  private func give(_ bytes: [UInt8], slice: Range<Int>?, type: String) -> Bool {
    var headers = [("Content-Type", type), ("Date", date)]
    if !has(.noRange) { headers.append(("Accept-Ranges", "bytes")) }
    if let etag { headers.append(("ETag", etag)) }
    if let lastModified { headers.append(("Last-Modified", lastModified)) }
    for case .contentEncoding(let coding) in faults { headers.append(("Content-Encoding", coding)) }
    for case .header(let name, let value) in faults { headers.append((name, value)) }
    guard let slice else { return send(status: 200, headers: headers, body: bytes[...]) }
    let total = has(.unknownTotal) ? "*" : "\(bytes.count)"
    guard !slice.isEmpty else {
      return send(status: 416, headers: headers + [("Content-Range", "bytes */\(total)")], body: [])
    }
    if !has(.noContentRange) {
      headers.append(("Content-Range", "bytes \(slice.lowerBound)-\(slice.upperBound - 1)/\(total)"))
    }
    for case .shiftedRange(let shift) in faults where slice.lowerBound > 0 {
      let padded = bytes + [UInt8](repeating: 0, count: shift)
      return send(
        status: 206, headers: headers, body: padded[(slice.lowerBound + shift)...].prefix(slice.count))
    }
    if has(.lyingRange) { return send(status: 206, headers: headers, body: bytes[..<slice.count]) }
    let extra = first { if case .overlongRange(let extra) = $0 { extra } else { nil } } ?? 0
    let sent = slice.lowerBound..<min(bytes.count, slice.upperBound + extra)
    return send(status: has(.slice200) ? 200 : 206, headers: headers, body: bytes[sent])
  }

  private func send(status: Int, headers: [(name: String, value: String)], body: ArraySlice<UInt8>) -> Bool {
    let isChunked = has(.chunked)
    let hasLength = !isChunked && !has(.noLength)
    let claimed = first { if case .claimedLength(let length) = $0 { length } else { nil } }
    let length = hasLength ? claimed ?? body.count : nil
    guard sendHead(status: status, headers: headers, length: length, chunked: isChunked) else { return false }
    if request.method == "HEAD" { return true }
    guard sendBody(body, chunked: isChunked) else { return false }
    return !has(.noLength) && !has(.close) && claimed == nil
  }

  private func sendHead(
    status: Int, headers: [(name: String, value: String)], length: Int?, chunked: Bool
  ) -> Bool {
    var head = "HTTP/1.1 \(status) \(status < 300 ? "OK" : "Else")\r\n"
    for header in headers { head += "\(header.name): \(header.value)\r\n" }
    if let length { head += "Content-Length: \(length)\r\n" }
    if let length, has(.twoLengths) { head += "Content-Length: \(length + 1)\r\n" }
    if chunked { head += "Transfer-Encoding: chunked\r\n" }
    if has(.close) || length == nil && !chunked { head += "Connection: close\r\n" }
    return connection.send(Array((head + "\r\n").utf8))
  }

  /// Sends a slice whose indices are the object's offsets.
  private func sendBody(_ body: ArraySlice<UInt8>, chunked: Bool) -> Bool {
    var end = body.endIndex
    var mustClose = false
    var mustHold = false
    for fault in faults {
      switch fault {
      case .truncate(let count) where body.startIndex + count < end:
        end = body.startIndex + count
        mustClose = true
      case .drop(let offset, let times)
      where earlier < times && offset >= body.startIndex && offset < end:
        end = offset
        mustClose = true
      case .stall(let count) where body.startIndex + count < end:
        end = body.startIndex + count
        mustHold = true
      default: continue
      }
    }
    for case .gate(let gate, let offset) in faults where body.startIndex < offset && offset < end {
      guard sendPaced(body[..<offset], chunked: chunked) else { return false }
      while !gate.isOpen { guard connection.nap(milliseconds: 5) else { return false } }
      return sendBody(body[offset...], chunked: chunked)
    }
    guard sendPaced(body[..<end], chunked: chunked) else { return false }
    if mustHold { connection.hold() }
    if mustHold || mustClose { return false }
    return !chunked || connection.send(Array("0\r\n\r\n".utf8))
  }

  private func sendPaced(_ body: ArraySlice<UInt8>, chunked: Bool) -> Bool {
    let rate = first { if case .rate(let rate) = $0 { rate } else { nil } }
    let block = rate.map { max(1, min(64 << 10, $0 / 50)) } ?? 256 << 10
    let start = ContinuousClock.now
    var sent = 0
    var rest = body
    while !rest.isEmpty {
      if let rate {
        let due = start + .nanoseconds(Int64(Double(sent) / Double(rate) * 1e9))
        let wait = Int((due - .now) / .milliseconds(1))
        guard connection.nap(milliseconds: wait) else { return false }
      }
      let piece = rest.prefix(block)
      if chunked {
        guard connection.send(Array("\(String(piece.count, radix: 16))\r\n".utf8)) else { return false }
      }
      // Counted first: whoever has read it may ask for the count at once.
      connection.book.count(sent: piece.count, for: request)
      guard connection.send(piece) else {
        connection.book.count(sent: -piece.count, for: request)
        return false
      }
      if chunked { guard connection.send(Array("\r\n".utf8)) else { return false } }
      sent += piece.count
      rest = rest.dropFirst(block)
    }
    return true
  }
}
