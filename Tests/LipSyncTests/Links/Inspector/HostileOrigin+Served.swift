import TestSupport

@testable import LipSync

/// Redirects, clients and what is served: rows about who is answered, and with what.
extension Hostility {
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
}
