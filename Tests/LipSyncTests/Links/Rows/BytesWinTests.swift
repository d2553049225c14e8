import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Links of hosts that the table knows for their pages, and which lead to a file after all (rows B2 and B3 of the findings on
/// links). The hosts are played by a proxy.
@Suite("bytes that are media win over the table of hosts")
struct BytesWinTests {
  /// `{"exp":1795417260}`, unsigned.
  private static let token = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3OTU0MTcyNjB9.c2lnbmF0dXJl"
  private static let end = UnixTime(1_795_417_260)

  private static func inspect(
    _ url: String, behind origin: Origin, fixesLinks: Bool = false
  ) async throws -> SourceInspection {
    let rules = ProxyRules(http: try Proxy("127.0.0.1:\(origin.port)"))
    var inspector = Inspector(
      client: HTTPClient(policy: .publicOnly, proxies: rules), fixesLinks: fixesLinks)
    inspector.lookup = { _ in [] }
    return await inspector.inspect(.url(url), as: .video)
  }

  @Test("WeTransfer's own direct link is none of its pages, and its end is read")
  func transfer() async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let place = "http://download.wetransfer.com/eugv/aa/clip.mp4"
    origin.serve(place, try InspectorTests.clip.get(), type: "video/mp4")
    let url = place + "?token=\(Self.token)&cf=y"
    let judged = URLJudge(policy: .publicOnly, now: Self.end + -86400, horizon: 1800).judge(
      url, about: .video)
    #expect(judged.findings.isEmpty && judged.share == nil && judged.signed?.expiresAt == Self.end)
    let seen = try await Self.inspect(url, behind: origin)
    #expect(seen.media != nil && seen.link?.expiresAt == Self.end && seen.link?.directURL == nil)
    #expect(!seen.findings.contains { $0.rule == .linkSharePage }, "\(seen.findings.map(\.message))")
  }

  @Test(
    "GitHub's page of a file redirects to it where raw=true asks for that, and so may others",
    arguments: [
      "/o/r/blob/main/clip.mp4?raw=true", "/o/r/blob/main/clip.mp4?raw=1", "/o/r/raw/main/clip.mp4",
    ])
  func repository(path: String) async throws {
    let origin = try Origin()
    defer { origin.stop() }
    let target = "http://raw.githubusercontent.com/o/r/main/clip.mp4"
    origin.serve("http://github.com" + path.prefix { $0 != "?" }) { _ in
      OriginReply(status: 302, headers: [("Location", target)])
    }
    origin.serve(target, try InspectorTests.clip.get(), type: "video/mp4")
    let seen = try await Self.inspect("http://github.com" + path, behind: origin)
    #expect(seen.failure == nil && seen.media != nil, "\(seen.findings.map(\.message))")
    #expect(seen.link?.redirects == [target])
  }

  @Test(
    "a page for certain by the table, and media by its bytes: no finding, and no other form is tried",
    arguments: [
      "http://we.tl/t-AbCdEf", "http://www.dropbox.com/s/x/clip.mp4?dl=0", "http://gofile.io/d/AbCdEf",
      "http://codeberg.org/o/r/src/branch/main/clip.mp4", "http://app.box.com/s/abcdef",
    ])
  func certain(url: String) async throws {
    #expect(ShareLink.read(url)?.isCertain == true)
    let origin = try Origin()
    defer { origin.stop() }
    origin.serve(String(url.prefix { $0 != "?" }), try InspectorTests.clip.get(), type: "video/mp4")
    for fixes in [false, true] {
      let seen = try await Self.inspect(url, behind: origin, fixesLinks: fixes)
      #expect(seen.failure == nil && seen.media != nil, "\(seen.findings.map(\.message))")
    }
    #expect(origin.requests.allSatisfy { url.hasPrefix($0.path) })
  }
}
