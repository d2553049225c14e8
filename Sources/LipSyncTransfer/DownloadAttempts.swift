internal import Logging

/// One download over all its attempts.
struct Download {
  /// What may be spent on it.
  struct Limits {
    let bytes: Int64
    let retry: RetryPolicy
    let end: ContinuousClock.Instant?
    let pace: DownloadPace
  }

  private let part: PartFile
  private var request: Request
  /// What the note calls the object; another URL of it has another name.
  private var object: String
  private let limits: Limits
  private let keepsPart: Bool
  private let arrival: Arrival?

  /// The stated length, if there is one.
  private var total: Int64?
  private var validators: Validators?
  private var date: String?
  private var digests: [OfferedDigest] = []
  /// Those of them that agreed, by name.
  private var met: [String] = []
  private var isRangeless = false
  /// Whether the part holds bytes that no answer to this URL in this run has confirmed yet.
  private var isFromBefore = false
  private var attempt = 1
  /// The bytes that were there when the count of attempts was last reset.
  private var furthest: Int64 = 0
  private var refreshes = 0
  private var repairs = 0
  private var first: Response?
  private var requests = 0
  private var received: Int64 = 0

  /// Given up at the end of a part on a full disk, for the note.
  private static let spare: Int64 = 64 << 10
  /// Bytes that are asked for again if nothing else shows that the object is the same.
  private static let overlap: Int64 = 16 << 10

  init(
    part: PartFile, request: Request, object: String, limits: Limits, keepsPart: Bool, arrival: Arrival?
  ) {
    self.part = part
    self.arrival = arrival
    self.request = request
    self.object = object
    self.limits = limits
    self.keepsPart = keepsPart
    guard let kept = part.kept else { return }
    total = kept.total
    validators = kept.validators
    date = kept.date
    furthest = kept.bytes
    isFromBefore = true
  }

  /// What was verified, for `DownloadSummary`.
  var verifiedBy: String {
    let all = (total == nil ? [] : ["size"]) + met
    return all.isEmpty ? "none" : all.joined(separator: "+")
  }

  /// Keeps the part if the rest may be downloaded later, else removes it.
  func leave(after error: TransferError) {
    // A complete file that could not be renamed is kept like any part.
    let isWhole = error.code == .file && part.count > 0 && part.count == total
    if !isRangeless, let validators, validators.forIfRange(date: date) != nil,
      isWhole || RetryPolicy.keepsPart(after: error)
    {
      part.keep(object, validators, date: date, spare: error.code == .diskFull && !isWhole ? Self.spare : 0)
    } else {
      part.discard()
    }
  }

  mutating func run(
    on client: HTTPClient, refresh: (@Sendable (TransferError) async -> String?)?,
    progress: (@Sendable (Int64, Int64?) -> Void)?
  ) async throws(TransferError) -> Response {
    while true {
      let resumed = try prepare()
      let before = part.count
      let sink = DownloadSink(
        part: part, object: keepsPart ? object : nil, pace: limits.pace, limit: limits.bytes,
        resumed: resumed, arrival: arrival, progress: progress)
      let outcome: Result<Response, TransferError>
      do throws(TransferError) {
        outcome = .success(try await client.perform(next(resumed), into: sink))
      } catch {
        outcome = .failure(error)
      }
      if let response = try settle(outcome, sink.look()) {
        if try await isIntact() { return response }
        continue
      }
      if let refresh, try await renew(after: outcome, by: refresh) { continue }
      guard let pause = pause(after: outcome, sink.look().verdict, broughtMore: part.count > before) else {
        throw error(of: outcome)
      }
      attempt += 1
      client.logger.debug(
        "download of \(shortened(request.url)): attempt \(attempt) in \(pause.inSeconds) s, with \(part.count) bytes downloaded so far"
      )
      if let end = limits.end, .now + pause >= end { throw error(of: outcome) }
      if pause > .zero { try await client.wait(pause, for: request) }
      limits.pace.leaveOut(pause)
    }
  }

  /// Where to resume; nil for the start, to which the part is reset.
  private mutating func prepare() throws(TransferError) -> DownloadSink.Resumption? {
    let offset = part.count
    guard offset > 0 else { return nil }
    if !isRangeless, let validators {
      if validators.forIfRange(date: date) != nil {
        return DownloadSink.Resumption(offset: offset, known: validators, isFromBefore: isFromBefore)
      }
      if !isFromBefore, total != nil, offset >= 4 * Self.overlap {
        return DownloadSink.Resumption(offset: offset, overlap: Self.overlap, known: validators)
      }
    }
    try startAnew()
    return nil
  }

