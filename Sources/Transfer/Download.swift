internal import Dispatch

/// What a download brought.
public struct DownloadSummary: Sendable {
  /// The file, whole.
  public var path: String
  /// Its length.
  public var bytes: Int64
  /// Of all its bytes; lower-case hex.
  public var sha256: String
  /// `size` where a stated length was met, `none` where the server stated no length.
  public var verifiedBy: String
  /// The head of the answer that began it, without its body; requests and bytes are those of all attempts.
  public var response: Response
}

extension HTTPClient {
  /// Streams a URL into a file; under its final name only when it is whole.
  ///
  /// Until then it is `.NAME.lipflight-part` in the same directory. Broken connections are taken up again where they
  /// broke, with Range and If-Range, and what comes is judged by its Content-Range; attempts that bring 64 KiB more are not
  /// counted. Where the download is cancelled, or fails in a way that may pass, the part is kept with a note beside it, and
  /// the next call for the same URL (its query apart) and path goes on from there, unless the object has changed. Other
  /// failures remove both.
  ///
  /// - Parameters:
  ///   - request: URL, headers and time-outs, but for `totalTimeout`, `range` and `bodyLimit`, which are not used.
  ///   - path: The file; one that is there is replaced, at the end and in one step.
  ///   - timeout: The time allowed for everything; nil for no limit.
  ///   - limit: Bytes accepted at most.
  ///   - keepsPart: Whether a part may be kept; false where no later call will ask for the same path.
  ///   - progress: Called on the client's own thread, at most every 50 ms and once at the end.
  /// - Throws: `status` for an answer that says no, `diskFull` before the first byte where the room is known not to do, and
  ///   whatever `send` throws.
  public func download(
    _ request: Request, to path: String, retry: RetryPolicy = .standard, timeout: Duration? = nil,
    limit: Int64 = TransferDefaults.downloadLimit, keepsPart: Bool = true,
    progress: (@Sendable (_ received: Int64, _ total: Int64?) -> Void)? = nil
  ) async throws(TransferError) -> DownloadSummary {
    let end = timeout.map { ContinuousClock.now + $0 }
    let object = PartNote.object(of: try WebAddress(request.url))
    let part = try await offPool { () throws(TransferError) in try PartFile.open(for: path, object: object) }
    var download = Download(part: part, request: request, limit: limit, retry: retry)
    let response: Response
    do throws(TransferError) {
      response = try await download.run(on: self, until: end, progress: progress)
    } catch {
      let ended = download
      try? await offPool { () throws(TransferError) in
        if keepsPart { ended.leave(object, after: error) } else { part.discard() }
      }
      throw error
    }
    do throws(TransferError) {
      let bytes = part.count
      progress?(bytes, bytes)
      let digest = try await offPool { () throws(TransferError) in try part.finish() }
      return DownloadSummary(
        path: path, bytes: bytes, sha256: digest, verifiedBy: download.total == nil ? "none" : "size",
        response: response)
    } catch {
      part.discard()
      throw error
    }
  }
}

/// The course of one download over its attempts.
private struct Download {
  let part: PartFile
  let request: Request
  let limit: Int64
  let retry: RetryPolicy

  /// The stated length, where there is one.
  private(set) var total: Int64?
  private var validators: Validators?
  private var date: String?
  private var isRangeless = false
  /// Whether the part holds bytes of an earlier run that no answer has confirmed yet.
  private var isFromBefore = false
  private var attempt = 1
  /// The bytes that were there when attempts were last counted anew: one that gets less than a step further counts, so
  /// that a server that sends a few bytes a connection cannot keep us for ever.
  private var furthest: Int64 = 0
  private static let progressStep: Int64 = 64 << 10
  private var first: Response?
  private var requests = 0
  private var received: Int64 = 0

  init(part: PartFile, request: Request, limit: Int64, retry: RetryPolicy) {
    self.part = part
    self.request = request
    self.limit = limit
    self.retry = retry
    guard let kept = part.kept else { return }
    total = kept.total
    validators = kept.validators
    date = kept.date
    furthest = kept.bytes
    isFromBefore = true
  }

  /// Keeps the part where the rest may be had later and asked for by what is known, else removes it.
  func leave(_ object: String, after error: TransferError) {
    let broughtMore = part.count > part.kept?.bytes ?? 0
    if !isRangeless, let validators, validators.forIfRange(date: date) != nil,
      RetryPolicy.keepsPart(after: error, broughtMore: broughtMore)
    {
      part.keep(object, validators, date: date, spare: error.code == .diskFull ? Self.progressStep : 0)
    } else {
      part.discard()
    }
  }

