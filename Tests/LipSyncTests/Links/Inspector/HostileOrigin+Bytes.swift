import TestSupport

@testable import LipSync

/// Ranges, lengths and limits: rows about which bytes come, and how many.
extension Hostility {
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
}
