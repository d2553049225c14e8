import Testing

@testable import LipSync

@Suite("the times of links")
struct LinkTimesTests {
  /// 2026-11-23 07:00:00 UTC.
  static let moment = SignedURLTests.moment

  @Test(
    "an offset from UTC is heeded",
    arguments: [
      ("2027-01-01T08:00:00+08:00", "2027-01-01T00:00:00Z"),
      ("2027-01-01T08:00+0800", "2027-01-01T00:00:00Z"),
      ("2026-12-31T19:00:00.5-05:00", "2027-01-01T00:00:00Z"),
      ("20270101T053000+0530", "2027-01-01T00:00:00Z"),
      ("2027-01-01T00:00:00-00:00", "2027-01-01T00:00:00Z"),
    ])
  func offsets(text: String, written: String) throws {
    #expect(try #require(UnixTime(iso8601: text)).iso8601 == written)
  }

  @Test(
    "days and times that do not exist are none",
    arguments: [
      "20261131T070000Z", "2026-02-29", "2100-02-29", "2026-04-31T00:00Z", "2026-01-00", "2026-00-10",
      "2026-01-01T00:60Z", "2026-01-01T00:00:00+25:00", "2026-01-01T00:00:00+08", "+0260101",
      "2026-01-01T+1:00",
    ])
  func impossible(text: String) { #expect(UnixTime(iso8601: text) == nil) }

  @Test("leap days are days")
  func leapDays() {
    #expect(UnixTime(iso8601: "2000-02-29") != nil && UnixTime(iso8601: "20240229T000000Z") != nil)
  }

  @Test("an Azure signature with an offset ends when it says")
  func azure() throws {
    let url = "https://a.blob.core.windows.net/c/a.mp4?sv=1&sig=x&se=2027-01-01T08:00:00%2B08:00"
    #expect(try #require(SignedURL.read(url)).expiresAt?.iso8601 == "2027-01-01T00:00:00Z")
  }

  @Test("of two tokens the earlier end counts, whichever stands first")
  func twoTokens() throws {
    // exp 1795417200 and 1795417260.
    let early = "eyJh.eyJleHAiOjE3OTU0MTcyMDB9.s"
    let late = "eyJh.eyJleHAiOjE3OTU0MTcyNjB9.s"
    for query in ["a=\(early)&b=\(late)", "a=\(late)&b=\(early)", "b=\(late)&a=\(early)&c=\(late)"] {
      for _ in 0..<8 {
        #expect(
          try #require(SignedURL.read("https://x.example.com/a?" + query)).expiresAt?.seconds == Self.moment)
      }
    }
  }

  @Test(
    "a signer's clock may be fast by 15 minutes where stores say so, and by a minute elsewhere",
    arguments: [
      ("X-Amz-Date=20261123T071459Z&X-Amz-Expires=86400&X-Amz-Signature=x", false),
      ("X-Goog-Date=20261123T071500Z&X-Goog-Expires=86400&X-Goog-Signature=x", false),
      ("x-oss-date=20261123T071000Z&x-oss-expires=86400&x-oss-signature=x", false),
      ("X-Amz-Date=20261123T071501Z&X-Amz-Expires=86400&X-Amz-Signature=x", true),
      ("sv=1&sig=x&st=2026-11-23T07:01:00Z&se=2027-11-23", false),
      ("sv=1&sig=x&st=2026-11-23T07:01:01Z&se=2027-11-23", true),
    ])
  func fastClock(query: String, isEarly: Bool) throws {
    let signed = try #require(SignedURL.read("https://b.example.com/a.mp4?" + query))
    var judge = ExpiryJudge(now: UnixTime(Self.moment), horizon: 1800)
    let finding = judge.findings(signed, about: .video).first
    #expect((finding?.rule == .linkExpired && finding?.severity == .error) == isEarly)
    #expect(finding?.remedy.contains("Wait until then") ?? false == isEarly)
    judge.isServed = true
    #expect(judge.findings(signed, about: .video).first?.severity == (isEarly ? .warning : nil))
  }
}
