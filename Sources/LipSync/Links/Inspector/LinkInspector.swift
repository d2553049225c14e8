internal import LipSyncMedia
internal import LipSyncTransfer
internal import Logging

/// The first look at a URL: one GET of a bounded range, never a HEAD, as signatures cover the verb.
struct LinkInspector {
  /// What was found out, and the source to read on from.
  struct Outcome {
    var link = LinkInfo()
    var findings: [Finding] = []
    /// Nil where there is nothing that a demuxer should look at.
    var source: HTTPSource?
    /// What the first bytes are; nil where none came.
    var sniff: Sniff?
    /// The bytes themselves, where the host has compressed them.
    var undone: MemorySource?
    /// Known bytes to ask for once more.
    var witness: Witness?
  }

  let client: HTTPClient
  let offline: Bool
  /// How long after now the service may still fetch the source.
  var horizon = Defaults.fetchHorizon
  /// How long a whole file may take to fetch.
  var slowFetch = Defaults.slowFetch
  /// Tells the addresses of a name.
  var lookup: HostAddresses = Inspector.systemLookup
  /// Is told of the first look's answer before its body comes.
  var onHead: (@Sendable (Response) -> Void)?

  /// Looks at a URL.
  func inspect(_ url: String, about subject: Subject, until deadline: ContinuousClock.Instant) async
    -> Outcome
  {
    let judge = URLJudge(policy: client.policy, now: .now, horizon: horizon.components.seconds)
    let judged = judge.judge(url, about: subject)
    var outcome = Outcome(findings: judged.findings)
    outcome.link.directURL = judged.share?.directURL
    outcome.link.expiresAt = judged.signed?.expiresAt
    guard !judged.isHopeless, !offline else {
      if let share = judged.share, let finding = URLJudge.sharePage(share, about: subject, served: nil) {
        outcome.findings.append(finding)
      }
      if offline, judged.share == nil, !judged.isHopeless, let hint = PageHint.finding(url, about: subject) {
        outcome.findings.append(hint)
      }
      if offline {
        outcome.findings.append(
          Finding(
            .linkNotFetched, about: subject,
            "\(shortened(url)) was not fetched: the network is to be left alone."))
      }
      return outcome
    }
    let second = SecondLook(client: client, url: url, subject: subject, deadline: deadline)
    // In flight while the first bytes come.
    async let fromAddresses = addressFinding(url, subject)
    do throws(TransferError) {
      let (response, asked, refusedRange) = try await firstLook(at: url, until: deadline, link: &outcome.link)
      var expiry = judge.expiry
      expiry.clock = HostClock(response, now: .now)
      let isExpired = judged.signed.map { expiry.findings($0, about: subject) }?
        .contains { $0.rule == .linkExpired }
      let answer = AnswerJudge(
        response: response, asked: asked, subject: subject, share: judged.share,
        isExpired: isExpired ?? false,
        refusedRange: refusedRange
      ).judge()
      expiry.isServed = answer.sniff.served == .media && answer.mayBeMedia
      if let signed = judged.signed {
        let guessed = judge.expiry.findings(signed, about: subject)
        outcome.findings.removeAll { guessed.contains($0) }
        outcome.findings += expiry.findings(signed, about: subject)
      }
      fill(&outcome.link, from: response, answer)
      outcome.sniff = answer.sniff
      if let seen = doubt(response, answer, judged, isExpired: isExpired ?? false) {
        let setsCookies = response.header("Set-Cookie") != nil || !response.redirects.isEmpty
        await settle(second, seen, setsCookies, &outcome, instead: answer.findings)
        return outcome
      }
      outcome.findings += answer.findings
      outcome.findings += [await fromAddresses, await addressFinding(response.url, notOf: url, subject)]
        .compactMap(\.self)
      let certificate = CertificateJudge(now: .now, horizon: horizon.components.seconds)
      if answer.mayBeMedia, let finding = certificate.finding(response, about: subject) {
        outcome.findings.append(finding)
      }
      let slow = SlowJudge.finding(
        response, size: outcome.link.bytes, about: subject, limit: slowFetch)
      if answer.mayBeMedia, let slow {
        outcome.findings.append(slow)
      }
      let isBroken = answer.findings.contains { $0.rule == .linkBadRanges }
      guard answer.mayBeMedia, !isBroken else { return outcome }
      outcome.source = source(url, response, answer)
      // Of a file that came whole, too, unless it is a short one: another client may be sent another file.
      let isLong = outcome.link.bytes.map { $0 > Int64(Defaults.sniffedBytes) } ?? true
      if outcome.link.supportsRanges, isLong { outcome.witness = Witness(in: response.body) }
      if answer.isCompressed { await undo(url, subject, until: deadline, &outcome) }
    } catch {
      // With a cookie, or as a browser, a circle may come to an end.
      if [.circle, .tooMany].contains(error.cause as? RedirectFault) {
        await settle(
          second, "redirects plain tools to nowhere", true, &outcome,
          instead: [SourceFault.finding(error, about: subject)])
      } else {
        outcome.findings.append(
          pageBehind(error, url, subject) ?? SourceFault.finding(error, about: subject))
      }
      if let share = judged.share, let finding = URLJudge.sharePage(share, about: subject, served: nil) {
        outcome.findings.append(finding)
      }
    }
    return outcome
  }

