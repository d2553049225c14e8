internal import Transfer

/// What an answer to the first look at a URL says: a pure function of the answer.
struct AnswerJudge {
  struct Outcome {
    var findings: [Finding] = []
    var sniff = Sniff(.unknown, "nothing")
    var range = RangeVerdict(support: .ignored, total: nil)
    /// Whether the answer holds bytes that are worth a demuxer's look.
    var mayBeMedia = false
  }

  let response: Response
  /// Bytes asked for; nil where no range was asked for.
  let asked: Int?
  let subject: Subject
  let share: ShareLink?
  /// Whether the URL's signature is known to be dead, which explains an answer that says no.
  let isExpired: Bool

  func judge() -> Outcome {
    var outcome = Outcome()
    outcome.sniff = Sniff.of(response.body)
    guard (200..<300).contains(response.status) else {
      if isEmptyFile {
        outcome.sniff = Sniff.of([])
        outcome.findings = [ServedFinding.make(outcome.sniff, about: subject)].compactMap(\.self)
      } else if !isExpired {
        outcome.findings = [refusal(outcome.sniff)]
      }
      return outcome
    }
    outcome.range =
      asked.map { RangeVerdict.judge(response, asked: $0) }
      ?? RangeVerdict(support: .ignored, total: response.contentLength)
    if let share, let finding = URLJudge.sharePage(share, about: subject, served: outcome.sniff.served) {
      outcome.findings.append(finding)
      // The share link explains the page.
      guard outcome.sniff.served == .media else { return outcome }
    }
    if let finding = ServedFinding.make(outcome.sniff, about: subject, remedy: pointerRemedy(outcome.sniff)) {
      outcome.findings.append(finding)
      return outcome
    }
    outcome.mayBeMedia = true
    outcome.findings += [
      typeFinding(outcome.sniff), rangeFinding(outcome.range), lengthFinding(outcome.range),
    ]
    .compactMap(\.self)
    return outcome
  }

  /// `bytes=0-` of nothing is answered with 416 and a length of 0.
  private var isEmptyFile: Bool {
    response.status == 416 && response.contentRange?.bytes == nil && response.contentRange?.total == 0
  }

  private var host: String { URLParts(response.url)?.host ?? "The host" }

  private func refusal(_ sniff: Sniff) -> Finding {
    let meaning = StatusMeaning.of(response.status)
    let challenge = response.header("cf-mitigated") == "challenge" || sniff.kind == "bot wall"
    var message = "\(host) answers \(response.status) \(meaning.phrase). "
    message +=
      challenge
      ? "It asks for a human, so the service's servers are turned away too."
      : sniff.served == .errorDocument ? sniff.sentence ?? meaning.sentence : meaning.sentence
    if let wait = response.header("Retry-After") { message += " It asks to wait (Retry-After: \(wait))." }
    return Finding(
      .linkHTTPStatus, about: subject, message, remedy: meaning.remedy,
      evidence: [
        ("url", .string(shortened(response.url))), ("status", .int(response.status)),
        ("code", .optional(sniff.code)),
      ])
  }

  private func pointerRemedy(_ sniff: Sniff) -> String? {
    guard sniff.served == .text, sniff.kind == "Git LFS pointer", let parts = URLParts(response.url),
      parts.host == "raw.githubusercontent.com"
    else { return nil }
    return
      "Use \(parts.moved(host: "media.githubusercontent.com", path: "/media" + parts.path).text) instead."
  }

  private func typeFinding(_ sniff: Sniff) -> Finding? {
    let type = response.header("Content-Type")
    let essence = (type ?? "").split(separator: ";").first?.trimmed.lowercased() ?? ""
    guard sniff.served == .media, !Self.isFine(essence) else { return nil }
    let isPlain = ["", "application/octet-stream", "binary/octet-stream"].contains(essence)
    let seen = type.map { "under the Content-Type \u{201c}\($0)\u{201d}" } ?? "without a Content-Type"
    let risk = isPlain ? "some fetchers refuse that" : "fetchers that go by the header reject it"
    return Finding(
      .linkContentType, about: subject, "\(sniff.kind) is served \(seen); \(risk).",
      severity: isPlain ? .info : .warning,
      evidence: [("content_type", .optional(type)), ("kind", .string(sniff.kind))])
  }

  private static func isFine(_ essence: String) -> Bool {
    let others = ["application/mp4", "application/ogg", "application/mxf", "application/x-matroska"]
    let isPlaylist = essence.contains("mpegurl") || essence.contains("scpls")
    return others.contains(essence)
      || !isPlaylist && ["video/", "audio/", "image/"].contains { essence.hasPrefix($0) }
  }

  private func rangeFinding(_ range: RangeVerdict) -> Finding? {
    switch range.support {
    case .honoured: nil
    case .ignored:
      Finding(
        .linkNoRanges, about: subject,
        "\(host) ignores byte ranges (status \(response.status)), so a broken download has to start over.",
        evidence: [("status", .int(response.status))])
    case .wrong(let clause):
      Finding(
        .linkBadRanges, about: subject, "\(host) \(clause).",
        evidence: [
          ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
        ])
    }
  }

  private func lengthFinding(_ range: RangeVerdict) -> Finding? {
    if case .wrong = range.support { return nil }
    guard range.total == nil else { return nil }
    return Finding(
      .linkNoLength, about: subject,
      "\(host) does not tell the file's length, so nobody can notice when a download is cut.")
  }
}

extension Substring {
  /// Without white space at either end.
  var trimmed: Substring {
    let start = drop { $0.isWhitespace }
    let kept = start.lastIndex { !$0.isWhitespace }
    return kept.map { start[...$0] } ?? start.prefix(0)
  }
}
