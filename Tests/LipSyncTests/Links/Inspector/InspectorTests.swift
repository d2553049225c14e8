import LipSyncMediaReading
import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

@Suite("Inspector")
struct InspectorTests {
  /// One client for all tests: connections and its thread are shared as in the tool.
  static let client = HTTPClient(policy: .privateAllowed)

  /// Made once: encoding holds up the other tests' threads.
  static let clip = Result { try Fixtures.video(seconds: MediaTime(2), audio: .speech()) }
  static let long = Result { try Fixtures.audio(seconds: MediaTime(30)) }
  static let sound = Result { try Fixtures.audio(seconds: MediaTime(20)) }

  static func inspector(
    _ policy: AddressPolicy = .privateAllowed, offline: Bool = false, timeout: Duration = .seconds(120)
  ) -> Inspector {
    // One client for all tests that may reach what is here.
    let client = policy == .privateAllowed ? client : HTTPClient(policy: policy)
    return Inspector(client: client, offline: offline, timeout: timeout)
  }

  static func errors(_ inspection: SourceInspection) -> [String] {
    inspection.findings.filter { $0.severity == .error }.map(\.rule.rawValue)
  }

  @Test("past the read limit the header's length stands, is said to be inexact, and the rest stays unread")
  func readLimit() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let sound = try Self.long.get()
    origin.serve("/long.wav", sound, type: "audio/wav")
    let inspector = Inspector(client: Self.client, readLimit: 100 << 10)
    let media = try #require(await inspector.inspect(.url(origin.url("/long.wav")), as: .audio).media)
    #expect(!media.isDurationExact)
    #expect(media.durationMethod == .header)
    #expect(origin.bytesSentByRange < sound.count / 2)
    let whole = await Self.inspector().inspect(.url(origin.url("/long.wav")), as: .audio)
    #expect(whole.media?.isDurationExact == true)
  }

  @Test("who allows more bytes gets an exact length also where ranges are ignored")
  func wholeLimit() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/a.wav", try HostileOriginTests.largeSound.get(), type: "audio/wav", faults: [.noRange])
    let inspector = Inspector(client: Self.client, wholeLimit: 64 << 20)
    let patient = await inspector.inspect(.url(origin.url("/a.wav")), as: .audio)
    #expect(patient.media?.isDurationExact == true, "\(patient.findings.map(\.message))")
    #expect(patient.findings.map(\.rule.rawValue) == ["link.no-ranges"])
    let usual = await Self.inspector().inspect(.url(origin.url("/a.wav")), as: .audio)
    #expect(usual.media?.isDurationExact == false)
  }

  @Test("a video whose index points at something else is no video")
  func displaced() async throws {
    let clip = try Self.clip.get()
    // What the index speaks of moves back.
    let brand = clip.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let filler: [UInt8] = [0, 0, 0x0B, 0xC2] + Array("free".utf8) + [UInt8](repeating: 0, count: 3002)
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/a.mp4", Array(clip.prefix(brand) + filler + clip.dropFirst(brand)), type: "video/mp4")
    let inspection = await Self.inspector().inspect(.url(origin.url("/a.mp4")), as: .video)
    #expect(Self.errors(inspection) == ["media.unreadable"], "\(inspection.findings.map(\.message))")
  }

  @Test("a good link: facts, bytes read once, no finding")
  func good() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try Self.clip.get()
    origin.serve("/clip.mp4", clip, type: "video/mp4")
    let inspection = await Self.inspector().inspect(.url(origin.url("/clip.mp4")), as: .video)
    #expect(inspection.findings.isEmpty, "\(inspection.findings.map(\.message))")
    let link = try #require(inspection.link)
    #expect(link.served == .media && link.status == 200 || link.status == 206)
    #expect(link.bytes == Int64(clip.count) && link.supportsRanges && link.contentType == "video/mp4")
    #expect(inspection.media?.video?.duration == MediaTime(2))
    #expect(link.bytesRead <= Int64(clip.count) && link.requests <= 3)
    #expect(link.requests == origin.requests.count && origin.requests.allSatisfy { $0.method == "GET" })
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let faults: [OriginFault]
    let rules: [String]
    var type = "video/mp4"
    init(_ faults: [OriginFault], _ rules: [String], type: String = "video/mp4") {
      (self.faults, self.rules, self.type) = (faults, rules, type)
    }
    var testDescription: String { "\(faults) \(type)" }
  }

  @Test(
    "misbehaving hosts, each by its rule",
    arguments: [
      Case([.noRange], ["link.no-ranges"]), Case([.ignoreRange200], ["link.no-ranges"]),
      Case([.slice200], []), Case([.wrongRange(shift: 7)], ["link.bad-ranges"]),
      Case([.noContentRange], ["link.bad-ranges"]), Case([.unknownTotal], ["link.no-length"]),
      Case([.rangeStatus(416)], ["link.no-ranges"]), Case([.rangeStatus(406)], ["link.no-ranges"]),
      Case([.htmlPreview], ["link.html-page"]), Case([.status(401)], ["link.http-status"]),
      Case([.status(403)], ["link.http-status"]), Case([.status(404)], ["link.http-status"]),
      Case([.status(410)], ["link.http-status"]), Case([.status(500)], ["link.http-status"]),
      Case([.redirect(302, to: "/inside/clip.mp4")], ["link.http-status"]), Case([.redirectInside], []),
      Case([.redirectLoop], ["link.redirect"]), Case([.redirectEndless], ["link.redirect"]),
      Case([.redirect(302, to: "ftp://127.0.0.1/clip.mp4")], ["link.redirect"]),
      Case([.redirect(302, to: "file:///etc/passwd")], ["link.redirect"]),
      Case([.redirect(302, to: "http://169.254.169.254/clip.mp4")], ["link.private-address"]),
      Case([.noRange, .noLength], ["link.no-ranges", "link.no-length"]),
      Case([.noRange, .chunked], ["link.no-ranges", "link.no-length"]),
      Case([.notHTTP], ["link.unreachable"]),
      Case([.truncate(at: 1000)], ["media.truncated"]),
      Case([.headerBomb(bytes: 600_000)], ["link.unreachable"]),
      Case([.dropBeforeAnswer(times: 1)], []), Case([.dropBeforeAnswer(times: 9)], ["link.unreachable"]),
      Case([.noValidators], []), Case([.weakETag], []), Case([.close], []),
      Case([], ["link.content-type"], type: "text/html"),
      Case([], ["link.content-type"], type: "application/octet-stream"),
    ])
  func faults(_ row: Case) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let clip = try Self.clip.get()
    origin.serve("/clip.mp4", clip, type: row.type, faults: row.faults)
    if case .redirect(_, "/inside/clip.mp4")? = row.faults.first {
      origin.serve("/inside/clip.mp4", clip, faults: [.status(404)])
    }
    let inspection = await Self.inspector().inspect(.url(origin.url("/clip.mp4")), as: .video)
    #expect(inspection.findings.map(\.rule.rawValue) == row.rules, "\(inspection.findings.map(\.message))")
    let isRefused = inspection.failure != nil
    #expect((inspection.media == nil) == isRefused)
    for finding in inspection.findings {
      #expect([".", ")"].contains(finding.message.suffix(1)) && finding.remedy.hasSuffix("."))
    }
  }

  @Test(
    "hosts whose faults show on files longer than the first look",
    arguments: [
      Case([.statusAfter(403, requests: 1)], ["link.http-status"]), Case([.etagChanges], ["link.bad-ranges"]),
      Case([.drop(atOffset: 100_000, times: 1)], []), Case([.rangeFromZero], ["link.bad-ranges"]),
      Case([.overlongRange(extra: 9)], ["link.bad-ranges"]),
    ])
  func turning(_ row: Case) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let long = try Self.long.get()
    #expect(long.count > 2 * Defaults.firstBytes)
    origin.serve("/long.wav", long, type: "audio/wav", faults: row.faults)
    let inspection = await Self.inspector().inspect(.url(origin.url("/long.wav")), as: .audio)
    #expect(inspection.findings.map(\.rule.rawValue) == row.rules, "\(inspection.findings.map(\.message))")
  }

  @Test("what is served instead of media, by its bytes and whatever its type")
  func served() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let bodies: [(path: String, body: String, served: Served, rule: String)] = [
      ("/page.mp4", "<!doctype html><title>Talk</title>", .html, "link.html-page"),
      ("/list.mp4", "#EXTM3U\n#EXTINF:3,\nhttp://127.0.0.1:1/a.ts\n", .playlist, "link.playlist"),
      ("/error.mp4", "<Error><Code>NoSuchKey</Code></Error>", .errorDocument, "link.error-document"),
      ("/zip.mp4", "PK\u{3}\u{4}xxxx", .archive, "link.archive"), ("/text.mp4", "hello", .text, "link.text"),
      ("/empty.mp4", "", .empty, "link.empty"),
    ]
    for row in bodies { origin.serve(row.path, Array(row.body.utf8), type: "video/mp4") }
    for row in bodies {
      let inspection = await Self.inspector().inspect(.url(origin.url(row.path)), as: .video)
      #expect(Self.errors(inspection) == [row.rule], "\(row.path)")
      #expect(inspection.link?.served == row.served && inspection.media == nil)
    }
    // Nobody followed the playlist; pages and error documents are asked for as other clients too.
    #expect(origin.requests.count <= bodies.count + 1 + 2 * 2)
  }

  @Test("a host that stalls is given up within the time allowed")
  func timeout() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/clip.mp4", try Self.clip.get(), faults: [.stall(after: 100)])
    let inspection = await Self.inspector(timeout: .milliseconds(400))
      .inspect(.url(origin.url("/clip.mp4")), as: .video)
    #expect(Self.errors(inspection) == ["link.timeout"])
  }

  @Test("nobody there, and addresses that are out of bounds: no request is sent")
  func unreachable() async throws {
    let origin = try Origin()
    let url = origin.url("/clip.mp4")
    let inspection = await Self.inspector(.publicOnly).inspect(.url(url), as: .video)
    #expect(Self.errors(inspection) == ["link.private-address"] && origin.requests.isEmpty)
    origin.stop()
    #expect(Self.errors(await Self.inspector().inspect(.url(url), as: .video)) == ["link.unreachable"])
  }

  @Test("a name whose addresses lead inside and outside, or to IPv6 alone")
  func addresses() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/clip.mp4", try Self.clip.get(), type: "video/mp4")
    let named = "http://localhost:\(origin.port)"
    origin.serve("/on.mp4", [], faults: [.redirect(302, to: named + "/clip.mp4")])
    func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
    let inside = try address("127.0.0.2")
    var inspector = Inspector(
      client: HTTPClient(policy: AddressPolicy(allowsPrivate: true, refused: [inside])))
    let mixed = [try address("127.0.0.1"), inside]
    inspector.lookup = { $0 == "localhost" ? mixed : [] }
    let both = await inspector.inspect(.url(named + "/clip.mp4"), as: .video)
    #expect(both.findings.map(\.rule.rawValue) == ["link.private-address"] && both.media != nil)
    #expect(both.findings.first?.message.contains("localhost has 2 addresses, of which 127.0.0.2") == true)
    #expect(await inspector.inspect(.url(origin.url("/clip.mp4")), as: .video).findings.isEmpty)
    let six = try address("2606:4700::1111")
    inspector.lookup = { $0 == "localhost" ? [six] : [] }
    let modern = await inspector.inspect(.url(origin.url("/on.mp4")), as: .video)
    #expect(modern.findings.map(\.rule.rawValue) == ["link.unreachable"] && modern.failure == nil)
    let judge = AnswersJudge(policy: .publicOnly, subject: .video)
    #expect(judge.finding("a.example", [try address("8.8.8.8"), inside])?.severity == .error)
    #expect(judge.finding("a.example", [try address("8.8.8.8"), six]) == nil)
  }

  @Test("offline touches no network and still says what the URL shows")
  func offline() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let inspector = Self.inspector(offline: true)
    let plain = await inspector.inspect(.url(origin.url("/clip.mp4")), as: .video)
    #expect(plain.findings.map(\.rule.rawValue) == ["link.not-fetched"] && plain.link?.status == nil)
    let share = await inspector.inspect(.url("https://github.com/o/r/blob/main/t.mp4"), as: .video)
    #expect(share.findings.map(\.rule.rawValue) == ["link.share-page", "link.not-fetched"])
    #expect(share.link?.directURL == "https://github.com/o/r/raw/main/t.mp4")
    let expired = await inspector.inspect(
      .url(
        "https://b.s3.amazonaws.com/t.mp4?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=ab"),
      as: .video)
    #expect(expired.findings.map(\.rule.rawValue) == ["link.expired", "link.not-fetched"])
    #expect(expired.link?.expiresAt?.iso8601 == "2020-01-01T00:01:00Z")
    #expect(throws: TransferError.self) { try inspector.open(.url("https://example.com/a")) }
    #expect(origin.requests.isEmpty)
  }

  @Test("files: missing, a directory, empty, a page, a picture, and good ones")
  func files() async throws {
    let directory = try TemporaryDirectory()
    func errors(_ path: String, _ subject: Subject = .video) async -> [String] {
      Self.errors(await Self.inspector().inspect(.file(path: path), as: subject))
    }
    #expect(await errors(directory.file("none.mp4")) == ["file.missing"])
    #expect(await errors(directory.path) == ["file.not-a-file"])
    #expect(await errors(try directory.write([], as: "empty.mp4")) == ["link.empty"])
    #expect(await errors(try directory.write(Fixtures.page(), as: "page.mp4")) == ["link.html-page"])
    #expect(
      await errors(try directory.write([UInt8](repeating: 0xa5, count: 5000), as: "x.mp4")) == [
        "media.not-media"
      ])
    let clip = try directory.write(try Self.clip.get(), as: "clip.mp4")
    let good = await Self.inspector().inspect(.file(path: clip), as: .video)
    #expect(good.findings.isEmpty && good.link == nil && good.media?.video?.duration == MediaTime(2))
    let picture = try directory.write(try Fixtures.image(), as: "picture.mp4")
    let seen = await Self.inspector().inspect(.file(path: picture), as: .video)
    #expect(seen.findings.isEmpty && seen.media?.isImage == true)
  }

  @Test("a host that is busy for a moment is asked again, as it wishes")
  func busy() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve(
      "/clip.mp4", try Self.clip.get(), type: "video/mp4", faults: [.busy(503, times: 1, retryAfter: "0")])
    let inspection = await Self.inspector().inspect(.url(origin.url("/clip.mp4")), as: .video)
    #expect(inspection.findings.isEmpty && inspection.media != nil, "\(inspection.findings.map(\.message))")
    origin.serve("/never.mp4", [], faults: [.busy(429, times: 99, retryAfter: "3600")])
    let refused = await Self.inspector(timeout: .seconds(60))
      .inspect(.url(origin.url("/never.mp4")), as: .video)
    #expect(Self.errors(refused) == ["link.http-status"])
    #expect(refused.failure?.message.contains("Retry-After: 3600") == true)
  }

  @Test("a step after the inspection reads on from the same bytes")
  func sharedBytes() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let sound = try Self.sound.get()
    origin.serve("/talk.wav", sound, type: "audio/wav")
    let inspector = Self.inspector()
    let source = Source.url(origin.url("/talk.wav"))
    #expect(await inspector.inspect(source, as: .audio).findings.isEmpty)
    let envelope = try await onBlockingThread {
      try DecodedMedia.decode(try inspector.open(source), options: .init(signatures: false, envelope: true))
    }.envelope
    #expect(envelope?.duration == MediaTime(20))
    // Each byte once, but for the few that are asked for again to see whether they stay the same.
    #expect(origin.bytesSentByRange <= Int64(sound.count + ByteSample.length))
  }

  @Test("a pair over HTTP is checked as a whole")
  func pair() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve("/v.mp4", try Self.clip.get(), type: "video/mp4")
    origin.serve("/a.wav", try Self.sound.get(), type: "audio/wav")
    origin.serve("/silent.wav", try Fixtures.audio(seconds: MediaTime(7), kind: .silence), type: "audio/wav")
    let request = CheckRequest(video: .url(origin.url("/v.mp4")), audio: .url(origin.url("/a.wav")))
    let report = await Preflight.check(request, inspector: Self.inspector())
    #expect(report.verdict == .pass, "\(report.findings.map(\.message))")
    #expect(report.chosen == .normalReverse && report.credits?.text == "0.16")
    let silent = CheckRequest(video: .url(origin.url("/v.mp4")), audio: .url(origin.url("/silent.wav")))
    let quiet = await Preflight.check(silent, inspector: Self.inspector())
    #expect(quiet.findings.contains { $0.rule.rawValue == "media.silent-audio" } && quiet.verdict == .warn)
  }
}
