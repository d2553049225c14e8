import Testing

@testable import LipSync

/// One row a family, with the example of the vendor's own documentation where it has one.
@Suite("ends of signed links, to the second")
struct SignedExampleTests {
  @Test("a family's example", arguments: SignedExamples.rows)
  func end(_ row: SignedExamples.Row) throws {
    let signed = try #require(SignedURL.read(row.url))
    #expect(signed.family == row.family && signed.expiresAt?.iso8601 == row.end)
    #expect(signed.endIsUnknown == (row.end == nil) && !signed.isInMilliseconds)
  }

  @Test("each row has its example and names its source")
  func covered() {
    let shown = Set(SignedExamples.rows.map(\.family))
    for row in SignedRow.rows {
      #expect(row.source.count >= 12, "\(row.family)")
      if case .untold = row.end { continue }
      #expect(shown.contains(row.family), "\(row.family)")
    }
  }

  @Test(
    "on hosts that are not the vendor's nobody is named",
    arguments: [
      "token=t&expires=1795417260", "token=t&expire=1795417260", "expires=1795417260&s=0123456789abcdef",
      "exp=1795417260&sig=s", "x-expires=1795417260&x-signature=s", "e=1795417260&token=ak:s",
      "token=1795417260_ab", "auth_key=1795417260-0-0-80cd3862d699b7118eed99103f2a3a4f",
      "expires=1795417260&md5=x",
      "policy=eyJleHBpcnkiOjE3OTU0MTcyNjB9&signature=s", "letokenendtime=1795417260&letokenhash=h",
      "linkExpiry=1795417260&linkToken=x", "X-Expiration=2026-11-23T07:01:00Z&X-Hash=x",
    ])
  func nobody(query: String) throws {
    let signed = try #require(SignedURL.read("https://media.example.com/a.mp4?" + query))
    #expect(signed.family == "a signed link" && !signed.isCertain)
    #expect(signed.expiresAt?.seconds == SignedURLTests.moment + 60)
  }

  @Test(
    "a link that lives on from its moment for a time that its host is set to",
    arguments: [
      (-600, Severity.warning, "unknown whether it lives"), (-31_536_001, .error, "expired at"),
      (60, .warning, "at the earliest"),
    ] as [(Int64, Severity, String)])
  func livesOn(offset: Int64, severity: Severity, says: String) throws {
    let moment = SignedURLTests.moment + offset
    let query = "auth_key=\(moment)-0-0-80cd3862d699b7118eed99103f2a3a4f"
    let signed = try #require(SignedURL.read("https://media.example.com/a.mp4?" + query))
    var judge = ExpiryJudge(now: UnixTime(SignedURLTests.moment), horizon: 1800)
    let finding = try #require(judge.findings(signed, about: .video).first)
    #expect(finding.severity == severity && finding.message.contains(says), "\(finding.message)")
    judge.isServed = true
    let served = try #require(judge.findings(signed, about: .video).first)
    #expect(served.severity < .error)
  }

  @Test("a session's token may end a link early, whoever signed it")
  func sessions() throws {
    for url in [
      "https://b.cos.ap-x.myqcloud.com/a?q-ak=a&q-sign-time=1795417100;1795417300&x-cos-security-token=t",
      "https://b.obs.x.myhuaweicloud.com/a?AccessKeyId=a&Expires=1795417260&Signature=s&x-obs-security-token=t",
    ] { #expect(try #require(SignedURL.read(url)).mayDieEarlier) }
  }
}
