import LipSyncMedia
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Hosts that serve the file, or something else, in ways of their own: each a named misbehaviour of the local origin.
@Suite("Link quirks")
struct LinkQuirkTests {
  static let clip = InspectorTests.clip

  struct Quirk: Sendable, CustomTestStringConvertible {
    let faults: [OriginFault]
    let rules: [String]
    var severity = Severity.error
    var says = ""
    init(_ faults: [OriginFault], _ rules: [String], _ severity: Severity = .error, says: String = "") {
      (self.faults, self.rules, self.severity, self.says) = (faults, rules, severity, says)
    }
    var testDescription: String { "\(faults)" }
  }

  static func inspect(_ url: String, timeout: Duration = .seconds(60)) async -> SourceInspection {
    let inspection = await InspectorTests.inspector(timeout: timeout).inspect(.url(url), as: .video)
    Contract.hold(inspection)
    return inspection
  }

  @Test(
    "links for some clients only, and odd lengths",
    arguments: [
      Quirk(
        [.needs("User-Agent", containing: "Mozilla")], ["link.client-bound"],
        says: "names itself as a browser"),
      Quirk([.shuns("User-Agent", containing: "Mozilla")], ["link.client-bound"], says: "Watch the clip"),
      Quirk([.shuns("User-Agent", containing: "lipflight")], ["link.client-bound"], says: "web page"),
      Quirk(
        [.needs("Referer", containing: "127.0.0.1")], ["link.client-bound"], says: "Referer: http://127.0.0.1"
      ),
      Quirk([.needsCookie], ["link.client-bound"], says: "cookie"),
      Quirk([.statusAfter(403, requests: 1)], ["link.http-status"], says: "works only once"),
      Quirk([.needs("Authorization", containing: "Bearer")], ["link.http-status"], says: "403"),
      Quirk([.rangeStatus(403)], ["link.no-ranges"], .warning, says: "refuses byte ranges (status 403)"),
      Quirk([.rangeStatus(501)], ["link.no-ranges"], .warning, says: "refuses byte ranges (status 501)"),
      Quirk([.header("Content-Length", "9")], ["link.unreachable"], says: "several lengths"),
      Quirk([.contentEncoding("br")], ["link.content-type"], .warning, says: "and is not"),
      Quirk([.contentEncoding("aws-chunked")], []),
    ])
  func quirks(_ quirk: Quirk) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/clip.mp4", try Self.clip.get(), type: "video/mp4", faults: quirk.faults)
    let inspection = await Self.inspect(origin.url("/clip.mp4"))
    #expect(inspection.findings.map(\.rule.rawValue) == quirk.rules, "\(inspection.findings.map(\.message))")
    for finding in inspection.findings {
      #expect(
        finding.severity == quirk.severity && finding.message.contains(quirk.says), "\(finding.message)")
    }
    #expect(inspection.link?.requests == origin.requests.count)
  }

  /// Good files of several layouts, all longer than the first look but for the first.
  static let goods: [(name: String, bytes: @Sendable () throws -> [UInt8])] = [
    ("short.mp4", { try clip.get() }), ("long.wav", { try InspectorTests.long.get() }),
    ("index-first.mp4", { try HostileOriginTests.longClip.get() }),
    ("index-last.mp4", { try longVideo("mp4") }), ("index-last.mov", { try longVideo("mov") }),
    ("long.mkv", { try longVideo("matroska") }),
    ("long.m4a", { try Fixtures.audio(seconds: MediaTime(30), format: "ipod") }),
    ("large.wav", { try Fixtures.audio(seconds: MediaTime(40), sampleRate: 44_100) }),
  ]

  private static func longVideo(_ format: String) throws -> [UInt8] {
    try Fixtures.video(seconds: MediaTime(10), audio: .speech(), format: format)
  }

  @Test(
    "a good link costs three round trips, another client's look beside them, and no byte twice",
    arguments: 0..<8, [false, true])
  func cost(_ index: Int, isExamined: Bool) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let (name, make) = Self.goods[index]
    let bytes = try make()
    let isSound = name.hasSuffix("4a") || name.hasSuffix("wav")
    origin.serve("/" + name, bytes, type: isSound ? "audio/wav" : "video/mp4")
    let (url, inspector) = (origin.url("/" + name), InspectorTests.inspector())
    // As `probe` looks at it, and as `check` does: with its pictures and its sound.
    let inspection =
      isExamined
      ? await inspector.examine(.url(url), as: isSound ? .audio : .video, deep: false)
      : await Self.inspect(url)
    #expect(
      !inspection.findings.contains { $0.rule.rawValue.hasPrefix("link.") },
      "\(inspection.findings.map(\.message))")
    #expect(inspection.media?.isDurationExact == true)
    if isExamined { #expect(inspection.media?.facts.sound != nil || inspection.media?.facts.pictures != nil) }
    let requests = origin.requests
    // The other clients ask side by side with the rest, and add no round trip: one is a browser, one asks for no range.
    let plain = requests.filter { $0.header("Range") == nil }
    #expect(plain.count == 1)
    let own = requests.filter { $0.header("User-Agent") == "lipflight" && $0.header("Range") != nil }
    // A few bytes of the end are asked for at once with those of the middle, which lie close to others at times: one round trip.
    let glimpses = own.count { $0.range(of: bytes.count)?.count == 64 }
    let trips = own.count - min(1, glimpses)
    #expect(glimpses <= 2 && trips <= 3, "\(name): \(own.map { $0.header("Range") ?? "" })")
    #expect(requests.count == inspection.link?.requests, "\(name): \(requests.count)")
    #expect(requests.filter { $0.header("User-Agent") == OtherClientCheck.browser }.count == 1)
    #expect(Set(requests.compactMap { $0.header("User-Agent") }) == ["lipflight", OtherClientCheck.browser])
    #expect(requests.allSatisfy { $0.header("Cookie") == nil && $0.header("Referer") == nil })
    // No byte is asked for twice by us; a short file is not asked for again by anybody.
    let asked = own.compactMap { $0.range(of: bytes.count) }.sorted { $0.lowerBound < $1.lowerBound }
    #expect(
      asked.count == own.count && zip(asked, asked.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    let again = bytes.count > Defaults.sniffedBytes ? ByteSample.length : 0
    // Who asks for no range leaves with the head of the answer: what the host had sent ahead by then is not taken.
    #expect(origin.bytesSentByRange <= Int64(bytes.count + again), "\(name)")
    #expect(origin.bytesSentByRange == inspection.link?.bytesRead, "\(name)")
  }

  @Test("another file of the same length for browsers is told, though the first look holds the whole")
  func otherFile() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    // A box that players skip.
    let filler: [UInt8] = [0, 1, 0, 0] + Array("free".utf8) + (8..<0x10000).map { UInt8($0 * 37 % 251) }
    let clip = try Self.clip.get() + filler
    #expect(clip.count < Defaults.firstBytes)
    origin.serve("/clip.mp4") { request in
      let range = request.range(of: clip.count) ?? 0..<clip.count
      let isBrowser = request.header("User-Agent") == OtherClientCheck.browser
      let span = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(clip.count)"
      return OriginReply(
        status: 206, headers: [("Content-Type", "video/mp4"), ("Content-Range", span)],
        body: clip[range].map { isBrowser ? $0 ^ 0x55 : $0 })
    }
    let inspection = await Self.inspect(origin.url("/clip.mp4"))
    #expect(inspection.findings.map(\.rule.rawValue) == ["link.client-bound"])
    #expect(inspection.findings.first?.message.contains("sends other bytes to a program") == true)
  }

  @Test("a host that refuses after the first bytes is not asked again and again", arguments: [429, 410, 503])
  func refusedLater(status: Int) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/a.wav", try InspectorTests.long.get()) { request in
      request.header("Range")?.hasPrefix("bytes=0-") == true
        ? [] : [.busy(status, times: 99, retryAfter: "0")]
    }
    let inspection = await InspectorTests.inspector().examine(
      .url(origin.url("/a.wav")), as: .audio, deep: false)
    #expect(
      InspectorTests.errors(inspection) == ["link.http-status"], "\(inspection.findings.map(\.message))")
    #expect(inspection.failure?.message.contains("after it had sent the first bytes") == true)
    #expect(origin.requests.count <= 10, "\(origin.requests.count)")
  }

  @Test("compressed media is read, and said to be compressed; compressed pages give their title")
  func compressed() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try Self.clip.get()
    let coded = Gzip.stored(clip)
    origin.serve("/clip.mp4", coded, type: "video/mp4", faults: [.contentEncoding("gzip"), .noRange])
    let page = Gzip.stored(Array("<!doctype html><title>Sign in</title>".utf8))
    origin.serve("/page.mp4", page, type: "video/mp4", faults: [.contentEncoding("gzip")])
    origin.serve("/archive.mp4", coded, type: "video/mp4")
    origin.serve("/brotli.mp4", [0x8b, 2, 0x80, 3] + clip.reversed(), faults: [.contentEncoding("br")])
    let media = await Self.inspect(origin.url("/clip.mp4"))
    #expect(media.findings.map(\.rule.rawValue) == ["link.content-type", "link.no-ranges"])
    #expect(media.media?.video?.duration == MediaTime(2) && media.failure == nil)
    let login = await Self.inspect(origin.url("/page.mp4"))
    #expect(login.failure?.message.contains("a login page titled \u{201c}Sign in\u{201d}") == true)
    #expect(InspectorTests.errors(await Self.inspect(origin.url("/archive.mp4"))) == ["link.archive"])
    #expect(InspectorTests.errors(await Self.inspect(origin.url("/brotli.mp4"))) == ["link.content-type"])
  }

  @Test(
    "pages, by what they say and where they are",
    arguments: [
      ("<html><title>Just a moment...</title>", "bot wall"),
      ("<html><input type=\"password\">", "login page"),
      ("<html><title>404</title>", "page that says the file is not there"),
      ("<html><title>Before you continue</title>", "consent page"),
      ("<html><meta http-equiv=\"refresh\" content=\"0;url=/x\">", "page that leads elsewhere"),
      ("<html><script>window.location = '/x'</script>", "page that leads elsewhere"),
      ("<html><meta property=\"og:video\" content=\"/v\">", "preview page"),
      ("<html><title>Index of /media</title>", "folder listing"), ("<html><title>Hello</title>", "web page"),
      ("\u{feff}<!DOCTYPE html><title>Sign in</title>", "login page"),
      ("<!--" + String(repeating: "x", count: 90_000) + "--><html>", "web page"),
    ])
  func pages(body: String, kind: String) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/clip.mp4", Array(body.utf8), type: "video/mp4")
    let inspection = await Self.inspect(origin.url("/clip.mp4"))
    #expect(inspection.findings.map(\.rule.rawValue) == ["link.html-page"])
    #expect(inspection.failure?.message.contains(" \(kind)") == true, "\(inspection.failure?.message ?? "")")
  }

  @Test("where the redirects ended tells what a page is for")
  func redirectedPage() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/clip.mp4", [], faults: [.redirect(302, to: "/users/login?next=/clip.mp4")])
    origin.serve("/users/login", Array("<html><title>Welcome</title>".utf8), type: "text/html")
    let inspection = await Self.inspect(origin.url("/clip.mp4"))
    #expect(inspection.failure?.rule.rawValue == "link.html-page")
    #expect(inspection.failure?.message.contains("a login page titled") == true)
    #expect(inspection.link?.redirects.count == 1)
  }

  @Test("a dead signature: refused, told by the host alone, and served all the same")
  func expired() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try Self.clip.get()
    let dead = "?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=ab"
    let document = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
    origin.serve("/refused.mp4") { _ in
      OriginReply(status: 403, headers: [("Content-Type", "application/xml")], body: Array(document.utf8))
    }
    origin.serve("/served.mp4", clip, type: "video/mp4")
    let refused = await Self.inspect(origin.url("/refused.mp4" + dead))
    #expect(refused.findings.map(\.rule.rawValue) == ["link.expired"])
    let told = await Self.inspect(origin.url("/refused.mp4"))
    #expect(told.findings.map(\.rule.rawValue) == ["link.expired"])
    #expect(told.failure?.message.contains("says that the link has expired") == true)
    let served = await Self.inspect(origin.url("/served.mp4" + dead))
    #expect(
      served.findings.map(\.rule.rawValue) == ["link.expired"] && served.failure != nil && served.media != nil
    )
    #expect(served.failure?.message.contains("is unknown") == true)
    // A field that only looks like an end is believed less than a host that serves the file.
    let guess = await Self.inspect(origin.url("/served.mp4?s=1&expires=1577836800"))
    #expect(
      guess.findings.map(\.severity) == [.warning] && guess.findings.map(\.rule.rawValue) == ["link.expired"])
  }

  @Test("a file whose index lies at its end needs ranges")
  func indexLast() async throws {
    #expect(!IndexPlace.isLast(try Self.clip.get()))
    let media: [UInt8] = [0, 0, 0, 8] + Array("ftyp".utf8) + [0, 0, 1, 0] + Array("mdat".utf8)
    #expect(IndexPlace.isLast(media))
    let response = Response(
      status: 200, headers: [("Content-Length", "900"), ("Content-Type", "video/mp4")],
      body: media + [UInt8](repeating: 0, count: 100), url: "http://x.example/a")
    let found = AnswerJudge(response: response, asked: 50, subject: .video, share: nil, isExpired: false)
      .judge()
    #expect(found.findings.map(\.rule.rawValue) == ["link.no-ranges"])
    #expect(found.findings.first?.message.contains("(moov)") == true)
  }

  @Test("a body without end is left in time, and little of it is fetched")
  func endless() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let frame: [UInt8] = [0xff, 0xfb, 0x90, 0x64] + [UInt8](repeating: 0x55, count: 413)
    origin.serve(
      "/radio.mp3", Array(repeatElement(frame, count: 30_000).joined()), type: "audio/mpeg",
      faults: [.noRange, .noLength])
    origin.serve("/endless.mp4", [], type: "video/mp4", faults: [.endless])
    let radio = await InspectorTests.inspector().inspect(.url(origin.url("/radio.mp3")), as: .audio)
    #expect(radio.findings.contains { $0.rule.rawValue == "link.no-length" })
    #expect((radio.link?.bytesRead ?? .max) < 8 << 20, "\(radio.link?.bytesRead ?? 0)")
    let endless = await Self.inspect(origin.url("/endless.mp4"))
    #expect(endless.failure != nil && (endless.link?.bytesRead ?? .max) < 8 << 20)
  }

  @Test("the host's clock counts, within a day")
  func clock() {
    func clock(_ date: String?, age: String? = nil) -> HostClock {
      var headers: [(name: String, value: String)] = []
      if let date { headers.append(("Date", date)) }
      if let age { headers.append(("Age", age)) }
      return HostClock(
        Response(status: 200, headers: headers, url: "http://x/"), now: UnixTime(1_795_417_200))
    }
    #expect(
      clock("Mon, 23 Nov 2026 07:00:30 GMT").ahead == 0 && clock(nil).ahead == 0 && clock("noon").ahead == 0)
    #expect(clock("Mon, 23 Nov 2026 07:10:00 GMT").ahead == 600)
    #expect(clock("Mon, 23 Nov 2026 06:00:00 GMT", age: "3600").ahead == 0)
    #expect(clock("Tue, 03 Jan 2023 00:00:00 GMT").ahead == 0)
    var judge = ExpiryJudge(now: UnixTime(1_795_417_200), horizon: 1800)
    let signed = SignedURL("X", expiresAt: UnixTime(1_795_417_500))
    #expect(judge.findings(signed, about: .video).map(\.rule.rawValue) == ["link.expires-soon"])
    judge.clock = clock("Mon, 23 Nov 2026 07:10:00 GMT")
    let finding = judge.findings(signed, about: .video).first
    #expect(
      finding?.rule.rawValue == "link.expired"
        && finding?.message.contains("10 min ahead of this machine's") == true)
  }
}