  /// What a redirect means that leads to a login or consent page which cannot be reached; nil where it leads elsewhere.
  private func pageBehind(_ error: TransferError, _ url: String, _ subject: Subject) -> Finding? {
    guard error.subject != shortened(url), let page = PageSniff.destination(error.subject),
      let host = URLParts(error.subject)?.host, host != URLParts(url)?.host
    else { return nil }
    return Finding(
      .linkHTMLPage, about: subject,
      "\(URLParts(url)?.host ?? "The host") redirects to a \(page.kind) at \(host), which could not be reached: "
        + "\(error.message). \(page.sentence ?? "")", remedy: page.remedy,
      evidence: [("url", .string(error.subject)), ("kind", .string(page.kind))])
  }

  /// What the addresses of a URL's host say; nothing where it is the host of another URL that was asked about.
  private func addressFinding(_ url: String, notOf other: String? = nil, _ subject: Subject) async -> Finding?
  {
    guard let host = (try? WebAddress(url))?.host,
      host != other.flatMap({ try? WebAddress($0) })?.host
    else { return nil }
    return AnswersJudge(policy: client.policy, subject: subject).finding(host, await lookup(host))
  }

  /// What the first look got, as a clause, where another client may get something else; nil where it is known why.
  private func doubt(
    _ response: Response, _ answer: AnswerJudge.Outcome, _ judged: URLJudge.Outcome, isExpired: Bool
  ) -> String? {
    guard judged.share?.isCertain != true, !isExpired, answer.sniff.refusal == nil,
      answer.sniff.kind != "bot wall"
    else { return nil }
    if SecondLook.doubtful.contains(response.status) {
      return "answers \(response.status) \(StatusMeaning.of(response.status).phrase) to plain tools"
    }
    let isPage =
      [.html, .errorDocument].contains(answer.sniff.served) && (200..<300).contains(response.status)
    return isPage ? "sends a \(answer.sniff.kind) to plain tools" : nil
  }

  /// Asks as other clients; what they find replaces what the first look found.
  private func settle(
    _ second: SecondLook, _ seen: String, _ setsCookies: Bool, _ outcome: inout Outcome, instead: [Finding]
  ) async {
    let other = await second.afterRefusal(seen, setsCookies: setsCookies)
    outcome.link.requests += other.requests
    outcome.link.bytesRead += other.bytesRead
    outcome.findings += other.finding.map { [$0] } ?? instead
  }

  /// Fetches a compressed body as a whole and undoes it: no range of it means anything.
  private func undo(
    _ url: String, _ subject: Subject, until deadline: ContinuousClock.Instant, _ outcome: inout Outcome
  ) async {
    var whole = request(url, range: nil, until: deadline)
    whole.bodyLimit = Defaults.compressedLimit.fetched
    let response: Response
    do throws(TransferError) {
      response = try await client.send(whole)
    } catch {
      outcome.link.requests += error.requests
      outcome.link.bytesRead += error.bytesReceived
      outcome.source = nil
      outcome.findings.append(SourceFault.finding(error, about: subject, isReading: true))
      return
    }
    outcome.link.requests += response.requests
    outcome.link.bytesRead += response.bytesReceived
    let output = Inflate.decode(response.body, ceiling: Defaults.compressedLimit.undone)
    guard let output, output.isWhole else {
      outcome.source = nil
      let limit = Defaults.compressedLimit
      let isLong = response.bodyWasCut || (output?.bytes.count ?? 0) >= limit.undone
      outcome.findings.append(
        isLong
          ? Finding(
            .mediaDurationUncertain, about: subject,
            "The compressed body was undone as far as \(limit.fetched >> 20) MiB of it, or \(limit.undone >> 20) MiB of what "
              + "is in it, and does not end there: what it holds is unknown.",
            remedy: "Switch compression off for media on the host.", severity: .warning)
          : Finding(
            .linkContentType, about: subject,
            "The compressed body cannot be undone to its end: what it holds is unknown.",
            remedy: "Switch compression off for media on the host.", severity: .error))
      return
    }
    outcome.undone = MemorySource(output.bytes, name: shortened(url))
  }

