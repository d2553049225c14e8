import LipSyncTransfer
import Testing

@testable import LipSync

/// Error documents that nobody had named before they were tried.
@Suite("what hosts say, more of it")
struct MoreErrorTests {
  private static func judged(_ body: String, _ status: Int, _ headers: [(name: String, value: String)] = [])
    -> Finding?
  {
    let response = Response(
      status: status, headers: headers, body: Array(body.utf8), url: "https://b.example.com/a.mp4")
    return AnswerJudge(response: response, asked: 4096, subject: .video, share: nil, isExpired: false).judge()
      .findings.first
  }

  private static func check(_ finding: Finding?, _ says: String, _ remedy: String) throws {
    let finding = try #require(finding)
    #expect(finding.severity == .error)
    #expect(finding.message.lowercased().contains(says.lowercased()), "\(finding.message)")
    #expect(finding.remedy.lowercased().contains(remedy.lowercased()), "\(finding.remedy)")
    #expect(RemedyCheck.faults(finding.remedy, message: finding.message) == [])
  }

  @Test(
    "codes in XML",
    arguments: [
      (
        "AuthorizationQueryParametersError", "must be less than a week (in seconds)",
        "longer than the host allows", "604800"
      ),
      ("AccessDenied", "Request is not yet valid", "not valid yet", "Wait"),
      (
        "AccessDenied", "User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject",
        "may not read", "s3:GetObject"
      ),
      ("AccessDenied", "User: anonymous is not authorized to perform: s3:GetObject", "not public", "public"),
      (
        "AccessDenied", "User is not authorized to perform: kms:Decrypt", "key that the object", "kms:Decrypt"
      ),
      ("AccessDenied", "because no VPC endpoint policy allows the action", "networks", "policy"),
      (
        "AccessDenied", "x@y.iam.gserviceaccount.com does not have storage.objects.get access",
        "may not read", "Storage Object Viewer"
      ),
      ("AccessDenied", "Anonymous caller does not have storage.objects.get access", "not public", "public"),
      (
        "AccessDenied", "The bucket must be addressed using the specified endpoint.", "another region",
        "endpoint"
      ),
      ("AccessDenied", "The object is frozen", "frozen", "notice"),
      ("KMS.NotFoundException", "Invalid arn", "not there any more", "key"),
      ("NoSuchAccessPoint", "", "access point", "region"),
      ("RequestTimeout", "Your socket connection was not read from", "waited too long", "again"),
      ("XMinioStorageFull", "", "full", "Free space"),
      ("XMinioServerNotInitialized", "", "not ready", "again"),
      ("AuthorizationFailure", "This request is not authorized", "firewall", "Networking"),
      ("InvalidQueryParameterValue", "", "missing or damaged", "Sign the link again"),
      ("ContainerBeingDeleted", "", "being deleted", "another bucket"),
      ("QpsLimitExceeded", "", "too often", "later"),
      ("AccountArrears", "", "bill", "billing"),
      ("InvalidKey", "Unknown Key", "none that the CDN knows", "key group"),
      ("MalformedPolicy", "", "policy is damaged", "Sign the link again"),
      ("20404", "not found", "no such object", "letter by letter"),
      ("20003", "Authenticate", "a key or a login", "everybody"),
    ])
  func codes(code: String, message: String, says: String, remedy: String) throws {
    let body = "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
    try Self.check(Self.judged(body, 403), says, remedy)
  }

