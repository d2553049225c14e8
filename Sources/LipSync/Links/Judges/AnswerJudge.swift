internal import LipSyncTransfer

/// What an answer to the first look at a URL says: a pure function of the answer.
struct AnswerJudge {
  struct Outcome {
    var findings: [Finding] = []
    var sniff = Sniff(.unknown, "nothing")
    var range = RangeVerdict(support: .ignored, total: nil)
    /// Whether the answer holds bytes that are worth a demuxer's look.
    var mayBeMedia = false
    /// Whether the bytes have to be undone first.
    var isCompressed = false
  }

  let response: Response
  /// Bytes asked for; nil where no range was asked for.
  let asked: Int?
  let subject: Subject
  let share: ShareLink?
  /// Whether the URL's signature is known to be dead, which explains an answer that says no.
  let isExpired: Bool
  /// The status under which the host refused a range, where it was asked again without.
  var refusedRange: Int?

  func judge() -> Outcome {
    var outcome = Outcome()
    let body = BodyCoding.undo(response)
    outcome.sniff = PageSniff.refined(Sniff.of(body.bytes), at: response.url)
    if outcome.sniff.served == .empty, response.header("Refresh") != nil {
      outcome.sniff = PageSniff.refresh
    }
    guard (200..<300).contains(response.status) else {
      if isEmptyFile {
        outcome.sniff = Sniff.of([])
        outcome.findings = [ServedFinding.make(outcome.sniff, about: subject)].compactMap(\.self)
      } else if !isExpired || !Self.statusesOfExpiry.contains(response.status) {
        outcome.findings = [refusal(outcome.sniff)]
      }
      return outcome
    }
    outcome.range =
      asked.map { RangeVerdict.judge(response, asked: $0) }
      ?? RangeVerdict(support: .ignored, total: response.contentLength)
    if let share, let finding = URLJudge.sharePage(share, about: subject, served: outcome.sniff.served) {
      // The share link explains the page.
      outcome.findings.append(finding)
      return outcome
    }
    if response.status == 202, outcome.sniff.served != .media {
      outcome.findings = [refusal(outcome.sniff)]
      return outcome
    }
    // A length that nothing came of, and parts of a body, are no documents: the host is at fault.
    if case .wrong = outcome.range.support, outcome.sniff.served == .empty || isInParts {
      outcome.findings.append(contentsOf: rangeFinding(outcome.range, []).map { [$0] } ?? [])
      return outcome
    }
    if let finding = ServedFinding.make(outcome.sniff, about: subject, remedy: pointerRemedy(outcome.sniff)) {
      outcome.findings.append(finding)
      return outcome
    }
    outcome.mayBeMedia = body.isReadable
    outcome.isCompressed = body.coding != nil
    outcome.findings += [
      codingFinding(body, outcome.sniff), typeFinding(outcome.sniff),
      rangeFinding(outcome.range, body.bytes), lengthFinding(outcome.range),
    ]
    .compactMap(\.self)
    return outcome
  }

  /// `bytes=0-` of nothing is answered with 416 and a length of 0.
  private var isEmptyFile: Bool {
    response.status == 416 && response.contentRange?.bytes == nil && response.contentRange?.total == 0
  }

  private var isInParts: Bool {
    response.header("Content-Type")?.lowercased().hasPrefix("multipart/byteranges") ?? false
  }

  private var host: String { URLParts(response.url)?.host ?? "The host" }

  /// Statuses that a signature out of its time explains.
  private static let statusesOfExpiry: Set<Int> = [400, 401, 403, 404, 410]

  private func refusal(_ sniff: Sniff) -> Finding {
    if let known = knownRefusal(sniff) { return known }
    let meaning = StatusMeaning.of(response.status)
    let challenge = response.header("cf-mitigated") == "challenge" || sniff.kind == "bot wall"
    var message = "\(host) answers \(response.status) \(meaning.phrase). "
    let reason = sniff.served == .errorDocument || PageSniff.isReason(sniff.kind) ? sniff : nil
    // Without an error of the host's own, a redirect's status means that it is one.
    let leadsNowhere = [301, 302, 303, 307, 308].contains(response.status) && sniff.served != .errorDocument
    message +=
      challenge
      ? "It asks for a human, so the service's servers are turned away too."
      : leadsNowhere
        ? "That is a redirect, and it names no place to go to (there is no Location)."
        : reason?.sentence ?? meaning.sentence
    // What a host says in plain text may be more to the point, or not.
    if reason == nil, !challenge, sniff.served == .text, let words = sniff.sentence { message += " \(words)" }
    if let title = sniff.title { message += " Its page is titled \u{201c}\(title)\u{201d}." }
    if let wait = response.header("Retry-After") { message += " It asks to wait (Retry-After: \(wait))." }
    return Finding(
      leadsNowhere ? .linkRedirect : .linkHTTPStatus, about: subject, message,
      remedy: leadsNowhere
        ? "Use the URL of the file itself, or another host."
        : challenge ? PageSniff.wallRemedy : reason?.remedy ?? meaning.remedy,
      evidence: [
        ("url", .string(shortened(response.url))), ("status", .int(response.status)),
        ("code", .optional(sniff.code)),
      ])
  }

  /// A refusal of which the host's own words say more than its status.
  private func knownRefusal(_ sniff: Sniff) -> Finding? {
    guard let refusal = sniff.refusal, Self.statusesOfExpiry.contains(response.status) else { return nil }
    let answers = "\(host) answers \(response.status) \(StatusMeaning.of(response.status).phrase)"
    let words = sniff.sentence.map { " " + $0 } ?? ""
    let evidence: [JSON.Member] = [
      ("url", .string(shortened(response.url))), ("status", .int(response.status)),
      ("code", .optional(sniff.code)),
    ]
    return switch refusal {
    case .expired:
      Finding(
        .linkExpired, about: subject, "\(answers), and says that the link has expired.\(words)",
        evidence: evidence)
    case .otherAddress:
      Finding(
        .linkClientBound, about: subject,
        "\(answers), and says that the link was made for another address.\(words)", evidence: evidence)
    }
  }

