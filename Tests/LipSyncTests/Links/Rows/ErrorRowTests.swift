import LipSyncTransfer
import TestSupport
import Testing

@testable import LipSync

/// Right rule, wrong diagnosis (group E of the findings on links), row by row.
@Suite("what hosts say, row by row")
struct ErrorRowTests {
  private static func judged(
    _ body: String, status: Int = 403, headers: [(name: String, value: String)] = [], redirects: Int = 0,
    url: String = "https://b.example.com/a.mp4", asked: String? = nil
  ) -> Finding? {
    var response = Response(status: status, headers: headers, body: Array(body.utf8), url: url)
    response.redirects = (0..<redirects).map { _ in Response.Redirect(status: 302, location: url) }
    var judge = AnswerJudge(response: response, asked: 4096, subject: .video, share: nil, isExpired: false)
    judge.askedURL = asked ?? url
    return judge.judge().findings.first
  }

  private static func xml(_ code: String, _ message: String = "") -> String {
    "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
  }

  @Test(
    "codes of stores: what they mean, and what to do about just that",
    arguments: [
      (
        "AccessDenied", "You are denied by bucket referer policy.", "link.client-bound", "hotlink protection",
        "without a Referer"
      ),
      (
        "SecurityTokenExpired", "The security token you provided has expired.", "link.expired", "session",
        "own key"
      ),
      ("ExpiredRequest", "Request has expired", "link.expired", "expired", "fresh link"),
      ("InvalidRequest", "Please use AWS4-HMAC-SHA256.", "link.http-status", "Signature V2", "Signature V4"),
      ("InvalidArgument", "Authorization", "link.http-status", "wants a signature", "presign"),
      (
        "BlobArchived", "This operation is not permitted on an archived blob.", "link.http-status", "archive",
        "Restore"
      ),
      ("UserDisable", "UserDisable", "link.http-status", "bill is not paid", "billing"),
      ("NoSuchBucket", "", "link.http-status", "no such bucket", "name and region"),
      ("NoSuchKey", "", "link.http-status", "no such object", "letter by letter"),
      ("AccessDenied", "Access Denied", "link.http-status", "not public", "public"),
      ("SignatureDoesNotMatch", "", "link.http-status", "does not match", "Sign the link again"),
      ("UserProjectMissing", "", "link.http-status", "requester pays", "Requester Pays off"),
      ("RequestTimeTooSkewed", "", "link.http-status", "clock is wrong", "Set the clock"),
      (
        "SomethingNew", "Nobody knows.", "link.http-status", "Nobody knows",
        "Look up what b.example.com means by"
      ),
    ])
  func codes(code: String, message: String, rule: String, says: String, remedy: String) throws {
    let finding = try #require(Self.judged(Self.xml(code, message)))
    #expect(finding.rule.rawValue == rule && finding.message.contains(says), "\(finding.message)")
    #expect(finding.remedy.contains(remedy), "\(finding.remedy)")
    // An unknown code says nothing of private windows, and neither does a known one.
    #expect(!finding.remedy.contains("private browser window"))
  }

  @Test(
    "codes that nobody had named before they were tried",
    arguments: [
      (
        xml("InvalidRequest", "The object was stored using a form of Server Side Encryption."), 400, "SSE-C",
        "without a key"
      ),
      (xml("UserProjectAccountProblem", "closed billing account"), 403, "bill is not paid", "billing"),
      (xml("InArrearOrInsufficientBalance", "owes fees"), 403, "bill is not paid", "billing"),
      (xml("KeyBasedAuthenticationNotPermitted"), 403, "signed with its key", "user delegation"),
      (xml("ApkDownloadForbidden"), 400, "own domain", "domain of your own"),
      (xml("UserCnameInvalid"), 403, "not bound", "bind the domain"),
      (xml("ObjectNotActive", "The object has been soft deleted"), 404, "no such object", "upload it again"),
      (#"{"code":"unauthorized","message":"","status":401}"#, 401, "not public", "public"),
      (
        #"{"error_summary":"path/not_found/..","error":{".tag":"path"}}"#, 409, "no such object",
        "letter by letter"
      ),
    ])
  func more(body: String, status: Int, says: String, remedy: String) throws {
    let finding = try #require(Self.judged(body, status: status))
    #expect(finding.rule == .linkHTTPStatus && finding.message.contains(says), "\(finding.message)")
    #expect(finding.remedy.contains(remedy), "\(finding.remedy)")
    #expect(RemedyCheck.faults(finding.remedy, message: finding.message) == [])
  }

  @Test(
    "links that have ended, in words of their own",
    arguments: [
      #"{"error":{"type":"invalid_parameters","messages":["JWT expired"]}}"#,
      #"{"code":"NotAuthenticated","message":"PAR expired"}"#,
      #"{"message":"Your request contains expired signature.","help":"x"}"#,
    ])
  func ended(body: String) throws {
    #expect(try #require(Self.judged(body, status: 401)).rule == .linkExpired)
  }

  @Test("codes in JSON and in headers")
  func others() throws {
    let cap = try #require(Self.judged(#"{"code":"download_cap_exceeded","message":"Cap","status":403}"#))
    #expect(cap.message.contains("cap for downloads") && cap.remedy.contains("Caps & Alerts"))
    let azure = try #require(Self.judged("", status: 409, headers: [("x-ms-error-code", "BlobArchived")]))
    #expect(azure.message.contains("archive") && azure.remedy.contains("Restore"))
    let cloudinary = try #require(
      Self.judged("", status: 404, headers: [("X-Cld-Error", "Resource not found - a")]))
    #expect(cloudinary.message.contains("Resource not found") && cloudinary.remedy.contains("type (video"))
  }

