import TestSupport
import Testing

@testable import LipSync

/// Misbehaviours of hosts, by name, and what an inspection has to find: the rows of the table behind `HostileOriginTests`.
struct Hostility: Sendable, CustomTestStringConvertible {
  /// Whether more bytes come than the length that is stated, and then the connection's end.
  var goesOnAndCloses: Bool {
    guard case .file(_, _, let faults) = resource else { return false }
    return faults.contains { if case .claimedLength = $0 { true } else { false } }
  }

  /// What lies at the URL.
  enum Resource: Sendable {
    case file(File, type: String, faults: [OriginFault])
    /// With other faults for each request.
    case moody(File, @Sendable (OriginRequest) -> [OriginFault])
    case reply(OriginReply)
    case raw(@Sendable (OriginRequest, OriginWire) -> Void)
  }

  /// Files to serve, made once.
  enum File: Sendable { case clip, longClip, sound, largeSound, largeClip, indexLast, nothing }

  let name: String
  let resource: Resource
  let rules: [String]
  /// What the first finding says, in part.
  var says = ""
  /// The most severe finding's severity; nil where there is none.
  var isRefused = true
  /// Whether it would go on for ever: it is given a second, and ends by itself.
  var isEndless = false

  var testDescription: String { name }
}

extension Hostility {
  /// A file with faults.
  static func file(
    _ name: String, _ faults: [OriginFault], _ rules: [String], _ file: File = .clip,
    type: String = "video/mp4",
    says: String = "", isRefused: Bool = true, isEndless: Bool = false
  ) -> Hostility {
    Hostility(
      name: name, resource: .file(file, type: type, faults: faults), rules: rules, says: says,
      isRefused: isRefused, isEndless: isEndless)
  }

  /// The same answer to every request.
  static func body(
    _ name: String, _ body: String, _ rules: [String], status: Int = 200, type: String = "video/mp4",
    headers: [(String, String)] = [], says: String = "", isRefused: Bool = true
  ) -> Hostility {
    bytes(
      name, Array(body.utf8), rules, status: status, type: type, headers: headers, says: says,
      isRefused: isRefused)
  }

  static func bytes(
    _ name: String, _ body: [UInt8], _ rules: [String], status: Int = 200, type: String = "video/mp4",
    headers: [(String, String)] = [], says: String = "", isRefused: Bool = true
  ) -> Hostility {
    Hostility(
      name: name,
      resource: .reply(OriginReply(status: status, headers: [("Content-Type", type)] + headers, body: body)),
      rules: rules, says: says, isRefused: isRefused)
  }

  /// Bytes on the wire, whatever they are.
  static func raw(
    _ name: String, _ rules: [String], says: String = "", isRefused: Bool = true, isEndless: Bool = false,
    _ answer: @escaping @Sendable (OriginRequest, OriginWire) -> Void
  ) -> Hostility {
    Hostility(
      name: name, resource: .raw(answer), rules: rules, says: says, isRefused: isRefused, isEndless: isEndless
    )
  }

