import LipSyncTransfer
import Testing

@testable import LipSync

/// What can be checked of a remedy without knowing the world.
enum RemedyCheck {
  /// What is wrong with a remedy beside its message; empty where nothing is.
  static func faults(
    _ remedy: String, message: String = "", isFile: Bool = false, wasFetched: Bool = true
  ) -> [String] {
    var faults: [String] = []
    func fault(_ text: String, if isWrong: Bool) { if isWrong { faults.append("\(text): \(remedy)") } }
    fault("more than two sentences", if: sentences(remedy) > 2)
    fault("no whole sentence", if: !remedy.hasSuffix(".") || remedy.utf8.count < 12)
    fault("nobody is told to do anything", if: !isImperative(remedy))
    fault("a link, of a file on this machine", if: isFile && remedy.contains("link"))
    fault(
      "an address to be opened that was never fetched",
      if: !wasFetched && remedy.contains("private browser window"))
    fault("a look that nobody took", if: !wasFetched && (remedy + message).contains("looked at"))
    let says = message.lowercased()
    for (seen, unfit) in contradictions where says.contains(seen) {
      fault("\u{201c}\(seen)\u{201d} is no matter of that", if: unfit.contains { remedy.contains($0) })
    }
    return faults
  }

  private static let contradictions: [(String, [String])] = [
    ("no such object", ["private browser window", "fresh link", "public"]),
    ("nothing lies at", ["private browser window"]),
    ("expired", ["Copy the link again", "private browser window", "letter by letter"]),
    ("lost the link's signature", ["private browser window", "Copy the link"]),
    ("archive (glacier", ["fresh link", "private browser window"]),
    ("asked too often", ["fresh link", "Sign the link"]),
    ("bill is not paid", ["fresh link", "Sign the link"]),
    ("cut off", ["private browser window"]), ("does not match", ["public object"]),
  ]

  /// Sentences end in a full stop with a space and a capital behind it; names of files and hosts do not.
  private static func sentences(_ text: String) -> Int {
    let words = text.split(separator: " ")
    let ends = zip(words, words.dropFirst()).count { word, next in
      (word.hasSuffix(".") || word.hasSuffix("!")) && next.first?.isUppercase == true
        && !word.hasSuffix("e.g.")
    }
    return ends + 1
  }

  /// Words with which instructions begin here, and what may stand before them.
  private static let verbs: Set<String> = [
    "use", "create", "copy", "check", "sign", "share", "download", "wait", "try", "host", "export", "name",
    "put", "write", "set",
    "look", "log", "mend", "start", "unlock", "renew", "have", "take", "make", "open", "restore", "switch",
    "ask", "allow", "store",
    "upload", "decode", "unpack", "paste", "add", "see", "give", "percent-encode", "choose", "raise", "list",
    "run", "send", "pick",
    "convert", "cut", "trim", "free", "let", "serve", "leave", "correct", "remove", "enable", "connect",
    "rename", "move", "keep",
    "follow", "type", "retry", "repair", "finish", "nothing",
  ]

  private static func isImperative(_ text: String) -> Bool {
    text.lowercased().split { !$0.isLetter && $0 != "-" }.contains { verbs.contains(String($0)) }
  }
}

@Suite("remedies of links")
struct RemedyTests {
  @Test("each remedy of the catalogue's link rules")
  func catalogue() {
    for rule in Rule.all where rule.id.hasPrefix("link.") {
      #expect(RemedyCheck.faults(rule.remedy, message: rule.sentence) == [])
    }
  }

