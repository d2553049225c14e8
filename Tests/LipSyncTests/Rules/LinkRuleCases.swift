import LipSyncTransfer
import TestSupport

@testable import LipSync

extension RuleCases {
  /// 2026-11-23 07:00:00 UTC.
  private static let now = UnixTime(1_795_417_200)

  /// What a URL shows by itself.
  private static func url(_ url: String) -> RuleCase.Findings {
    { URLJudge(policy: .publicOnly, now: now, horizon: 1800).judge(url, about: .video).findings }
  }

  /// What a failed transfer means.
  private static func failed(_ code: TransferError.Code) -> RuleCase.Findings {
    {
      let error = TransferError(
        code, subject: "https://cdn.example.com/a.mp4", message: "it went wrong",
        status: code == .status ? 404 : nil)
      return [SourceFault.finding(error, about: .video)]
    }
  }

  /// What bytes mean that have to be media.
  private static func bytes(_ text: String) -> RuleCase.Findings {
    { [ServedFinding.make(Sniff.of(Array(text.utf8)), about: .video)].compactMap(\.self) }
  }

  /// What an answer to the first look means.
  private static func answer(
    _ status: Int = 206, range: String? = "bytes 0-99/5000", type: String = "audio/flac",
    length: Int64? = nil
  ) -> RuleCase.Findings {
    {
      AnswerJudge(
        response: AnswerJudgeTests.answer(status, range: range, type: type, length: length), asked: 100,
        subject: .audio, share: nil, isExpired: false
      ).judge().findings
    }
  }

  private static func slow(_ wait: Duration) -> RuleCase.Findings {
    {
      [SlowJudge.finding(SlowJudgeTests.response(waited: wait), size: nil, about: .video)].compactMap(\.self)
    }
  }

  private static func signed(_ seconds: Int64) -> RuleCase.Findings {
    url("https://cdn.example.com/a.mp4?Expires=\(now.seconds + seconds)&Signature=s&Key-Pair-Id=K")
  }

  private static func look(offline url: String) -> RuleCase.Findings {
    {
      await Inspector(client: HTTPClient(policy: .publicOnly), offline: true).inspect(Source(url), as: .video)
        .findings
    }
  }

  private static let media = bytes("fLaC" + String(repeating: "x", count: 96))

  static let linkCases = [
    RuleCase(
      .linkBadURL, fires: url("https://me:secret@cdn.example.com/a.mp4"),
      silent: url("https://cdn.example.com/a.mp4")),
    RuleCase(.linkUnreachable, fires: failed(.unresolvable), silent: failed(.tls)),
    RuleCase(.linkTimeout, fires: failed(.timeout), silent: failed(.unreachable)),
    RuleCase(.linkTLS, fires: failed(.tls), silent: failed(.unreachable)),
    RuleCase(.linkHTTPStatus, fires: answer(404, range: nil), silent: answer()),
    RuleCase(.linkRedirect, fires: failed(.redirect), silent: failed(.status)),
    RuleCase(
      .linkHTMLPage, fires: bytes("<!doctype html><html><title>Log in</title></html>"), silent: media),
    RuleCase(
      .linkPlaylist, fires: bytes("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:4,\na.ts\n"), silent: media),
    RuleCase(
      .linkErrorDocument,
      fires: bytes("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>No</Message></Error>"),
      silent: media),
    RuleCase(.linkArchive, fires: bytes("PK\u{3}\u{4}" + String(repeating: "x", count: 60)), silent: media),
    RuleCase(
      .linkText, fires: bytes("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 9\n"),
      silent: media),
    RuleCase(.linkEmpty, fires: bytes(""), silent: media),
    RuleCase(
      .linkPrivateAddress, fires: url("http://10.1.2.3/a.mp4"), silent: url("http://11.1.2.3/a.mp4")),
    RuleCase(.linkExpired, fires: signed(0), silent: signed(1)),
    RuleCase(.linkExpiresSoon, fires: signed(1799), silent: signed(1800)),
    RuleCase(.linkContentType, fires: answer(type: "text/html"), silent: answer(type: "audio/x-flac")),
    RuleCase(.linkNoRanges, fires: answer(200, range: nil, length: 5000), silent: answer()),
    RuleCase(.linkNoLength, fires: answer(range: "bytes 0-99/*"), silent: answer()),
    RuleCase(.linkBadRanges, fires: answer(range: "bytes 10-109/5000"), silent: answer()),
    RuleCase(.linkSlow, fires: slow(.seconds(3)), silent: slow(.milliseconds(2999))),
    RuleCase(
      .linkSharePage,
      fires: {
        let share = ShareLink.read("https://www.dropbox.com/s/abc/a.mp4?dl=0")
        return [share.flatMap { URLJudge.sharePage($0, about: .video, served: .html) }].compactMap(\.self)
      },
      silent: {
        let share = ShareLink.read("https://www.dropbox.com/s/abc/a.mp4?dl=0")
        return [share.flatMap { URLJudge.sharePage($0, about: .video, served: .media) }].compactMap(\.self)
      }),
    RuleCase(
      .linkClientBound,
      fires: url(
        "https://r1.googlevideo.com/videoplayback?expire=1795427260&ip=192.0.2.7&sparams=ip,expire&sig=s"),
      silent: url("https://r1.googlevideo.com/videoplayback?expire=1795427260&sparams=expire&sig=s")),
    RuleCase(
      .linkNotFetched, fires: look(offline: "https://cdn.example.com/a.mp4"),
      silent: look(offline: "missing.mp4")),
  ]
}
