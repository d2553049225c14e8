internal import LipSyncTransfer
internal import Synchronization

/// Looks at the same URL as other clients: would the service's servers get the same?
///
/// One asks for a range as a browser names itself, with no cookie and no referer. It sets out as soon as the first look has the
/// head of its answer, beside the body, and so adds no round trip; not sooner, for a link that works once is for the first
/// look. While media is probed one more asks for no range, as most programs do, and leaves with the head of the answer. After a
/// refusal a few go out at once, each changing one thing, to find what the host goes by.
final class OtherClientCheck: Sendable {
  /// What was found out, and what it cost.
  struct Outcome {
    var finding: Finding?
    var requests = 0
    var bytesRead: Int64 = 0
    /// Whether ranges are answered with other bytes than their own: what was read of the media means nothing then.
    var sawOtherBytes = false
  }

  /// What a look found.
  struct Answer: Sendable {
    var range: ClosedRange<Int64>?
    var response: Response?
    var cost = Outcome()
  }

  let client: HTTPClient
  let url: String
  let subject: Subject
  let deadline: ContinuousClock.Instant
  private let early = Mutex<Task<Answer, Never>?>(nil)

  init(client: HTTPClient, url: String, subject: Subject, deadline: ContinuousClock.Instant) {
    (self.client, self.url, self.subject, self.deadline) = (client, url, subject, deadline)
  }

  /// How a browser names itself.
  static let browser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
  static let browserHeader = [("User-Agent", browser)]

  // MARK: the look that sets out early

  /// Sets out where a head promises that ranges work and that there is more than the first one. Called on the client's
  /// thread.
  func begin(_ head: Response) {
    guard head.status == 206, let answered = head.contentRange, let first = answered.bytes,
      first.lowerBound == 0, let total = answered.total, total > first.upperBound + 1,
      let range = ByteSample.place(in: first.count)
    else { return }
    early.withLock { early in
      guard early == nil else { return }
      early = Task { await self.ask(range) }
    }
  }

  /// What it found; nil where it never set out.
  var ranged: Answer? {
    get async {
      guard let task = early.withLock(\.self) else { return nil }
      return await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }

  /// Calls it back, and tells what it cost.
  func cancel() async -> Outcome {
    early.withLock { $0?.cancel() }
    return await ranged?.cost ?? Outcome()
  }

  /// Asks for a range as a browser.
  private func ask(_ range: ClosedRange<Int64>) async -> Answer {
    var answer = Answer(range: range)
    answer.response = await send(Self.browserHeader, range: range, &answer.cost)
    return answer
  }

  /// Asks for no range, and leaves with the head where that tells enough.
  func askPlainly() async -> Answer {
    var answer = Answer()
    answer.response = await send([], range: nil, leavesWithHead: true, &answer.cost)
    return answer
  }

  // MARK: asking

  func send(
    _ headers: [(String, String)], range: ClosedRange<Int64>?, cookies: Bool = false,
    leavesWithHead: Bool = false, _ outcome: inout Outcome
  ) async -> Response? {
    let left = min(deadline - .now, Defaults.secondLookTimeout)
    guard left > .zero else { return nil }
    var request = Request(
      url: url, headers: [("Accept", "*/*"), ("Accept-Encoding", "identity")] + headers, range: range,
      bodyLimit: 8192, connectTimeout: left, stallTimeout: left, totalTimeout: left)
    request.keepsCookies = cookies
    request.lead = range == nil ? .shortest : .short
    if leavesWithHead { request.leavesWithHead = { PlainAnswer.isToldByHead($0) } }
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

  func bound(_ message: String, to name: String, status: Int?, remedy: String? = nil) -> Finding {
    Finding(
      .linkClientBound, about: subject, message, remedy: remedy,
      evidence: [("bound_to", .string(name)), ("status", .optional(status))])
  }
}
