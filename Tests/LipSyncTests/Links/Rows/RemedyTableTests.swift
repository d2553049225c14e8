import LipSyncMedia
import LipSyncTransfer
import Testing

@testable import LipSync

/// Every row of every table of links, whatever it takes to have it speak: what `RemedyTests` does for examples.
@Suite("remedies of links, table by table")
struct RemedyTableTests {
  private static func check(_ finding: Finding, wasFetched: Bool = true, isFile: Bool = false) {
    #expect(
      RemedyCheck.faults(
        finding.remedy, message: finding.message, isFile: isFile, wasFetched: wasFetched) == [])
  }

  @Test("hosts: a page, a direct form, and a direct form that was looked at", arguments: [nil, true, false])
  func shares(isGood: Bool?) throws {
    var spoken: Set<String> = []
    for url in MorePages.all + RemedyExamples.shares {
      let share = try #require(ShareLink.read(url), "\(url)")
      spoken.insert(share.host)
      for isFixed in [false, true] {
        let finding = try #require(
          URLJudge.sharePage(
            share, about: .video, served: isGood == nil ? nil : .html, from: url, isFixed: isFixed,
            isGood: isGood))
        Self.check(finding, wasFetched: isGood != nil)
      }
    }
    let silent = Set(ShareTable.rows.map(\.name)).subtracting(ShareTable.pages.map(\.name)).subtracting(
      spoken)
    #expect(silent == [], "rows without an example")
  }

  @Test("each wrapping, around a link that is good, bad and not looked at", arguments: [nil, true, false])
  func wrapped(isGood: Bool?) throws {
    for host in Set(WrappedLink.rows.map(\.host)).sorted() {
      let share = ShareLink(
        host: host, directURL: "https://cdn.example.com/a.mp4", advice: "Use the link inside.",
        isCertain: true,
        isWrapped: true)
      Self.check(
        try #require(
          URLJudge.sharePage(share, about: .video, served: isGood == nil ? nil : .html, isGood: isGood)),
        wasFetched: isGood != nil)
    }
  }

  @Test("each scheme that is no link's, with a path and without")
  func schemes() throws {
    for scheme in OtherScheme.rows.flatMap(\.schemes).sorted() {
      for rest in ["bucket/take #2.mp4", "bucket", "", "c@a.dfs.core.windows.net/a b.mp4"] {
        Self.check(
          try #require(OtherScheme.finding("\(scheme)://\(rest)", about: .audio)), wasFetched: false)
      }
    }
  }

  @Test("each host that hands out to some alone")
  func bound() throws {
    let spoken = try RemedyExamples.bound.map { url in
      let finding = try #require(BoundHost.finding(url, about: .video), "\(url)")
      Self.check(finding, wasFetched: false)
      return String(finding.message.prefix { $0 != ":" })
    }
    #expect(Set(BoundHost.rows.map(\.host)).subtracting(spoken) == [], "rows without an example")
    for place in BoundHost.places {
      let host = place.hosts[0].hasPrefix(".") ? "x" + place.hosts[0] : place.hosts[0]
      let url = "https://\(host)\(place.paths.first ?? "/")x"
      Self.check(try #require(BoundHost.finding(url, about: .video), "\(url)"), wasFetched: false)
    }
  }

  @Test("each family of signatures: before its time, near its end, behind it, and served all the same")
  func signatures() throws {
    for row in SignedExamples.rows {
      var signed = try #require(SignedURL.read(row.url))
      let end = signed.expiresAt ?? UnixTime(SignedURLTests.moment)
      for (start, now) in [(nil, -60), (nil, 60), (nil, 4_000_000_000), (end + -60, -7200)]
        as [(UnixTime?, Int64)]
      {
        signed.validFrom = start
        for isServed in [false, true] {
          var judge = ExpiryJudge(now: end + now, horizon: 1800)
          judge.isServed = isServed
          for finding in judge.findings(signed, about: .video) { Self.check(finding, wasFetched: isServed) }
        }
      }
      signed.longestAhead = 60
      let early = ExpiryJudge(now: end + -86400, horizon: 1800).findings(signed, about: .video)
      for finding in early { Self.check(finding, wasFetched: false) }
    }
  }

  @Test("each kind of bytes that is no media, of a link and of a file")
  func bytes() {
    for row in Magic.table {
      let sniff = Sniff(row.served, row.kind, isImage: row.isImage)
      for isFile in [false, true] {
        if let finding = ServedFinding.make(sniff, about: .video, isFile: isFile) {
          Self.check(finding, isFile: isFile)
        }
      }
    }
  }

  @Test("each phrase of hosts that give no code")
  func phrases() throws {
    for phrase in ErrorDocument.phrases {
      for text in [
        "{\"error\":\"\(phrase.words)\"}", "<Error><Message>\(phrase.words)</Message></Error>", phrase.words,
      ] {
        let response = Response(status: 403, body: Array(text.utf8), url: "https://a.example/a.mp4")
        let judge = AnswerJudge(
          response: response, asked: 4096, subject: .video, share: nil, isExpired: false)
        for finding in judge.judge().findings { Self.check(finding) }
      }
    }
  }

  @Test("each failure of a transfer and of media")
  func failures() {
    for code in TransferError.Code.allCases {
      for isReading in [false, true] {
        for status in [nil, 403, 404, 410, 416, 429, 503] as [Int?] {
          let error = TransferError(code, subject: "https://a.example/a", message: "it broke", status: status)
          Self.check(SourceFault.finding(error, about: .video, isReading: isReading))
        }
      }
    }
    for code in MediaError.Code.allCases {
      let error = MediaError(code, operation: "avformat_open_input", subject: "a.mp4", message: "it broke")
      Self.check(SourceFault.finding(error, about: .video, isURL: true))
      Self.check(SourceFault.finding(error, about: .video, isURL: false), isFile: true)
    }
  }
}

/// One link for each row that only a link can have speak.
enum RemedyExamples {
  static let shares = """
    https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123/view
    https://drive.google.com/drive/folders/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123
    https://docs.google.com/videos/d/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123/edit
    https://docs.google.com/drawings/d/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123/edit
    https://docs.google.com/forms/d/1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123/edit
    https://drive.google.com/thumbnail?id=1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123
    https://storage.cloud.google.com/b/a.mp4
    https://console.cloud.google.com/storage/browser/_details/b/a.mp4
    https://s3.console.aws.amazon.com/s3/object/b?prefix=a.mp4
    https://firebasestorage.googleapis.com/v0/b/x.appspot.com/o/a.mp4?token=t
    https://www.dropbox.com/s/x/a.mp4?dl=0
    https://www.dropbox.com/sh/x/y
    https://www.dropbox.com/t/x
    https://www.dropbox.com/home/a?preview=b.mp4
    https://www.dropbox.com/request/x
    https://acme.sharepoint.com/:v:/g/personal/x/E1?e=1
    https://acme.sharepoint.com/:f:/g/personal/x/E1?e=1
    https://acme.sharepoint.com/sites/x/_layouts/15/stream.aspx?id=a
    https://acme.sharepoint.com/sites/x/a.mp4
    https://archive.org/details/x/a.mp4
    https://archive.org/details/x
    https://fast.wistia.com/deliveries/x.bin
    https://onedrive.live.com/?resid=1&authkey=k
    https://onedrive.live.com/?id=1
    https://app.box.com/s/x
    https://app.box.com/file/1
    https://link.storjshare.io/s/k/b/a.mp4
    https://zenodo.org/records/1/preview/a.mp4
    https://osf.io/abcde
    https://commons.wikimedia.org/wiki/File:A.webm
    https://pixeldrain.com/u/AbCd1234
    https://pixeldrain.com/l/AbCd1234
    https://tmpfiles.org/1/a.mp4
    https://github.com/o/r/blob/main/a.mp4
    https://gitlab.com/o/r/-/blob/main/a.mp4
    https://bitbucket.org/o/r/src/main/a.mp4
    https://codeberg.org/o/r/src/branch/main/a.mp4
    https://gitee.com/o/r/blob/master/a.mp4
    https://git.example.org/o/r/src/branch/main/a.mp4
    https://huggingface.co/o/r/blob/main/a.mp4
    https://cloud.example.org/s/aBcDeFgHiJkLmNo
    https://www.modelscope.cn/datasets/o/n/file/view/master/a.mp4
    https://git.sr.ht/~o/r/tree/main/item/a.mp4
    https://sourceforge.net/projects/p/files/a.mp4
    https://files.example.org/f/0123456789abcdef0123/
    https://dagshub.com/o/r/src/main/a.mp4
    https://notabug.org/o/r/src/master/a.mp4
    https://dataverse.example.org/file.xhtml?fileId=123
    https://imgur.com/AbCdEfG.gifv
    https://tmpfiles.org/1/a.mp4
    """.split(separator: "\n").map(String.init)

  static let bound = """
    https://cdn.discordapp.com/attachments/1/2/a.mp4
    https://a.r2.cloudflarestorage.com/b/k
    https://lookaside.fbsbx.com/whatsapp_business/a
    https://graph.microsoft.com/v1.0/me/drive/items/1/content
    https://www.googleapis.com/drive/v3/files/1?alt=media
    https://video.twilio.com/v1/x/Media
    https://api.telegram.org/file/bot1:x/a
    https://p-x.pcloud.com/a.mp4
    https://v16.tiktokcdn.com/a.mp4
    https://x.ngrok.io/a
    https://upos-x.bilivideo.com/a.mp4
    https://abc-3000.app.github.dev/a.mp4
    """.split(separator: "\n").map(String.init)
}