  @Test("a redirect that dropped the signature is named")
  func lostQuery() throws {
    let asked = "https://a.example.com/x/a.mp4?X-Amz-Date=20360101T000000Z&X-Amz-Expires=60&X-Amz-Signature=s"
    let finding = try #require(
      Self.judged(Self.xml("AccessDenied"), redirects: 1, url: "https://b.example.com/a.mp4", asked: asked))
    #expect(finding.message.contains("A redirect to https://b.example.com/a.mp4 lost the link's signature"))
    let kept = try #require(Self.judged(Self.xml("AccessDenied"), asked: asked))
    #expect(!kept.message.contains("lost"))
  }

  @Test(
    "pages: title and captions weigh more than words of scripts and menus",
    arguments: [
      (
        "<title>Google Drive - Error</title><p class=\"uc-error-caption\">Sorry, the owner hasn't given you permission to download this file.</p><p class=\"uc-error-subcaption\">Only the owner can.",
        "download is not allowed", "hasn't given you permission"
      ),
      (
        "<title>Google Drive - Infected file</title><p class=\"uc-error-caption\">Sorry, this file is infected with a virus",
        "download is not allowed", "infected"
      ),
      (
        "<title>Error</title><p class=\"uc-error-caption\">Something else.</p>", "web page", "Something else."
      ),
      (
        "<title>talk.mp4</title><script src=\"https://www.google.com/recaptcha/api.js\"></script><meta property=\"og:video\" content=\"/v\">",
        "preview page", ""
      ),
      (
        "<title>talk.mp4 - preview</title><form class=menu><input type=\"password\"></form><meta property=\"og:video\" content=\"/v\">",
        "preview page", ""
      ),
      ("<title>Dropbox - File Deleted</title>", "file is not there", ""),
      (
        "<title>talk.mp4</title><script>var s={gone:'page not found'}</script><video src=a>", "preview page",
        ""
      ),
      (
        "<title>Talk</title><script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><video>",
        "preview page", ""
      ),
      ("<title>x</title><h1>This transfer has expired</h1><video>", "the link has expired", ""),
      ("<html><div class=g-recaptcha></div>", "bot wall", ""),
      ("<html><input type=password>", "login page", ""),
    ])
  func pages(body: String, kind: String, says: String) {
    let sniff = Sniff.of(Array(("<html>" + body).utf8))
    #expect(sniff.kind.contains(kind), "\(sniff.kind)")
    #expect(says.isEmpty || sniff.sentence?.contains(says) == true, "\(sniff.sentence ?? "")")
  }

  @Test("zstd is a coding, not an archive, where the answer says so")
  func zstd() throws {
    let response = Response(
      status: 200, headers: [("Content-Type", "video/mp4"), ("Content-Encoding", "zstd")],
      body: [0x28, 0xb5, 0x2f, 0xfd] + [UInt8](repeating: 7, count: 64), url: "https://b.example.com/a.mp4")
    let outcome = AnswerJudge(response: response, asked: 4096, subject: .video, share: nil, isExpired: false)
      .judge()
    #expect(outcome.findings.map(\.rule.rawValue) == ["link.content-type"] && !outcome.mayBeMedia)
    #expect(outcome.findings.first?.message.contains("zstd") == true)
  }

  @Test(
    "JSON that speaks of a file",
    arguments: [
      (#"{"kind":"drive#file","id":"1","name":"a.mp4"}"#, "describes the object", "alt=media"),
      (
        #"{"href":"https://downloader.disk.yandex.ru/disk/x/y/z","method":"GET"}"#, "names a link",
        "Use the link that it names"
      ),
      (
        #"{"data":{"video":{"download_url":"https://cdn.example.com/a.mp4?sig=SeCrEt"}}}"#,
        "https://cdn.example.com/a.mp4?…", "Use the link"
      ),
    ])
  func json(text: String, says: String, remedy: String) {
    let sniff = Sniff.of(Array(text.utf8))
    #expect(
      sniff.served == .text && sniff.sentence?.contains(says) == true
        && sniff.remedy?.contains(remedy) == true)
    #expect(sniff.sentence?.contains("SeCrEt") != true)
  }
}
