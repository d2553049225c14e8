internal import Transfer

/// The first look at a URL: one GET of a bounded range, never a HEAD, as signatures cover the verb.
struct LinkInspector {
  /// What was found out, and the source to read on from.
  struct Outcome {
    var link = LinkInfo()
    var findings: [Finding] = []
    /// Nil where there is nothing that a demuxer should look at.
    var source: HTTPSource?
    /// What the inspection itself sent and received; reads of `source` come on top.
    var sniff: Sniff?
  }

  let client: HTTPClient
  let policy: AddressPolicy
  let offline: Bool

  /// Looks at a URL.
  func inspect(_ url: String, about subject: Subject, until deadline: ContinuousClock.Instant) async
    -> Outcome
  {
    let judge = URLJudge(policy: policy, now: .now, horizon: Defaults.fetchHorizon.components.seconds)
    let judged = judge.judge(url, about: subject)
    var outcome = Outcome(findings: judged.findings)
    outcome.link.directURL = judged.share?.directURL
    outcome.link.expiresAt = judged.signed?.expiresAt
    guard !judged.isHopeless, !offline else {
      if let share = judged.share, let finding = URLJudge.sharePage(share, about: subject, served: nil) {
        outcome.findings.append(finding)
      }
      if offline {
        outcome.findings.append(
          Finding(.linkNotFetched, about: subject, "\(ShownURL.shorten(url)) was not fetched: --offline."))
      }
      return outcome
    }
    do throws(TransferError) {
      let (response, asked) = try await firstLook(at: url, until: deadline, link: &outcome.link)
      let isExpired = judged.findings.contains { $0.id == .linkExpired }
      let answer = AnswerJudge(
        response: response, asked: asked, subject: subject, share: judged.share, isExpired: isExpired
      ).judge()
      fill(&outcome.link, from: response, answer)
      outcome.findings += answer.findings
      outcome.sniff = answer.sniff
      let isBroken = answer.findings.contains { $0.id == .linkBadRanges }
      if answer.mayBeMedia, !isBroken {
        outcome.source = source(url, response, answer)
      }
    } catch {
      outcome.findings.append(SourceFault.finding(error, about: subject))
      if let share = judged.share, let finding = URLJudge.sharePage(share, about: subject, served: nil) {
        outcome.findings.append(finding)
      }
    }
    return outcome
  }

  /// A GET of the first bytes; without a range where the host refuses ranges.
  private func firstLook(
    at url: String, until deadline: ContinuousClock.Instant, link: inout LinkInfo
  ) async throws(TransferError) -> (Response, asked: Int?) {
    let asked = Defaults.firstBytes
    let response = try await client.send(request(url, range: 0...Int64(asked) - 1, until: deadline))
    link.requests += response.requests
    link.bytesRead += response.bytesReceived
    guard Self.statusesOfRefusedRanges.contains(response.status), response.contentRange?.total != 0 else {
      return (response, asked)
    }
    let whole = try await client.send(request(url, range: nil, until: deadline))
    link.requests += whole.requests
    link.bytesRead += whole.bytesReceived
    return (whole, nil)
  }

  /// Some hosts answer so to a range alone.
  private static let statusesOfRefusedRanges: Set<Int> = [406, 416]

  private func request(
    _ url: String, range: ClosedRange<Int64>?, until deadline: ContinuousClock.Instant
  ) -> Request {
    let left = max(.milliseconds(1), deadline - .now)
    return Request(
      url: url, headers: [("Accept", "*/*"), ("Accept-Encoding", "identity")], range: range,
      bodyLimit: Defaults.firstBytes, connectTimeout: min(left, TransferDefaults.connectTimeout),
      stallTimeout: min(left, TransferDefaults.stallTimeout), totalTimeout: left)
  }

  private func fill(_ link: inout LinkInfo, from response: Response, _ answer: AnswerJudge.Outcome) {
    link.finalURL = ShownURL.shorten(response.url)
    link.status = response.status
    link.contentType = response.header("Content-Type")
    link.redirects = response.redirects.map { ShownURL.shorten($0.location) }
    link.served = answer.sniff.served
    guard (200..<300).contains(response.status) else { return }
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
