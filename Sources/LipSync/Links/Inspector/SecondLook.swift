internal import LipSyncTransfer

/// A look at the same URL as other clients: would the service's servers get the same?
///
/// After a good first look one tiny request goes out while the media is probed, as a browser names itself, with no cookie
/// and no referer. After a refusal a few go out at once, each changing one thing, to find what the host goes by.
struct SecondLook {
  /// What was found out, and what it cost.
  struct Outcome {
    var finding: Finding?
    var requests = 0
    var bytesRead: Int64 = 0
    /// Whether ranges are answered with other bytes than their own: what was read of the media means nothing then.
    var belies = false
  }

  let client: HTTPClient
  let url: String
  let subject: Subject
  let deadline: ContinuousClock.Instant

  /// How a browser names itself.
  static let browser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
  private static let browserHeader = [("User-Agent", browser)]

  // MARK: after media

  /// Whether another client gets the media too.
  ///
  /// Where ranges work, it asks for bytes behind the end: who may have the file is told that there are none, which costs
  /// no byte, and others are turned away as ever. With a witness it asks for that, and compares.
  ///
  /// - Parameters:
  ///   - size: the whole length, where it is known.
  ///   - early: the answer to a look that set out before the witness was known; nil where none did.
  func afterMedia(
    size: Int64?, supportsRanges: Bool, witness: Witness? = nil, early: EarlyLook.Answer? = nil
  ) async -> Outcome {
    var outcome = early?.cost ?? Outcome()
    var range = supportsRanges ? witness?.range ?? (size ?? 0)...(size ?? 0) + 255 : nil
    var other: Response?
    if let early, supportsRanges, witness == nil || witness?.range == early.range {
      (range, other) = (early.range, early.response)
    } else {
      other = await send(Self.browserHeader, range: range, &outcome)
    }
    if let witness, let response = other, witness.isBelied(by: response) {
      // Another file for browsers, or other bytes for everybody?
      let own = await send([], range: range, &outcome)
      outcome.belies = own.map(witness.isBelied) ?? false
      let host = URLParts(response.url)?.host ?? "The host"
      outcome.finding =
        outcome.belies
        ? Finding(
          .linkBadRanges, about: subject,
          "\(host) sends other bytes under the name of bytes \(witness.range.lowerBound)-\(witness.range.upperBound) than it "
            + "had sent there before.",
          evidence: [("content_range", .optional(response.header("Content-Range")))])
        : bound(
          "\(host) sends other bytes to a program that names itself as a browser than to plain tools.",
          to: "user-agent", status: response.status)
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

  /// Asks for a range as a browser.
  func ask(_ range: ClosedRange<Int64>) async -> EarlyLook.Answer {
    var cost = Outcome()
    let response = await send(Self.browserHeader, range: range, &cost)
    return EarlyLook.Answer(range: range, response: response, cost: cost)
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
        + "byte \(size) on: who goes by the length gets a cut file.",
      evidence: [
        ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
      ])
    return outcome
  }

  // MARK: after a refusal

  /// Whether a client that names itself otherwise, or comes with a referer or a cookie, gets media where the first look got
  /// none.
  ///
  /// - Parameters:
  ///   - seen: a clause: what the first look got.
  ///   - setsCookies: whether the host handed out cookies.
  func afterRefusal(_ seen: String, setsCookies: Bool) async -> Outcome {
    let referer = URLParts(url).map { "\($0.scheme)://\($0.host)\($0.port.map { ":\($0)" } ?? "")/" } ?? url
    var attempts: [(name: String, words: String, headers: [(String, String)], cookies: Bool)] = [
      ("user-agent", "names itself as a browser", Self.browserHeader, false),
      ("referer", "comes from the host's own pages (Referer: \(referer))", [("Referer", referer)], false),
    ]
    if setsCookies {
      attempts.append(("cookie", "keeps the cookie that the host sets on the way", [], true))
    }
    return await withTaskGroup(of: (Int, Outcome, Bool).self) { group in
      for (index, attempt) in attempts.enumerated() {
        group.addTask {
          var outcome = Outcome()
          let answer = await send(attempt.headers, range: 0...4095, cookies: attempt.cookies, &outcome)
          return (index, outcome, answer.map(Self.isMedia) ?? false)
        }
      }
      var sum = Outcome()
      var winner: Int?
      for await (index, outcome, isMedia) in group {
        sum.requests += outcome.requests
        sum.bytesRead += outcome.bytesRead
        if isMedia { winner = min(winner ?? index, index) }
      }
      if let winner {
        let host = URLParts(url)?.host ?? "The host"
        sum.finding = bound(
          "\(host) \(seen), and sends the file only to a client that \(attempts[winner].words).",
          to: attempts[winner].name, status: nil)
      }
      return sum
    }
  }

  /// Statuses behind which another client may find the file.
  static let doubtful: Set<Int> = [400, 401, 403, 404, 406, 409, 412, 418]

  // MARK: judgement

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

  private static func isMedia(_ response: Response) -> Bool {
    (200..<300).contains(response.status) && Sniff.of(BodyCoding.undo(response).bytes).served == .media
  }

  private func bound(_ message: String, to name: String, status: Int?) -> Finding {
    Finding(
      .linkClientBound, about: subject, message,
      evidence: [("bound_to", .string(name)), ("status", .optional(status))])
  }

  private func send(
    _ headers: [(String, String)], range: ClosedRange<Int64>?, cookies: Bool = false, _ outcome: inout Outcome
  ) async -> Response? {
    let left = min(deadline - .now, Defaults.secondLookTimeout)
    guard left > .zero else { return nil }
    var request = Request(
      url: url, headers: [("Accept", "*/*"), ("Accept-Encoding", "identity")] + headers, range: range,
      bodyLimit: 8192, connectTimeout: left, stallTimeout: left, totalTimeout: left)
    request.keepsCookies = cookies
    request.lead = range == nil ? .shortest : .short
    do throws(TransferError) {
      let response = try await client.send(request)
      outcome.requests += response.requests
      outcome.bytesRead += response.bytesReceived
      return response
    } catch {
      outcome.requests += error.requests
      outcome.bytesRead += error.bytesReceived
      return nil
    }
  }
}