  @Test(
    "errors in JSON",
    arguments: [
      (
        #"{"statusCode":"400","error":"InvalidJWT","message":"\"exp\" claim timestamp check failed"}"#, 400,
        "expired", "fresh"
      ),
      (
        #"{"statusCode":"404","error":"Bucket not found","message":"Bucket not found"}"#, 400,
        "no such bucket", "public"
      ),
      (
        #"{"statusCode":"404","error":"not_found","message":"Object not found"}"#, 400, "no such object",
        "letter by letter"
      ),
      (
        #"{"error":{"code":"itemNotFound","message":"Item does not exist"}}"#, 404, "no such object",
        "letter by letter"
      ),
      (#"{"error":{"code":"unauthenticated","message":"x"}}"#, 401, "a login", "everybody"),
      (#"{"error":{"code":"activityLimitReached","message":"x"}}"#, 429, "too often", "later"),
      (#"{"error":{"code":"malwareDetected","message":"x"}}"#, 403, "malware", "elsewhere"),
      (
        #"{"error":{"errors":[{"reason":"cannotDownloadFile"}],"code":403,"message":"x"}}"#, 403,
        "lets nobody download", "Drive"
      ),
      (
        #"{"error":{"errors":[{"reason":"fileNotDownloadable"}],"code":403,"message":"x"}}"#, 403, "document",
        "Export"
      ),
      (
        #"{"error":{"errors":[{"reason":"dailyLimitExceededUnreg"}],"code":403,"message":"x"}}"#, 403,
        "a key", "Anyone with the link"
      ),
      (#"{"error":"token out of date"}"#, 401, "expired", "fresh"),
      (
        #"{"ok":false,"error_code":400,"description":"Bad Request: wrong file_id"}"#, 400, "no such file",
        "bot"
      ),
      (#"{"code":99991661,"msg":"Missing access token for authorization"}"#, 400, "a login", "everybody"),
      (#"{"error_code":31326,"error_msg":"anti hotlinking user agent"}"#, 403, "User-Agent", "programs"),
      (
        #"{"code":"NotAuthorizedOrNotFound","message":"Authorization failed or requested resource not found."}"#,
        404, "no right", "letter"
      ),
      (
        #"{"error":{"code":"store_suspended","message":"This store has been suspended"}}"#, 403, "suspended",
        "account"
      ),
    ])
  func json(body: String, status: Int, says: String, remedy: String) throws {
    try Self.check(Self.judged(body, status), says, remedy)
  }

  @Test(
    "errors in headers",
    arguments: [
      ("X-Error-Code", "GatedRepo", 401, "gated", "gate"),
      ("X-Error-Code", "EntryNotFound", 404, "no such object", "letter"),
      ("x-ms-error-code", "AuthorizationFailure", 403, "firewall", "Networking"),
      ("X-Cld-Error", "Video is too large to process synchronously", 400, "this large", "eager"),
    ])
  func headers(name: String, value: String, status: Int, says: String, remedy: String) throws {
    try Self.check(Self.judged("", status, [(name, value)]), says, remedy)
  }

  @Test(
    "pages, in other languages too",
    arguments: [
      (
        "<title>Files</title><h2>This share is password-protected</h2><input type=password>", "password",
        "Take the password off"
      ),
      ("<title>Dropbox - Link password</title>", "password", "Take the password off"),
      ("<title>\u{94FE}\u{63A5}\u{5DF2}\u{8FC7}\u{671F}</title>", "an end", "fresh link"),
      (
        "<title>x-\u{94FE}\u{63A5}\u{4E0D}\u{5B58}\u{5728}</title>", "nothing at that address",
        "letter by letter"
      ),
      ("<title>Acme - Sign In</title>", "after logging in", "owns the file"),
      ("<title>Anmelden</title>", "after logging in", "owns the file"),
      ("<title>Account Suspended</title>", "closed the account", "Look at the account"),
      ("<title>403 Forbidden</title><h1>403 Forbidden</h1><p>Token expired</p>", "an end", "fresh link"),
    ])
  func pages(body: String, says: String, remedy: String) throws {
    try Self.check(Self.judged("<html>" + body, 200), says, remedy)
  }

  @Test(
    "documents that name a link",
    arguments: [
      #"[{"file":"https://x.example.com/v.mp4?sig=SECRETSECRET"}]"#,
      #"{"data":{"video":{"play_url":"https://x.example.com/v.mp4?sig=SECRETSECRET"}}}"#,
    ])
  func named(body: String) throws {
    let finding = try #require(Self.judged(body, 200))
    #expect(finding.message.contains("x.example.com/v.mp4") && !finding.json.text.contains("SECRETSECRET"))
  }
}
