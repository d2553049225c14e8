internal import LipSyncTransfer

/// After media: whether others get it too.
extension OtherClientCheck {
  /// Whether another client gets the media too, and who asks for no range.
  ///
  /// Where ranges work, it asks for bytes behind the end: who may have the file is told that there are none, which costs
  /// no byte, and others are turned away as ever. With a witness it asks for that, and compares.
  ///
  /// - Parameter size: the whole length, where it is known.
  func afterMedia(size: Int64?, supportsRanges: Bool, witness: ByteSample? = nil) async -> Outcome {
    // Where ranges are not known to work the first look was as plain.
    async let plainly: Answer? = supportsRanges ? askPlainly() : nil
    var outcome = await asBrowser(size: size, supportsRanges: supportsRanges, witness)
    guard let plain = await plainly else { return outcome }
    outcome.requests += plain.cost.requests
    outcome.bytesRead += plain.cost.bytesRead
    // What a browser does not get either has its reason already.
    if outcome.finding == nil, let response = plain.response { await judgePlain(response, &outcome) }
    return outcome
  }

  private func asBrowser(size: Int64?, supportsRanges: Bool, _ witness: ByteSample?) async -> Outcome {
    let early = await ranged
    var outcome = early?.cost ?? Outcome()
    var range = supportsRanges ? witness?.range ?? (size ?? 0)...(size ?? 0) + 255 : nil
    var other: Response?
    if let early, supportsRanges, witness == nil || witness?.range == early.range {
      (range, other) = (early.range, early.response)
    } else {
      other = await send(Self.browserHeader, range: range, &outcome)
    }
    if let witness, let response = other, witness.isBelied(by: response) {
      await judgeOtherBytes(witness, response, range, &outcome)
      return outcome
    }
    if let size, let response = other, response.status == 416, response.contentRange?.total != size {
      // It may be another file that ends there: its first bytes tell.
      range = 0...255
      other = await send(Self.browserHeader, range: range, &outcome)
    }
    guard let other, let clause = Self.refusal(other) else { return outcome }
    // The same once more as before: a link that works once, or a host that has had enough, is another matter.
    guard let again = await send([], range: range, &outcome) else { return outcome }
    let host = URLParts(other.url)?.host ?? "The host"
    outcome.finding =
      Self.refusal(again) != nil
      ? Finding(
        .linkHTTPStatus, about: subject,
        "\(host) sent the file once and then \(clause): the link works only once, or for a short while.",
        remedy: "Create a link that can be fetched more than once; this one may be used up now.",
        evidence: [("status", .int(again.status))])
      : bound(
        "\(host) sends the file to plain tools, but to a program that names itself as a browser it \(clause).",
        to: "user-agent", status: other.status)
    return outcome
  }

  /// Another file for browsers, or other bytes for everybody?
  private func judgeOtherBytes(
    _ witness: ByteSample, _ response: Response, _ range: ClosedRange<Int64>?, _ outcome: inout Outcome
  ) async {
    let own = await send([], range: range, &outcome)
    outcome.sawOtherBytes = own.map(witness.isBelied) ?? false
    let host = URLParts(response.url)?.host ?? "The host"
    outcome.finding =
      outcome.sawOtherBytes
      ? Finding(
        .linkBadRanges, about: subject,
        "\(host) sends other bytes under the name of bytes \(witness.range.lowerBound)-\(witness.range.upperBound) than it "
          + "had sent there before.",
        evidence: [("content_range", .optional(response.header("Content-Range")))])
      : bound(
        "\(host) sends other bytes to a program that names itself as a browser than to plain tools.",
        to: "user-agent", status: response.status)
  }

  private func judgePlain(_ response: Response, _ outcome: inout Outcome) async {
    guard PlainAnswer.refusal(response) != nil else { return }
    // Once more, alone: a host that takes one request at a time is another matter.
    let again = await askPlainly()
    outcome.requests += again.cost.requests
    outcome.bytesRead += again.cost.bytesRead
    guard let second = again.response, let clause = PlainAnswer.refusal(second) else { return }
    let host = URLParts(second.url)?.host ?? "The host"
    outcome.finding = bound(
      "\(host) sends the file only to those who ask for a byte range; to a plain GET it \(clause), and most fetchers send one.",
      to: "range", status: second.status,
      remedy:
        "Have the host answer a GET without a Range header with the whole file (status 200), or name the file by its path: it "
        + "will be uploaded.")
  }

  /// Whether a host has bytes behind the end that it states.
  func behind(_ size: Int64) async -> Outcome {
    var outcome = Outcome()
    let response = await send([], range: size...size + 255, &outcome)
    // What contradicts itself is no Content-Range, but it is plain enough.
    guard let response, response.status == 206, !response.body.isEmpty,
      response.header("Content-Range")?.hasPrefix("bytes \(size)-") == true
    else { return outcome }
    outcome.finding = Finding(
      .linkBadRanges, about: subject,
      "\(URLParts(response.url)?.host ?? "The host") states a length of \(size) bytes in Content-Range, and sends more from "
        + "byte \(size) on: a client that relies on the stated length gets a truncated file.",
      evidence: [
        ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
      ])
    return outcome
  }

  /// What another client got instead of the file, as a clause; nil for the file, and for what says nothing: a busy host, a
  /// range behind the end, a wall against programs that call themselves browsers.
  static func refusal(_ response: Response) -> String? {
    let isWall = response.header("cf-mitigated") != nil
    if isWall { return nil }
    if [401, 403, 404, 406, 410, 451].contains(response.status) {
      return "answers \(response.status) \(StatusMeaning.of(response.status).phrase)"
    }
    guard (200..<300).contains(response.status) else { return nil }
    // The first bytes tell what they are; later ones are told by the type that comes with them.
    let isSlice = response.contentRange?.bytes.map { $0.lowerBound > 0 } ?? false
    let sniff = isSlice ? Sniff(.unknown, "a slice") : Sniff.of(BodyCoding.undo(response).bytes)
    guard [.html, .errorDocument].contains(sniff.served) else { return nil }
    if sniff.kind == "bot wall" { return nil }
    let title = sniff.title.map { " titled \u{201c}\($0)\u{201d}" } ?? ""
    return "sends a \(sniff.kind)\(title)"
  }
}