  /// Resets the part to the start; `furthest` stays, so that repeating the same bytes is no progress.
  private mutating func startAnew() throws(TransferError) {
    try part.restart()
    (total, validators, date, digests, isFromBefore) = (nil, nil, nil, [], false)
  }

  private func next(_ resumed: DownloadSink.Resumption?) -> Request {
    var next = request
    next.range = nil
    next.totalTimeout = limits.end.map { max(.milliseconds(1), $0 - .now) }
    guard let resumed else { return next }
    next.headers.removeAll { ["range", "if-range"].contains($0.name.lowercased()) }
    next.headers.append(("Range", "bytes=\(resumed.start)-"))
    if let condition = resumed.known.forIfRange(date: date) { next.headers.append(("If-Range", condition)) }
    return next
  }

  /// Evaluates an attempt; the answer if the part is complete.
  private mutating func settle(
    _ outcome: Result<Response, TransferError>, _ seen: DownloadSink.State
  ) throws(TransferError) -> Response? {
    if seen.verdict == .fits { learn(seen) }
    if part.count > furthest {
      furthest = part.count
      attempt = 1
    }
    if seen.verdict == .restart {
      isRangeless = true
      // A failed resumption from an earlier run does not count as an attempt.
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
        // A part that ended correctly, short of the whole.
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

  private mutating func learn(_ seen: DownloadSink.State) {
    isFromBefore = false
    total = seen.total
    // An answer with the rest may omit what an earlier one said about the whole.
    if seen.startsOver {
      validators = seen.validators
      digests = seen.digests
    } else {
      if let fresh = seen.validators { validators = validators?.filled(from: fresh) }
      if !seen.digests.isEmpty { digests = seen.digests }
    }
    date = seen.date ?? date
  }

  /// Compares all bytes with the server's digests; false if they differ and have to be downloaded again.
  private mutating func isIntact() async throws(TransferError) -> Bool {
    let (part, digests) = (part, digests)
    let values = try await onBlockingThread { () throws(TransferError) in
      try part.values(of: digests.map(\.checksum))
    }
    met = []
    for (offer, value) in zip(digests, values) {
      if offer.value == value {
        if !met.contains(offer.name) { met.append(offer.name) }
      } else if !offer.isGuess {
        repairs += 1
        if repairs == 1, attempt < limits.retry.attempts {
          try startAnew()
          return false
        }
        throw TransferError(
          .badAnswer, subject: shortened(request.url),
          message: "the \(part.count) bytes received do not match the server's checksum: their "
            + "\(offer.checksum.rawValue) is \(hex(value)), its \(offer.header) says \(hex(offer.value)); "
            + "nothing was kept")
      }
    }
    return true
  }

  /// Gets a fresh URL if the one in use has expired.
  private mutating func renew(
    after outcome: Result<Response, TransferError>, by refresh: @Sendable (TransferError) async -> String?
  ) async throws(TransferError) -> Bool {
    guard case .success(let response) = outcome,
      RetryPolicy.expiredStatuses.contains(response.status) || response.status == 404, refreshes < 3
    else { return false }
    refreshes += 1
    guard let url = await refresh(error(of: outcome)) else { return false }
    object = PartNote.object(of: try WebAddress(url))
    request.url = url
    isFromBefore = part.count > 0
    return true
  }

  private func pause(
    after outcome: Result<Response, TransferError>, _ verdict: DownloadSink.Verdict, broughtMore: Bool
  ) -> Duration? {
    let isFruitless: Bool
    switch outcome {
    case .success(let response):
      isFruitless = verdict != .restart && !(200..<300).contains(response.status) && response.status != 416
    // A connection that made progress is resumed at once.
    case .failure(let error):
      if error.cause is DownloadPace.TooSlow { return nil }
      isFruitless =
        !broughtMore || !RetryPolicy.isTransient(status: nil, error: error.code)
        || error.code == .timeout
    }
    if isFruitless { return limits.retry.delay(after: outcome, attempt: attempt) }
    return attempt < limits.retry.attempts ? .zero : nil
  }

  private func error(of outcome: Result<Response, TransferError>) -> TransferError {
    switch outcome {
    case .failure(let error): return error
    case .success(let response):
      if (200..<300).contains(response.status) || response.status == 416 {
        return TransferError(
          .badAnswer, subject: shortened(request.url),
          message:
            "the server answers range requests wrongly: the rest after \(part.count) bytes cannot be downloaded",
          status: response.status)
      }
      return StatusFailure.error(response)
    }
  }
}