  private static func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
  }

  static let head = "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n"

  // MARK: the table

  static let ranges: [Hostility] = [
    .file("HEAD is refused, which nobody sends", [], [], isRefused: false),
    .file("Range is ignored", [.noRange], ["link.no-ranges"], says: "start over", isRefused: false),
    .file("Range is advertised and ignored", [.ignoreRange200], ["link.no-ranges"], isRefused: false),
    .file("206 for a range that starts elsewhere", [.wrongRange(shift: 7)], ["link.bad-ranges"]),
    .file("206 from the start, whatever was asked", [.rangeFromZero], ["link.bad-ranges"], .sound),
    .file("206 without Content-Range", [.noContentRange], ["link.bad-ranges"], says: "without Content-Range"),
    .file("206 with more bytes than asked for", [.overlongRange(extra: 9)], ["link.bad-ranges"], .sound),
    .file(
      "206 for half of what was asked", [.shortRange(32 << 10)], ["link.content-type", "link.bad-ranges"],
      .sound, type: "application/octet-stream", isRefused: false),
    .file(
      "206 for 1000 bytes at most", [.shortRange(1000)], ["link.bad-ranges"], .longClip,
      says: "sends 1000 bytes, but \(Defaults.firstBytes) were requested"),
    .file("206 without a total", [.unknownTotal], ["link.no-length"], isRefused: false),
    .file(
      "another total with each answer", [.grows], ["link.bad-ranges"], .sound, says: "length changed",
      isRefused: false),
    .file(
      "another ETag with each answer", [.etagChanges], ["link.bad-ranges"], .sound, says: "ETag",
      isRefused: false),
    .file(
      "another Last-Modified with each answer", [.modifiedChanges], ["link.bad-ranges"], .sound,
      says: "Last-Modified", isRefused: false),
    Hostility(
      name: "416 for every range but the first",
      resource: .moody(.sound) {
        $0.header("Range")?.hasPrefix("bytes=0-") == true ? [] : [.rangeStatus(416)]
      }, rules: ["link.content-type", "link.bad-ranges"]),
    Hostility(
      name: "the whole for every range but the first",
      resource: .moody(.sound) { $0.header("Range")?.hasPrefix("bytes=0-") == true ? [] : [.noRange] },
      rules: ["link.content-type", "link.no-ranges"], isRefused: false),
    .raw("a page for every range but the first", ["link.bad-ranges"], says: "length changed") {
      request, wire in
      guard let sound = try? InspectorTests.long.get() else { return }
      let page = "<html><title>Slow down</title>"
      let first = Defaults.firstBytes
      if request.header("Range")?.hasPrefix("bytes=0-") == true {
        wire.send(
          "HTTP/1.1 206 Partial Content\r\nContent-Type: audio/wav\r\nContent-Length: \(first)\r\n"
            + "Content-Range: bytes 0-\(first - 1)/\(sound.count)\r\n\r\n")
        wire.send(Array(sound.prefix(first)))
      } else {
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)")
      }
    },
    .raw("a total that is smaller than the file", ["link.bad-ranges"], says: "sends more from byte") {
      request, wire in
      guard let sound = try? InspectorTests.long.get(), let range = request.range(of: sound.count) else {
        return
      }
      let part = Array(sound[range])
      wire.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Type: audio/wav\r\nContent-Length: \(part.count)\r\n"
          + "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/\(Defaults.firstBytes + 34_464)\r\n\r\n"
      )
      wire.send(part)
    },
    .raw("no total, and an empty 206 behind the end", ["link.no-length"], isRefused: false) { request, wire in
      guard let clip = try? InspectorTests.clip.get(), let range = request.range(of: clip.count) else {
        return
      }
      wire.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Type: video/mp4\r\nContent-Length: \(range.count)\r\n"
          + "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/*\r\n\r\n")
      wire.send(Array(clip[range]))
    },
    .file("the first bytes under every name", [.lyingRange], ["link.bad-ranges"], .sound),
    .file(
      "shifted bytes under a right Content-Range, of a video", [.shiftedRange(by: 3)], ["link.bad-ranges"],
      .longClip, says: "other bytes under the name"),
    .file(
      "shifted bytes under a right Content-Range, of sound", [.shiftedRange(by: 3)], ["link.bad-ranges"],
      .sound),
    .file("200 with a Content-Range that is right", [.slice200], [], isRefused: false),
    .file("416 for any range", [.rangeStatus(416)], ["link.no-ranges"], isRefused: false),
    .file("406 for any range", [.rangeStatus(406)], ["link.no-ranges"], isRefused: false),
    .file("403 for any range", [.rangeStatus(403)], ["link.no-ranges"], isRefused: false),
    .file("501 for any range", [.rangeStatus(501)], ["link.no-ranges"], isRefused: false),
    .file("416 for an empty file", [], ["link.empty"], .nothing),
    .raw("200 with a Content-Range of all there is", ["link.no-ranges"], isRefused: false) { _, wire in
      guard let sound = try? HostileOriginTests.longClip.get() else { return }
      wire.send(
        head
          + "Content-Length: \(sound.count)\r\nContent-Range: bytes 0-\(sound.count - 1)/\(sound.count)\r\n\r\n"
      )
      wire.send(sound)
    },
    .raw("two Content-Ranges that differ", ["link.bad-ranges"], says: "2 Content-Ranges that differ") {
      _, wire in
      guard let clip = try? InspectorTests.clip.get() else { return }
      let range = "Content-Range: bytes 0-\(clip.count - 1)/"
      wire.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Type: video/mp4\r\nContent-Length: \(clip.count)\r\n"
          + range + "\(clip.count)\r\n" + range + "999999\r\n\r\n")
      wire.send(clip)
    },
    .raw("multipart/byteranges for one range", ["link.bad-ranges"]) { _, wire in
      let part = "--x\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-3/100\r\n\r\nabcd\r\n--x--\r\n"
      wire.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=x\r\n"
          + "Content-Length: \(part.utf8.count)\r\n\r\n" + part)
    },
    .raw("206 without a byte", ["link.bad-ranges"]) { _, wire in
      wire.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-65535/99999\r\nContent-Length: 0\r\n"
          + "Connection: close\r\n\r\n")
    },
    .raw("206 of 2^63 bytes", ["link.content-type", "link.bad-ranges"]) { _, wire in
      wire.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-65535/9223372036854775807\r\n"
          + "Content-Length: 65536\r\n\r\nfLaC" + String(repeating: "x", count: 65532))
    },
    Hostility(
      name: "gzip around the second range alone",
      resource: .moody(.sound) {
        $0.header("Range")?.hasPrefix("bytes=0-") == true ? [] : [.contentEncoding("gzip")]
      }, rules: ["link.content-type", "link.bad-ranges"]),
    .file("403 from the second request on", [.statusAfter(403, requests: 1)], ["link.http-status"], .sound),
    .file(
      "25 MB of sound without ranges", [.noRange], ["link.no-ranges", "media.duration-uncertain"],
      .largeSound, isRefused: false),
    .file(
      "25 MB of video without ranges, index in front", [.noRange], ["link.no-ranges"], .largeClip,
      isRefused: false),
    .file(
      "25 MB of video without ranges, index last", [.noRange],
      ["link.no-ranges", "media.duration-uncertain"],
      .indexLast, says: "(moov)", isRefused: false),
    .file(
      "25 MB without ranges, cut at 1 MB each time", [.noRange, .truncate(at: 1 << 20)],
      ["link.no-ranges", "media.truncated"], .largeSound),
  ]

  static let lengths: [Hostility] = [
    .file(
      "chunked, no length", [.noRange, .chunked], ["link.no-ranges", "link.no-length"], isRefused: false),
    .file(
      "neither length nor chunks", [.noRange, .noLength], ["link.no-ranges", "link.no-length"],
      isRefused: false),
    .file(
      "25 MB without ranges and length", [.noRange, .noLength],
      ["link.no-ranges", "link.no-length", "media.duration-uncertain"], .largeSound, isRefused: false),
    .file("two lengths that differ", [.twoLengths], ["link.unreachable"], says: "several lengths"),
    .file(
      "a length of 2^50", [.noRange, .claimedLength(1 << 50)], ["link.no-ranges", "media.truncated"], .sound),
    .file(
      "a length of 2^50 of 25 MB", [.noRange, .claimedLength(1 << 50)],
      ["link.no-ranges", "media.duration-uncertain"], .largeSound, isRefused: false),
    .file(
      "a length that is too small", [.noRange, .claimedLength(5000)],
      ["link.no-ranges", "media.truncated"], .sound),
    .raw("a negative length", ["link.unreachable"]) { _, wire in
      wire.send(head + "Content-Length: -5\r\n\r\nabcde")
    },
    .raw("a length that is no number", ["link.unreachable"]) { _, wire in
      wire.send(head + "Content-Length: many\r\n\r\nabcde")
    },
    .raw("the same length twice", ["link.no-ranges", "link.no-length"], isRefused: false) { _, wire in
      guard let clip = try? InspectorTests.clip.get() else { return }
      let line = "Content-Length: \(clip.count)\r\n"
      wire.send(head + line + line + "\r\n")
      wire.send(clip)
    },
    .raw("HTTP/1.0, closed at the end", ["link.no-ranges", "link.no-length"], isRefused: false) { _, wire in
      wire.send("HTTP/1.0 200 OK\r\nContent-Type: video/mp4\r\n\r\n")
      if let clip = try? InspectorTests.clip.get() { wire.send(clip) }
    },
    .raw("chunks that are none", ["link.unreachable"], says: "broke") { _, wire in
      wire.send(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n")
    },
    .raw("chunks that break off", ["link.unreachable"], says: "broke off after 3 bytes") { _, wire in
      wire.send(head + "Transfer-Encoding: chunked\r\n\r\nffff\r\nabc")
    },
    .file(
      "closed before the stated end", [.truncate(at: 1000)], ["media.truncated"], says: "ended after 1000 of "
    ),
    .file(
      "closed before the stated end, no ranges", [.noRange, .truncate(at: 150_000)],
      ["link.no-ranges", "media.truncated"], .sound),
    .file("an empty body", [.noRange], ["link.empty"], .nothing),
    .raw("a first segment without the others", ["media.unreadable"], says: "none follow") { request, wire in
      guard let clip = try? HostileOriginTests.firstSegment.get(), let range = request.range(of: clip.count)
      else { return }
      wire.send(
        "HTTP/1.1 206 Partial Content\r\nContent-Type: video/mp4\r\nContent-Length: \(range.count)\r\n"
          + "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/\(clip.count)\r\n\r\n")
      wire.send(Array(clip[range]))
    },
    .bytes("204 No Content", [], ["link.empty"], status: 204),
  ]

  static let limits: [Hostility] = [
    .file("a body without end", [.endless], ["link.text"]),
    .raw("chunks without end", ["link.no-ranges", "link.no-length", "media.not-media"]) { _, wire in
      wire.send(head + "Transfer-Encoding: chunked\r\n\r\n")
      let chunk = "4000\r\n" + String(repeating: "\u{7f}\u{1}", count: 0x2000) + "\r\n"
      while wire.send(chunk) {}
    },
    .raw(
      "sound without end", ["link.no-ranges", "link.no-length", "media.duration-uncertain"], isRefused: false
    ) { _, wire in
      wire.send(head + "\r\n")
      let frame: [UInt8] = [0xff, 0xfb, 0x90, 0x64] + [UInt8](repeating: 0x55, count: 413)
      let block = Array(repeatElement(frame, count: 100).joined())
      while wire.send(block) {}
    },
    .raw("a byte at a time", ["link.timeout"], isEndless: true) { _, wire in
      wire.send(head + "Content-Length: 100000\r\n\r\n")
      while wire.send("\0"), wire.nap(milliseconds: 20) {}
    },
    .raw("a header byte at a time", ["link.timeout"], isEndless: true) { _, wire in
      wire.send(head + "X-Slow: ")
      while wire.send("x"), wire.nap(milliseconds: 20) {}
    },
    .file("nothing after 100 bytes", [.stall(after: 100)], ["link.timeout"], isEndless: true),
    .raw("no answer", ["link.timeout"], isEndless: true) { _, wire in wire.hold() },
    .raw("interim answers without end", ["link.unreachable"], says: "headers are larger") { _, wire in
      while wire.send("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n") {}
    },
    .file("600 KB of header lines", [.headerBomb(bytes: 600_000)], ["link.unreachable"], says: "headers"),
    .file(
      "a header line of 600 KB", [.headerLineBomb(bytes: 600_000)], ["link.unreachable"], says: "headers"),
    .raw("header lines without end", ["link.unreachable"], says: "headers") { _, wire in
      wire.send(head)
      while wire.send("X-More: " + String(repeating: "x", count: 1000) + "\r\n") {}
    },
    .raw("a redirect with a long body that does not come", [], isRefused: false) { request, wire in
      guard request.query == nil else {
        guard let clip = try? InspectorTests.clip.get() else { return }
        let range = request.range(of: clip.count) ?? 0..<clip.count
        wire.send(
          "HTTP/1.1 206 Partial Content\r\nContent-Type: video/mp4\r\nContent-Length: \(range.count)\r\n"
            + "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/\(clip.count)\r\n\r\n")
        wire.send(Array(clip[range]))
        return
      }
      wire.send("HTTP/1.1 302 Found\r\nLocation: ?again\r\nContent-Length: 1000000\r\n\r\nabc")
      wire.hold()
    },
    .raw("a redirect with a body without end", ["link.unreachable"], says: "redirect") { _, wire in
      wire.send("HTTP/1.1 302 Found\r\nLocation: ?again\r\n\r\n")
      let block = [UInt8](repeating: 0x20, count: 1 << 16)
      while wire.send(block) {}
    },
    .bytes(
      "a compressed bomb", Bomb.gzip(repeating: 0, count: 100 << 20),
      ["link.content-type", "link.no-ranges", "media.duration-uncertain"],
      headers: [("Content-Encoding", "gzip")], isRefused: false),
    .bytes(
      "a compressed bomb that begins as media",
      Bomb.gzip(Array("RIFF\u{7f}\u{7f}\u{7f}\u{7f}WAVE".utf8), repeating: 0, count: 100 << 20),
      ["link.content-type", "link.no-ranges", "media.duration-uncertain"],
      headers: [("Content-Encoding", "gzip")], isRefused: false),
    .bytes(
      "a compressed page", Gzip.stored(Array("<html><title>Sign in</title>".utf8)), ["link.html-page"],
      headers: [("Content-Encoding", "gzip")], says: "login page"),
  ]

  static let redirects: [Hostility] = [
    .file("a good redirect", [.redirectInside], [], isRefused: false),
    .file("a redirect to itself", [.redirectLoop], ["link.redirect"]),
    .file("redirects to ever new places", [.redirectEndless], ["link.redirect"]),
    .file("a redirect to a file", [.redirect(302, to: "file:///etc/passwd")], ["link.redirect"]),
    .file("a redirect to FTP", [.redirect(302, to: "ftp://127.0.0.1/a")], ["link.redirect"]),
    .file(
      "a redirect to metadata", [.redirect(302, to: "http://169.254.169.254/")], ["link.private-address"]),
    .file(
      "a redirect to metadata in decimal", [.redirect(302, to: "http://2852039166/")],
      ["link.private-address"]),
    .file(
      "a redirect to metadata in IPv6", [.redirect(302, to: "http://[::ffff:169.254.169.254]/")],
      ["link.private-address"]),
    .file("a redirect with a password", [.redirect(302, to: "http://a:b@127.0.0.1/")], ["link.redirect"]),
    .raw("a redirect to nowhere", ["link.redirect"], says: "no Location") { _, wire in
      wire.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
    },
    .raw("a redirect to a login page", ["link.html-page"], says: "login page") { request, wire in
      let page = "<html><title>Welcome</title><input type=\"password\">"
      wire.send(
        request.query == nil
          ? "HTTP/1.1 302 Found\r\nLocation: /x/../a?login\r\nContent-Length: 0\r\n\r\n"
          : "HTTP/1.1 200 OK\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)")
    },
    .file(
      "a redirect to a login page out of reach", [.redirect(302, to: "http://login.localhost:1/in")],
      ["link.html-page"], says: "redirects to a login page at login.localhost"),
    .file("a redirect that only a cookie ends", [.needsCookie], ["link.client-bound"], says: "cookie"),
  ]

  static let clients: [Hostility] = [
    .file("for browsers alone", [.needs("User-Agent", containing: "Mozilla")], ["link.client-bound"]),
    .file("not for browsers", [.shuns("User-Agent", containing: "Mozilla")], ["link.client-bound"]),
    .file("for its own pages alone", [.needs("Referer", containing: "127.0.0.1")], ["link.client-bound"]),
    .file("for those who are logged in", [.status(401)], ["link.http-status"], says: "401"),
    .file("for those who pay", [.status(402)], ["link.http-status"], says: "402"),
    .file("for a proxy's users", [.status(407)], ["link.http-status"], says: "407"),
    .file("not in this country", [.status(451)], ["link.http-status"], says: "451"),
    .file("gone", [.status(410)], ["link.http-status"], says: "410"),
    .file("404", [.status(404)], ["link.http-status"], says: "404"),
    .file("500 all the time", [.status(500)], ["link.http-status"], says: "500"),
    .body(
      "202, not ready yet", #"{"status":"processing"}"#, ["link.http-status"], status: 202,
      type: "application/json", says: "still preparing"),
    .bytes("202 without a word", [], ["link.http-status"], status: 202, says: "still preparing"),
    .file("304 for nothing", [.status(304)], ["link.http-status"], says: "304 Not Modified"),
    .file("522 from Cloudflare", [.status(522)], ["link.http-status"], says: "connection timed out"),
    Hostility(
      name: "too many requests from the second on",
      resource: .moody(.sound) {
        $0.header("Range")?.hasPrefix("bytes=0-") == true ? [] : [.busy(429, times: 99, retryAfter: "0")]
      }, rules: ["link.content-type", "link.http-status"]),
    .file("a status of 999", [.status(999)], ["link.http-status"], says: "999"),
    .file(
      "503 once, and asks to wait no time", [.busy(503, times: 1, retryAfter: "0")], [], isRefused: false),
    .file("429 twice", [.busy(429, times: 2, retryAfter: "0")], [], isRefused: false),
    .file("429 for an hour", [.busy(429, times: 99, retryAfter: "3600")], ["link.http-status"], says: "3600"),
    .file(
      "503 until the year 2100", [.busy(503, times: 99, retryAfter: "Fri, 01 Jan 2100 00:00:00 GMT")],
      ["link.http-status"], says: "2100"),
    .file("closed without an answer once", [.dropBeforeAnswer(times: 1)], [], isRefused: false),
    .file("closed without an answer", [.dropBeforeAnswer(times: 99)], ["link.unreachable"]),
    .file("another protocol", [.notHTTP], ["link.unreachable"]),
    .raw("HTTP/0.9", ["link.unreachable"]) { _, wire in wire.send("<html>hello</html>") },
    .raw("a status line that is none", ["link.unreachable"]) { _, wire in
      wire.send("HTTP/1.1 OK\r\n\r\nabc")
    },
  ]

  static let served: [Hostility] = [
    .file("media as text/html", [], ["link.content-type"], type: "text/html", isRefused: false),
    .file(
      "media as octet-stream", [], ["link.content-type"], type: "application/octet-stream", isRefused: false),
    .file(
      "media said to be brotli", [.contentEncoding("br")], ["link.content-type"], says: "and is not",
      isRefused: false),
    .body("a page as video/mp4", "<!DOCTYPE html><title>Talk</title>", ["link.html-page"], says: "Talk"),
    .body("a page behind a byte order mark", "\u{feff}<html><title>T</title>", ["link.html-page"]),
    .bytes("a page in UTF-16", utf16("<html><title>Quiet</title></html>"), ["link.html-page"], says: "Quiet"),
    .body(
      "a page behind a long comment", "<!--" + String(repeating: "x ", count: 50_000) + "--><html>",
      ["link.html-page"]),
    .body("a page behind white space", String(repeating: " \n", count: 4000) + "<html>", ["link.html-page"]),
    .body(
      "a preview", "<html><meta property=\"og:video\" content=\"/v\">", ["link.html-page"],
      says: "preview page"),
    .body("a login page", "<html><input type=\"password\">", ["link.html-page"], says: "login page"),
    .body(
      "a consent page", "<html><title>Before you continue</title>", ["link.html-page"], says: "consent page"),
    .body(
      "a bot wall under 200", "<html><title>Just a moment...</title>", ["link.html-page"], says: "bot wall"),
    .body(
      "a bot wall under 403", "<html><title>Attention Required! | Cloudflare</title>", ["link.http-status"],
      status: 403, type: "text/html", headers: [("cf-mitigated", "challenge")], says: "asks for a human"),
    .body(
      "a challenge by script under 403",
      "<html><title>Verifying your connection</title><script src=\"/cdn-cgi/challenge-platform/x.js\">",
      ["link.http-status"], status: 403, type: "text/html", says: "asks for a human"),
    .body(
      "a login page under 403", "<html><title>Sign in</title>", ["link.http-status"], status: 403,
      type: "text/html", says: "only after logging in"),
    .body(
      "a quota that is used up",
      "<html><title>Google Drive - Quota exceeded</title><p class=\"uc-error-caption\">Sorry",
      ["link.html-page"], says: "quota is used up"),
    .body(
      "a virus scan warning",
      "<html><title>Google Drive - Virus scan warning</title><form id=\"download-form\">", ["link.html-page"],
      says: "virus scan warning"),
    .body(
      "a page of Google Drive", "<html><title>clip.mp4 - Google Drive</title>", ["link.html-page"],
      says: "preview page"),
    .body(
      "a page of Dropbox", "<html><title>Dropbox - clip.mp4 - Simplify your life</title>", ["link.html-page"],
      says: "preview page"),
    .body(
      "a page of a link that has ended under 200", "<html><title>Transfer expired</title>",
      ["link.html-page"],
      says: "the link has expired"),
    .body(
      "a page for other countries", "<html>configured to block access from your country",
      ["link.http-status"],
      status: 403, type: "text/html", says: "countries"),
    .body(
      "a port for HTTPS", "<html><title>400 The plain HTTP request was sent to HTTPS port</title>",
      ["link.http-status"], status: 400, type: "text/html", says: "HTTPS"),
    .body("a page made by a script", "<!-- x --><app-root></app-root><script src=m.js>", ["link.html-page"]),
    .bytes(
      "a page in Latin-1",
      [60] + Array("html><title>T".utf8) + [0xe9] + Array("l".utf8) + [0xe9]
        + Array("charger</title>".utf8), ["link.html-page"], says: "T\u{e9}l\u{e9}charger"),
    .bytes(
      "nothing but a Refresh", [], ["link.html-page"], headers: [("Refresh", "0;url=/b")], says: "elsewhere"),
    .body(
      "Azure's time frame",
      "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate.</Message>"
        + "<AuthenticationErrorDetail>Signature not valid in the specified time frame</AuthenticationErrorDetail></Error>",
      ["link.expired"], status: 403, type: "application/xml"),
    .body(
      "an archived object", "<Error><Code>InvalidObjectState</Code></Error>", ["link.http-status"],
      status: 403,
      type: "application/xml", says: "archive"),
    .body(
      "an object's description", #"{"bucket":"b","name":"a.mp4","size":"9"}"#, ["link.text"],
      type: "application/json", says: "describes the object"),
    .body(
      "a failure in JSON without words", #"{"success":false}"#, ["link.error-document"],
      type: "application/json"),
    .body("a list of links", "https://a.example/1.mp4\nhttps://a.example/2.mp4\n", ["link.playlist"]),
    .body("an HDS playlist", "<manifest xmlns=\"http://ns.adobe.com/f4m/1.0\"/>", ["link.playlist"]),
    .body("a PHP program", "<?php readfile('a.mp4'); ?>", ["link.text"], says: "PHP"),
    .body("a soft 404", "<html><title>Page not found</title>", ["link.html-page"], says: "not there"),
    .body(
      "a meta refresh", "<html><meta http-equiv=refresh content=0>", ["link.html-page"],
      says: "leads elsewhere"),
    .body(
      "a script that leads on", "<html><script>window.location='/b'</script>", ["link.html-page"],
      says: "leads elsewhere"),
    .body(
      "an expired signature, in XML",
      "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
      ["link.expired"], status: 403, type: "application/xml"),
    .body(
      "a signature that does not match",
      "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code></Error>",
      ["link.http-status"], status: 403, type: "application/xml", says: "does not match"),
    .body(
      "an object that is not there", "<Error><Code>NoSuchKey</Code></Error>", ["link.http-status"],
      status: 404,
      type: "application/xml", says: "no such object"),
    .body(
      "a dead session",
      "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>",
      ["link.expired"], status: 400, type: "application/xml", says: "session"),
    .body(
      "a bucket in another region", "<Error><Code>PermanentRedirect</Code></Error>", ["link.http-status"],
      status: 301, type: "application/xml", says: "region"),
    .body(
      "an account's refusal", "<Error><Code>AuthenticationFailed</Code></Error>", ["link.http-status"],
      status: 403,
      type: "application/xml", says: "does not match"),
    .body(
      "an error in XML under 200", "<Error><Code>AccessDenied</Code></Error>", ["link.error-document"],
      says: "not public"),
    .body(
      "an error in JSON under 200", #"{"error":{"code":404,"message":"gone"}}"#, ["link.error-document"],
      says: "gone"),
    .body(
      "a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
      ["link.text"],
      says: "Git LFS"),
    .body("an HLS playlist", "#EXTM3U\n#EXTINF:3,\na.ts\n", ["link.playlist"], type: "text/plain"),
    .body("a DASH playlist", "<?xml version=\"1.0\"?>\n<MPD></MPD>", ["link.playlist"]),
    .body("a SMIL playlist", "<smil></smil>", ["link.playlist"]),
    .body("a Smooth Streaming playlist", "<SmoothStreamingMedia/>", ["link.playlist"]),
    .body("an RSS feed", "<?xml version=\"1.0\"?><rss/>", ["link.playlist"]),
    .body("a ZIP archive", "PK\u{3}\u{4}xxxx", ["link.archive"]),
    .body("a RAR archive", "Rar!\u{1a}\u{7}xx", ["link.archive"]),
    .body("a PDF document", "%PDF-1.7\n", ["link.archive"]),
    .body("a torrent", "d8:announce3:a:b", ["link.archive"]),
    .body("text", "hello", ["link.text"]),
    .body(
      "a soft 404 in a line of text", "File not found.\n", ["link.text"],
      says: "It says \u{201c}File not found.\u{201d}"),
    .body(
      "a refusal in a line of text", "URL signature mismatch", ["link.http-status"], status: 403,
      type: "text/plain",
      says: "It says \u{201c}URL signature mismatch\u{201d}"),
    .body(
      "an end in a line of text", "URL signature expired", ["link.expired"], status: 403, type: "text/plain"),
    .body(
      "a dead token of Supabase", #"{"statusCode":"400","error":"InvalidJWT","message":"jwt expired"}"#,
      ["link.expired"], status: 400, type: "application/json"),
    .body(
      "a dead token in a list of errors",
      #"{"success":false,"errors":[{"code":10005,"message":"token expired"}]}"#,
      ["link.expired"], status: 401, type: "application/json"),
    .body(
      "a token of B2 that is not good",
      #"{"code":"bad_auth_token","message":"Invalid authorization token","status":401}"#,
      ["link.http-status"], status: 401, type: "application/json", says: "token is not good"),
    .body(
      "Azure: signed for other addresses",
      "<Error><Code>AuthorizationSourceIPMismatch</Code><Message>Not authorized using this source IP.</Message></Error>",
      ["link.client-bound"], status: 403, type: "application/xml", says: "signed for other addresses"),
    .body(
      "Azure: for https alone", "<Error><Code>AuthorizationProtocolMismatch</Code></Error>",
      ["link.http-status"],
      status: 403, type: "application/xml", says: "https alone"),
    .body(
      "SOAP's fault",
      "<?xml version=\"1.0\"?><s:Envelope><s:Body><s:Fault><faultstring>No access</faultstring></s:Fault></s:Body></s:Envelope>",
      ["link.error-document"], says: "No access"),
    .body(
      "the list of a bucket", "<?xml version=\"1.0\"?><ListBucketResult><Name>b</Name></ListBucketResult>",
      ["link.text"], says: "a listing of a bucket"),
    .body("a frameset", "<frameset cols=*><frame src=x>", ["link.html-page"]),
    .body(
      "a refresh behind a long comment",
      "<html><!--" + String(repeating: "x", count: 20_000) + "--><meta http-equiv=\"refresh\" content=0>",
      ["link.html-page"], says: "leads elsewhere"),
    .body("addresses of streams", "rtsp://a.example/1\n", ["link.playlist"]),
    .body("subtitles", "WEBVTT\n\n00:00.000 --> 00:01.000\nhi", ["link.text"], says: "are WebVTT subtitles"),
    .body("a program", "\u{7f}ELF\u{2}\u{1}", ["link.archive"], says: "a Linux program"),
    .body(
      "a network that wants a login", "<html><title>Wi-Fi</title>", ["link.http-status"], status: 511,
      says: "511 Network"),
    .bytes(
      "noise", (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 37 &+ 0x80) },
      ["link.no-ranges", "media.not-media"]),
  ]

  static let all = ranges + lengths + limits + redirects + clients + served
}

