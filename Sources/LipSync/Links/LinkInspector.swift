internal import Transfer

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
          Finding(.linkNotFetched, about: subject, "\(shortened(url)) was not fetched: --offline."))
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
    let response = try await patiently(url, range: 0...Int64(asked) - 1, until: deadline, link: &link)
    guard Self.statusesOfRefusedRanges.contains(response.status), response.contentRange?.total != 0 else {
      return (response, asked)
    }
    return (try await patiently(url, range: nil, until: deadline, link: &link), nil)
  }

  /// Sends a request, and again where a failure may pass by itself and there is time.
  private func patiently(
    _ url: String, range: ClosedRange<Int64>?, until deadline: ContinuousClock.Instant, link: inout LinkInfo
  ) async throws(TransferError) -> Response {
    var attempt = 1
    while true {
      let result: Result<Response, TransferError>
      do throws(TransferError) {
        let response = try await client.send(request(url, range: range, until: deadline))
        link.requests += response.requests
        link.bytesRead += response.bytesReceived
        result = .success(response)
      } catch {
        link.requests += 1
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
    return Defaults.firstLookRetry.delay(
      afterAttempt: attempt, status: status, error: code, retryAfter: wait, jitter: .random(in: 0...1))
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
    link.finalURL = shortened(response.url)
    link.status = response.status
    link.contentType = response.header("Content-Type")
    link.redirects = response.redirects.map { shortened($0.location) }
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