  private func codingFinding(_ body: BodyCoding.Body, _ sniff: Sniff) -> Finding? {
    if let coding = body.falseCoding {
      return Finding(
        .linkContentType, about: subject,
        "\(sniff.kind.capitalizedFirst) is said to be compressed (Content-Encoding: \(coding)), and is not; fetchers that "
          + "undo it fail.",
        remedy: "Take the Content-Encoding off the object's metadata.", severity: .warning,
        evidence: [("content_encoding", .string(coding))])
    }
    guard let coding = body.coding else { return nil }
    let seen =
      body.isReadable
      ? "\(sniff.kind.capitalizedFirst) is sent compressed (Content-Encoding: \(coding)), though no compression was asked for; "
        + "fetchers that do not undo it store a damaged file."
      : "The bytes are sent in a coding that cannot be undone here (Content-Encoding: \(coding)), though none was asked for."
    return Finding(
      .linkContentType, about: subject, seen,
      remedy: "Switch compression off for media on the host; it saves nothing there.",
      severity: body.isReadable ? .warning : .error, evidence: [("content_encoding", .string(coding))])
  }

  private func pointerRemedy(_ sniff: Sniff) -> String? {
    guard sniff.served == .text, sniff.kind == "Git LFS pointer", let parts = URLParts(response.url) else {
      return nil
    }
    if parts.host == "raw.githubusercontent.com" {
      return
        "Use \(parts.moved(host: "media.githubusercontent.com", path: "/media" + parts.path).text) instead."
    }
    if parts.host.hasSuffix(".github.io") {
      return
        "GitHub Pages serves no Git LFS: host the file elsewhere, or name it by its path, so that it is uploaded."
    }
    return
      "Use the address under which the host resolves Git LFS (of GitHub /raw/ instead of /blob/, of Hugging Face /resolve/, of "
      + "GitLab's API lfs=true), or name the file by its path, so that it is uploaded."
  }

  private func typeFinding(_ sniff: Sniff) -> Finding? {
    let type = response.header("Content-Type")
    let essence = (type ?? "").split(separator: ";").first?.trimmed.lowercased() ?? ""
    let isFine = Self.isFine(essence) && (sniff.isImage || !essence.hasPrefix("image/"))
    guard sniff.served == .media, !isFine else { return nil }
    let isPlain = ["", "application/octet-stream", "binary/octet-stream"].contains(essence)
    let seen =
      type.flatMap { essence.isEmpty ? nil : $0 }.map { "under the Content-Type \u{201c}\($0)\u{201d}" }
      ?? "without a Content-Type"
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

  private func rangeFinding(_ range: RangeVerdict, _ bytes: [UInt8]) -> Finding? {
    switch range.support {
    case .honoured: return range.cutTo.map { shortFinding($0, of: range.total) }
    case .ignored:
      let how =
        refusedRange.map { "refuses byte ranges (status \($0))" }
        ?? "ignores byte ranges (status \(response.status))"
      var message = "\(host) \(how), so a broken download has to start over."
      var remedy: String?
      let isLast = IndexPlace.isLast(bytes)
      if isLast {
        message +=
          " The file's index (moov) lies behind its pictures, so nothing can be played before all has come."
        remedy = "Use a host or CDN that supports ranges, or export with the index in front (faststart)."
      }
      return Finding(
        .linkNoRanges, about: subject, message, remedy: remedy,
        evidence: [("status", .int(refusedRange ?? response.status)), ("index_is_last", .bool(isLast))])
    case .wrong(let clause):
      return Finding(
        .linkBadRanges, about: subject, "\(host) \(clause).",
        evidence: [
          ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
        ])
    }
  }

  /// Right bytes, and fewer than were asked for: RFC 9110 allows it, and not every fetcher asks for the rest.
  private func shortFinding(_ bytes: Int64, of total: Int64?) -> Finding {
    Finding(
      .linkBadRanges, about: subject,
      "\(host) sends \(bytes) bytes where \(asked ?? 0) of \(total ?? 0) were asked for: it cuts byte ranges short, and fetchers "
        + "that do not ask for the rest get a cut file.",
      remedy: "Use a host or CDN that sends a byte range as a whole.", severity: .warning,
      evidence: [
        ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
      ])
  }

  private func lengthFinding(_ range: RangeVerdict) -> Finding? {
    let lengths = response.headers.filter { $0.name.lowercased() == "content-length" }.map(\.value)
    // Lengths that contradict each other are refused before they come here (`HeaderBlock.contradiction`).
    if lengths.count > 1 {
      return Finding(
        .linkNoLength, about: subject,
        "\(host) sends Content-Length \(lengths.count) times (\(lengths.prefix(3).joined(separator: ", "))); "
          + "some fetchers refuse such an answer.",
        remedy: "Put the host's configuration right, or use another host.", severity: .warning,
        evidence: [("content_length", .array(lengths.prefix(8).map(JSON.string)))])
    }
    if case .wrong = range.support { return nil }
    guard range.total == nil else { return nil }
    return Finding(
      .linkNoLength, about: subject,
      "\(host) does not tell the file's length, so nobody can notice when a download is cut.")
  }
}

extension String {
  /// With its first letter in upper case.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Substring {
  /// Without white space at either end.
  var trimmed: Substring {
    let start = drop { $0.isWhitespace }
    let kept = start.lastIndex { !$0.isWhitespace }
    return kept.map { start[...$0] } ?? start.prefix(0)
  }
}