  /// A GET of the first bytes; without a range where the host refuses ranges.
  private func firstLook(
    at url: String, until deadline: ContinuousClock.Instant, link: inout LinkInfo
  ) async throws(TransferError) -> (Response, asked: Int?, refusedRange: Int?) {
    let asked = Defaults.firstBytes
    let response = try await patiently(url, range: 0...Int64(asked) - 1, until: deadline, link: &link)
    let status = response.status
    guard Self.statusesOfRefusedRanges.contains(status), response.contentRange?.total != 0 else {
      return (response, asked, nil)
    }
    client.logger.debug("\(shortened(url)): HTTP \(status) for a range; asking without one")
    let whole = try await patiently(url, range: nil, until: deadline, link: &link)
    return (200..<300).contains(whole.status) || status == 416 ? (whole, nil, status) : (response, asked, nil)
  }

  /// Sends a request, and again where a failure may pass by itself and there is time.
  private func patiently(
    _ url: String, range: ClosedRange<Int64>?, until deadline: ContinuousClock.Instant, link: inout LinkInfo
  ) async throws(TransferError) -> Response {
    var attempt = 1
    while true {
      let result: Result<Response, TransferError>
      do throws(TransferError) {
        let response = try await client.send(request(url, range: range, until: deadline), onHead: onHead)
        link.requests += response.requests
        link.bytesRead += response.bytesReceived
        result = .success(response)
      } catch {
        link.requests += error.requests
        link.bytesRead += error.bytesReceived
        result = .failure(error)
      }
      guard let pause = Self.pause(after: result, attempt: attempt), .now + pause < deadline,
        (try? await Task.sleep(for: pause)) != nil
      else { return try result.get() }
      attempt += 1
    }
  }

  private static func pause(after result: Result<Response, TransferError>, attempt: Int) -> Duration? {
    var (status, code, wait): (Int?, TransferError.Code?, Duration?) = (nil, nil, nil)
    switch result {
    case .success(let response):
      status = response.status
      wait = response.header("Retry-After").flatMap {
        RetryPolicy.retryAfter($0, now: UnixTime.now.seconds)
      }
    case .failure(let error): code = error.code
    }
    // Who asks for longer than that is not asked again in vain.
    if let wait, wait > Defaults.firstLookRetry.ceiling { return nil }
    return Defaults.firstLookRetry.delay(
      afterAttempt: attempt, status: status, error: code, retryAfter: wait, jitter: .random(in: 0...1))
  }

  /// Some hosts answer so to a range alone.
  private static let statusesOfRefusedRanges: Set<Int> = [400, 403, 405, 406, 416, 501]

  private func request(
    _ url: String, range: ClosedRange<Int64>?, until deadline: ContinuousClock.Instant
  ) -> Request {
    let left = max(.milliseconds(1), deadline - .now)
    var request = Request(
      url: url, headers: [("Accept", "*/*"), ("Accept-Encoding", "identity")], range: range,
      bodyLimit: Defaults.firstBytes, connectTimeout: min(left, TransferDefaults.connectTimeout),
      stallTimeout: min(left, TransferDefaults.stallTimeout), totalTimeout: left)
    request.lead = .short
    return request
  }

  private func fill(_ link: inout LinkInfo, from response: Response, _ answer: AnswerJudge.Outcome) {
    link.finalURL = shortened(response.url)
    link.status = response.status
    link.contentType = response.header("Content-Type")
    link.redirects = response.redirects.map { shortened($0.location) }
    link.served = answer.sniff.served
    guard (200..<300).contains(response.status) else { return }
    link.entityTag = response.header("ETag")
    link.lastModified = response.header("Last-Modified")
    link.supportsRanges = answer.range.support == .honoured
    link.bytes = Self.size(response, answer)
  }

  private func source(_ url: String, _ response: Response, _ answer: AnswerJudge.Outcome) -> HTTPSource {
    HTTPSource(client: client, url: url, first: response, size: Self.size(response, answer))
  }

  /// What the host states, else what came where all of it did.
  private static func size(_ response: Response, _ answer: AnswerJudge.Outcome) -> Int64? {
    let isWhole = answer.range.support == .ignored && !response.bodyWasCut
    return answer.range.total ?? (isWhole ? Int64(response.body.count) : nil)
  }
}
