internal import LipSyncMedia
internal import LipSyncTransfer

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
    var witness: ByteSample?
  }

  let client: HTTPClient
  let offline: Bool
  /// How long after now the service may still fetch the source.
  var horizon = Defaults.fetchHorizon
  /// How long a whole file may take to fetch.
  var slowFetch = Defaults.slowFetch
  /// Tells the addresses of a name.
  var lookup: HostAddresses = Inspector.systemLookup
  /// Asks as other clients: it sets out with the head of the first look's answer.
  let second: OtherClientCheck

  /// Looks at a URL.
  func inspect(_ url: String, about subject: Subject, until deadline: ContinuousClock.Instant) async
    -> Outcome
  {
    let judge = URLJudge(policy: client.policy, now: .now, horizon: horizon.components.seconds)
    let judged = judge.judge(url, about: subject)
    var outcome = Outcome(findings: judged.findings)
    outcome.link.directURL = judged.share?.shownURL
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
            "\(shortened(url)) was not fetched: the network must not be used."))
      }
      return outcome
    }
    // In flight while the first bytes come.
    async let fromAddresses = addressFinding(url, subject)
    do throws(TransferError) {
      let (response, asked, refusedRange) = try await firstLook(at: url, until: deadline, link: &outcome.link)
      var expiry = judge.expiry
      expiry.clock = HostClock(response, now: .now)
      let isExpired = judged.signed.map { expiry.findings($0, about: subject) }?
        .contains { $0.rule == .linkExpired }
      var answerJudge = AnswerJudge(
        response: response, asked: asked, subject: subject, share: judged.share,
        isExpired: isExpired ?? false,
        refusedRange: refusedRange)
      answerJudge.askedURL = url
      let answer = answerJudge.judge()
      expiry.isServed = answer.sniff.served == .media && answer.mayBeMedia
      if expiry.isServed { outcome.findings.removeAll { judged.refutable.contains($0) } }
      if let signed = judged.signed {
        let guessed = judge.expiry.findings(signed, about: subject)
        outcome.findings.removeAll { guessed.contains($0) }
        outcome.findings += expiry.findings(signed, about: subject)
      }
      fill(&outcome.link, from: response, answer)
      outcome.sniff = answer.sniff
      if let seen = doubt(response, answer, judged, isExpired: isExpired ?? false) {
        let setsCookies = response.header("Set-Cookie") != nil || !response.redirects.isEmpty
        await settle(seen, setsCookies, &outcome, instead: answer.findings)
        return outcome
      }
      outcome.findings += answer.findings
      outcome.findings += [await fromAddresses, await addressFinding(response.url, notOf: url, subject)]
        .compactMap(\.self)
      if answer.mayBeMedia { outcome.findings += habits(response, size: outcome.link.bytes, subject) }
      let isBroken = answer.findings.contains { $0.rule == .linkBadRanges && $0.severity == .error }
      guard answer.mayBeMedia, !isBroken else { return outcome }
      outcome.source = source(url, response, answer)
      // Of a file that came whole, too, unless it is a short one: another client may be sent another file.
      let isLong = outcome.link.bytes.map { $0 > Int64(Defaults.sniffedBytes) } ?? true
      if outcome.link.supportsRanges, isLong { outcome.witness = ByteSample(in: response.body) }
      if answer.isCompressed { await undo(url, subject, until: deadline, &outcome) }
    } catch {
      // With a cookie, or as a browser, a circle may come to an end.
      if [.circle, .tooMany].contains(error.cause as? RedirectFault) {
        await settle(
          "redirects plain tools to nowhere", true, &outcome,
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

  /// What a host that serves the file is worth a word for: its certificate's end, and its pace.
  private func habits(_ response: Response, size: Int64?, _ subject: Subject) -> [Finding] {
    let certificate = CertificateJudge(now: .now, horizon: horizon.components.seconds)
    return [
      certificate.finding(response, about: subject),
      SlowJudge.finding(response, size: size, about: subject, limit: slowFetch),
    ].compactMap(\.self)
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
    if OtherClientCheck.doubtful.contains(response.status) {
      return "answers \(response.status) \(StatusMeaning.of(response.status).phrase) to plain tools"
    }
    let isPage =
      [.html, .errorDocument].contains(answer.sniff.served) && (200..<300).contains(response.status)
    return isPage ? "sends a \(answer.sniff.kind) to plain tools" : nil
  }

  /// Asks as other clients; what they find replaces what the first look found.
  private func settle(
    _ seen: String, _ setsCookies: Bool, _ outcome: inout Outcome, instead: [Finding]
  ) async {
    let other = await second.afterRefusal(seen, setsCookies: setsCookies)
    outcome.link.requests += other.requests
    outcome.link.bytesRead += other.bytesRead
    outcome.findings += other.finding.map { [$0] } ?? instead
  }
}