/// Compressed bytes that are many times as long undone.
enum Bomb {
  /// gzip of some bytes and of one byte many times: deflate blocks of fixed codes (RFC 1951, 3.2.6), each repeating it
  /// 258 times over and over.
  static func gzip(_ first: [UInt8] = [], repeating byte: UInt8, count: Int) -> [UInt8] {
    var bits = Bits()
    let head = first + [byte]
    bits.put(0, 1)
    bits.put(0, 2)
    bits.align()
    bits.bytes += [
      UInt8(head.count & 255), UInt8(head.count >> 8), ~UInt8(head.count & 255), ~UInt8(head.count >> 8),
    ]
    bits.bytes += head
    bits.put(1, 1)
    bits.put(1, 2)
    // Length 258 is code 285 (11000101 in eight bits), distance 1 is code 0 in five.
    // Eight of them are thirteen bytes, the same ones over and over: the second eight are copied.
    for _ in 0..<16 {
      bits.put(0b1010_0011, 8)
      bits.put(0, 5)
    }
    let again = bits.bytes.suffix(13)
    bits.bytes += repeatElement(again, count: count / (258 * 8)).joined()
    bits.put(0, 7)
    bits.align()
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + bits.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
  }

  private struct Bits {
    var bytes: [UInt8] = []
    private var held: UInt32 = 0
    private var count = 0

    /// Puts bits, the lowest first.
    mutating func put(_ value: UInt32, _ bits: Int) {
      held |= value << UInt32(count)
      count += bits
      while count >= 8 {
        bytes.append(UInt8(held & 255))
        held >>= 8
        count -= 8
      }
    }

    mutating func align() { if count > 0 { put(0, 8 - count) } }
  }
}