  mutating func run(
    on client: HTTPClient, until end: ContinuousClock.Instant?, progress: (@Sendable (Int64, Int64?) -> Void)?
  ) async throws(TransferError) -> Response {
    while true {
      let resumed = try prepare()
      let sink = DownloadSink(part: part, limit: limit, resumed: resumed, progress: progress)
      let outcome: Result<Response, TransferError>
      do throws(TransferError) {
        outcome = .success(
          try await client.perform(next(resumed?.offset, until: end), into: sink))
      } catch {
        outcome = .failure(error)
      }
      if let response = try settle(outcome, sink.look()) { return response }
      guard let pause = pause(after: outcome, sink.look().verdict) else { throw error(of: outcome) }
      attempt += 1
      if let end, .now + pause >= end { throw error(of: outcome) }
      try await client.wait(pause, for: request)
    }
  }

  /// Where to go on from; nil for the start, to which the part is put back.
  private mutating func prepare() throws(TransferError) -> DownloadSink.Resumption? {
    let offset = part.count
    guard offset > 0 else { return nil }
    if !isRangeless, let validators, validators.forIfRange(date: date) != nil {
      return DownloadSink.Resumption(offset: offset, known: validators, isFromBefore: isFromBefore)
    }
    try part.restart()
    isFromBefore = false
    return nil
  }

  private func next(_ offset: Int64?, until end: ContinuousClock.Instant?) -> Request {
    var next = request
    next.range = nil
    next.totalTimeout = end.map { max(.milliseconds(1), $0 - .now) }
    if let offset, let condition = validators?.forIfRange(date: date) {
      next.headers.removeAll { ["range", "if-range"].contains($0.name.lowercased()) }
      next.headers += [("Range", "bytes=\(offset)-"), ("If-Range", condition)]
    }
    return next
  }

  /// Draws the conclusions of an attempt; the answer where the part is whole.
  private mutating func settle(
    _ outcome: Result<Response, TransferError>, _ seen: DownloadSink.State
  ) throws(TransferError) -> Response? {
    if seen.verdict == .fits {
      isFromBefore = false
      total = seen.total
      // An answer that brings the rest may leave out what an earlier one said of the whole.
      if seen.startsOver {
        validators = seen.validators
      } else if let fresh = seen.validators {
        validators = validators?.filled(from: fresh)
      }
      date = seen.date ?? date
    }
    if part.count >= furthest + Self.progressStep {
      furthest = part.count
      attempt = 1
    }
    if seen.verdict == .restart {
      isRangeless = true
      // Nobody asked for the attempt to go on from an earlier run.
      if isFromBefore { attempt -= 1 }
    }
    guard case .success(let response) = outcome else { return nil }
    requests += response.requests
    received += response.bytesReceived
    if first == nil, seen.verdict == .fits { first = response }
    switch seen.verdict {
    case .isWhole: break
    case .fits:
      if let total, part.count < total {
        // A piece that ended as it should, short of the whole.
        if response.contentRange != nil { return nil }
        throw TransferError(
          .truncated, subject: shortened(request.url),
          message: "the body ended after \(part.count) of \(total) bytes", status: response.status)
      }
    case .none, .restart, .refused: return nil
    }
    var summary = first ?? response
    summary.requests = requests
    summary.bytesReceived = received
    return summary
  }

  private func pause(
    after outcome: Result<Response, TransferError>, _ verdict: DownloadSink.Verdict
  ) -> Duration? {
    if case .success(let response) = outcome,
      verdict == .restart || (200..<300).contains(response.status) || response.status == 416
    {
      return attempt < retry.attempts ? .zero : nil
    }
    return retry.delay(after: outcome, attempt: attempt)
  }

  private func error(of outcome: Result<Response, TransferError>) -> TransferError {
    switch outcome {
    case .failure(let error): return error
    case .success(let response):
      if (200..<300).contains(response.status) || response.status == 416 {
        return TransferError(
          .badAnswer, subject: shortened(request.url),
          message: "the server answers ranges wrongly: after \(part.count) bytes the rest cannot be had",
          status: response.status)
      }
      return StatusFailure.error(response)
    }
  }
}

/// Runs work that blocks on a disk off Swift's cooperative pool.
func offPool<R: Sendable>(
  _ work: @escaping @Sendable () throws(TransferError) -> R
) async throws(TransferError) -> R {
  let result: Result<R, TransferError> = await withCheckedContinuation { continuation in
    DispatchQueue.global().async {
      do throws(TransferError) {
        continuation.resume(returning: .success(try work()))
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
  }
  return try result.get()
}
