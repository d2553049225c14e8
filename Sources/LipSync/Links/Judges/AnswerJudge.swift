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
  /// The URL that was asked, before redirects.
  var askedURL: String?

  func judge() -> Outcome {
    var outcome = Outcome()
    let body = BodyCoding.undo(response)
    outcome.sniff = PageSniff.refined(Sniff.of(body.bytes), at: response.url)
    if outcome.sniff.served != .errorDocument, let told = ErrorHeader.read(response) { outcome.sniff = told }
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
    // What a coding cannot be taken off is not what its first bytes look like.
    if !body.isReadable, let finding = codingFinding(body, outcome.sniff) {
      outcome.sniff = Sniff(.unknown, "coded bytes")
      outcome.findings.append(finding)
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

  var host: String { URLParts(response.url)?.host ?? "The host" }

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