/// Bytes in gzip's clothes, nothing compressed.
enum Gzip {
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3] + Array("name\0".utf8)
    var rest = bytes[...]
    repeat {
      let part = rest.prefix(60_000)
      rest = rest.dropFirst(part.count)
      let length = UInt16(part.count)
      out += [
        rest.isEmpty ? 1 : 0, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255),
        UInt8(~length >> 8),
      ]
      out += part
    } while !rest.isEmpty
    return out + [0, 0, 0, 0, 0, 0, 0, 0]
  }
}

@Suite("Inflate")
struct InflateTests {
  static let text = (0..<60).map { "line \($0) of the text\n" }.joined()
  static let gzip =
    "H4sIAEcoBGsC/23Tu21DMRBFwVxVsATtT7YLeoIECHbyApVvODQ46YnugNzX8/tY1/VzX+fjWOfxPi+vvxR7yj3VnnpPs6fbnj729LmnL0zVfOwPAAKCACFgCCACigAj4Eg4Uu8AR8KRcCQcCUfCkXAkHAVHwVH6UHAUHAVHwVFwFBwFR8PRcDQcrcuAo+FoOBqOhqPhGDgGjoFj4BidOBwDx8AxcMx/xy9rlzbLpgQAAA=="

  @Test("gzip and zlib, dynamic and fixed codes")
  func whole() throws {
    let data = try #require(Base64.decode(Self.gzip))
    let output = try #require(Inflate.decode(data, ceiling: 1 << 20))
    #expect(output.isWhole && output.bytes == Array(Self.text.utf8))
    let coded = try #require(Base64.decode("eNqzySjJzbFLHAVEAwBvjHPc"))
    let page = try #require(Inflate.decode(coded, ceiling: 1 << 20))
    #expect(page.isWhole && page.bytes == Array(("<html>" + String(repeating: "a", count: 300)).utf8))
  }

  @Test("cut, bombs and noise come to an end")
  func hostile() throws {
    let data = try #require(Base64.decode(Self.gzip))
    for length in 0..<data.count {
      let output = Inflate.decode(Array(data.prefix(length)), ceiling: 1 << 20)
      #expect(output?.isWhole != true || length > data.count - 9)
      #expect(output.map { Self.text.utf8.starts(with: $0.bytes) } ?? true)
    }
    let bomb = Gzip.stored([UInt8](repeating: 1, count: 200_000))
    #expect(Inflate.decode(bomb, ceiling: 1000)?.bytes.count == 1000)
    var state: UInt64 = 1
    for _ in 0..<2000 {
      let noise = (0..<64).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      _ = Inflate.decode([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + noise, ceiling: 1 << 16)
    }
  }
}