  @Test("each remedy of the tables")
  func tables() {
    for row in ErrorCode.rows { #expect(RemedyCheck.faults(row.remedy, message: row.sentence) == []) }
    for row in PageClass.all {
      if let remedy = row.remedy { #expect(RemedyCheck.faults(remedy, message: row.sentence) == []) }
    }
    for status in Set(StatusMeaning.table.keys).union([599, 499]) {
      let row = StatusMeaning.of(status)
      #expect(RemedyCheck.faults(row.remedy, message: row.sentence) == [])
    }
    for host in ShareAdvice.rows.keys.sorted() + ["x"] {
      #expect(RemedyCheck.faults(ShareAdvice.opening(host)) == [])
    }
  }

  @Test("each remedy of a share link that was never fetched")
  func hosts() throws {
    for page in ShareTable.pages {
      let host = page.hosts.first.map { $0.hasPrefix(".") ? "x" + $0 : $0 } ?? ""
      let path = (page.paths.first ?? "a").replacing("*", with: "a") + "/b"
      let share = try #require(ShareLink.read("https://\(host)/\(path)"), "\(page.name)")
      let finding = try #require(URLJudge.sharePage(share, about: .video, served: nil))
      #expect(RemedyCheck.faults(finding.remedy, message: finding.message, wasFetched: false) == [])
    }
  }

  @Test("each remedy of what is pasted, spelled, bound or signed badly", arguments: pasted)
  func urls(url: String) {
    let judged = URLJudge(policy: .publicOnly, now: UnixTime(SignedURLTests.moment), horizon: 1800)
      .judge(url, about: .video)
    #expect(!judged.findings.isEmpty || judged.share != nil, "\(url)")
    for finding in judged.findings {
      #expect(RemedyCheck.faults(finding.remedy, message: finding.message, wasFetched: false) == [])
    }
  }

  private static let pasted: [String] = [
    "<https://a.example/a.mp4>", "data:video/mp4;base64,AAAA", "blob:https://a.example/x",
    "magnet:?xt=urn:btih:x",
    "https://a.example/a.mp4 https://b.example/b.mp4", "https://a.example/a b.mp4",
    "https://a.example/%zz.mp4", "s3://b/k", "gs://b/k",
    "oss://b/k", "cos://b/k", "b2://b/k", "r2://b/k", "az://b/k", "wasbs://c@a.blob.core.windows.net/k",
    "hf://ns/r/a.wav", "hf://ns/r",
    "ipfs://x/a.mp4", "file:///a.mp4", "ftp://h/a.mp4", "obs://b/k", "tos://b/k", "bos://b/k", "ar://x",
    "foo://x/y", "https://",
    "https://u:p@a.example/a.mp4", "https://127.0.0.1/a.mp4", "https://a.example./a.mp4",
    "https://a.example/take #2.mp4",
    "https://a.example/a.mp4?X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "https://a.example/a.mp4?sv=1&se=2020-01-01&sp=cw&sip=1.2.3.4&sig=x",
    "https://a.example/a.mp4?sv=1&sig=x&st=2027-01-01&se=2028-01-01",
    "https://a.example/a.mp4?token=t&expires=1795417260000",
    "https://a.example/a.mp4?auth_key=1795417000-0-0-80cd3862d699b7118eed99103f2a3a4f",
    "https://public.boxcloud.com/d/1/x",
    "https://a.example/a.mp4?GoogleAccessId=a&Signature=s&Expires=1895417260", "https://files.slack.com/a",
    "https://x.ngrok.io/a",
    "https://video.twilio.com/v1/x/Media", "https://api.telegram.org/file/bot1:x/a",
    "https://p-x.pcloud.com/a.mp4",
    "https://v16.tiktokcdn.com/a.mp4", "https://upos-x.bilivideo.com/a.mp4",
    "https://cdn.discordapp.com/attachments/1/2/a.mp4",
    "https://a.r2.cloudflarestorage.com/b/k", "https://graph.microsoft.com/v1.0/me/drive/items/1/content",
    "https://www.googleapis.com/drive/v3/files/1?alt=media",
    "https://lookaside.fbsbx.com/whatsapp_business/a", "https://a.example/a|b.mp4",
    "https://a.example/a.mp4%0A", "https://a.example/a.mp4),", "https://a.exam\u{2026}", "arn:aws:s3:::b/k",
    "thunder://QUE=",
    "https://a.example/" + String(repeating: "a", count: 5000),
  ]

  @Test("each remedy of answers, by what they are")
  func answers() {
    let pages = PageClass.all.flatMap { row in (row.words + row.lastWords).map { ("<html>" + $0, row.kind) } }
    let documents = ErrorCode.rows.map { row in
      (
        "<Error><Code>\(row.codes.sorted().first ?? "")</Code><Message>\(row.words ?? "")</Message></Error>",
        row.sentence
      )
    }
    for (body, _) in pages + documents + [("<Error><Code>Unheard</Code></Error>", "")] {
      for status in [200, 400, 401, 403, 404, 409, 410, 429, 503] {
        let response = Response(status: status, body: Array(body.utf8), url: "https://a.example/a.mp4")
        let found = AnswerJudge(
          response: response, asked: 4096, subject: .video, share: nil, isExpired: false
        ).judge().findings
        for finding in found { #expect(RemedyCheck.faults(finding.remedy, message: finding.message) == []) }
      }
    }
  }

  @Test(
    "what is said of a file on this machine speaks of no link",
    arguments: [
      "<html><title>Sign in</title>", "<Error><Code>AccessDenied</Code></Error>", "#EXTM3U\n",
      "PK\u{3}\u{4}xxxx", "hello world", "",
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", #"{"a":1}"#,
    ])
  func files(body: String) throws {
    let finding = try #require(Inspector.served(Sniff.of(Array(body.utf8)), .video))
    let remedy = finding.remedy.replacing("a share link or a dead link", with: "")
    #expect(RemedyCheck.faults(remedy, message: finding.message, isFile: true) == [])
  }
}
