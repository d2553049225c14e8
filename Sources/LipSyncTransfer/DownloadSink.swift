internal import Synchronization

/// Writes an answer's body into a part file, once the head confirms that it belongs there.
final class DownloadSink: BodySink, Sendable {
  /// What a body turned out to be.
  enum Verdict: Sendable, Equatable {
    /// No head arrived.
    case none
    /// The object, from where the part ends or from its start.
    case fits
    /// Nothing is missing: the part is complete.
    case isWhole
    /// Unusable: the object has to be read from its start, without a range.
    case restart
    /// An error status.
    case refused
  }

  /// A request for the rest.
  struct Resumption: Sendable {
    /// Where the part ends.
    var offset: Int64
    /// Bytes before that, asked for again to be compared: if no validator tells one state of the object from another.
    var overlap: Int64 = 0
    /// What is known of the object.
    var known: Validators
    /// Whether what is there was read in an earlier run: the object has to be shown to be the same.
    var isFromBefore = false

    /// The first byte asked for.
    var start: Int64 { offset - overlap }
  }

  struct State: Sendable {
    var verdict = Verdict.none
    /// Whether the body is the whole from its start, and not the rest that was asked for.
    var startsOver = true
    /// The whole length, if it is known.
    var total: Int64?
    var validators: Validators?
    /// The date of the answer that gave the validators.
    var date: String?
    /// What the answer says of the whole object's bytes.
    var digests: [OfferedDigest] = []
    /// Bytes that are still to be compared with those that are there.
    var overlap: Int64 = 0
    var lastReport = ContinuousClock.now
  }

  private let part: PartFile
  /// The object that the part's note names; nil if no note is to be written.
  private let object: String?
  private let pace: DownloadPace
  private let arrival: Arrival?
  private let limit: Int64
  private let progress: (@Sendable (Int64, Int64?) -> Void)?
  /// What was asked for; nil if the whole was.
  private let resumed: Resumption?
  private let state = Mutex(State())

  /// Disk space left free for others.
  private static let margin: Int64 = 1 << 20

  init(
    part: PartFile, object: String?, pace: DownloadPace, limit: Int64, resumed: Resumption?,
    arrival: Arrival?, progress: (@Sendable (Int64, Int64?) -> Void)?
  ) {
    self.part = part
    self.arrival = arrival
    self.object = object
    self.pace = pace
    self.limit = limit
    self.resumed = resumed
    self.progress = progress
  }

  func look() -> State { state.withLock { $0 } }

  func begin(_ head: Response) throws(TransferError) {
    func failure(_ code: TransferError.Code, _ message: String) -> TransferError {
      TransferError(code, subject: shortened(head.url), message: message, status: head.status)
    }
    let verdict: Verdict
    let total: Int64?
    if let resumed {
      (verdict, total) = Self.judge(head, resumed)
    } else {
      (verdict, total) = try Self.judge(head)
    }
    let startsOver = resumed == nil || head.contentRange == nil
    if verdict == .fits {
      if let coding = head.header("Content-Encoding"), !["", "identity"].contains(coding.lowercased()) {
        throw failure(.badAnswer, "the body is encoded as \(coding.prefix(30)), which was not requested")
      }
      // A whole body if the rest was asked for: the object changed, or ranges are ignored.
      if resumed != nil, startsOver { try part.restart() }
      if let total, total > limit {
        throw failure(.tooLarge, "the file has \(total) bytes, the limit is \(limit)")
      }
      try checkSpace(for: (total ?? 0) - part.count)
    }
    if verdict == .fits || verdict == .isWhole { arrival?.begin(length: total) }
    let said = Validators(head, total: total)
    if verdict == .fits, let object {
      let validators = startsOver ? said : resumed?.known.filled(from: said) ?? said
      let date = head.header("Date")
      if validators.forIfRange(date: date) != nil { part.saveNote(object, validators, date: date) }
    }
    state.withLock {
      $0.verdict = verdict
      $0.startsOver = startsOver
      $0.total = total
      $0.validators = said
      $0.date = head.header("Date")
      $0.digests = verdict == .fits ? OfferedDigest.all(in: head) : []
      $0.overlap = startsOver ? 0 : part.count - (head.contentRange?.bytes?.lowerBound ?? part.count)
    }
  }

  /// Judges the answer to a request for the whole.
  private static func judge(_ head: Response) throws(TransferError) -> (Verdict, total: Int64?) {
    guard (200..<300).contains(head.status) else { return (.refused, nil) }
    guard let range = head.contentRange else {
      guard head.status != 206 else {
        throw TransferError(
          .badAnswer, subject: shortened(head.url), message: "status 206 without Content-Range", status: 206)
      }
      return (.fits, head.contentLength)
    }
    guard range.bytes?.lowerBound == 0 else {
      throw TransferError(
        .badAnswer, subject: shortened(head.url),
        message: "a part was sent although the whole file was requested",
        status: head.status)
    }
    return (.fits, range.total)
  }

  /// Judges the answer to a request for the rest, by Content-Range and not by status.
  static func judge(_ head: Response, _ resumed: Resumption) -> (Verdict, total: Int64?) {
    let range = head.contentRange
    let (offset, known) = (resumed.offset, resumed.known)
    let said = Validators(head, total: range?.total)
    let isSame = resumed.isFromBefore ? said.confirms(known) : said.difference(from: known) == nil
    if (200..<300).contains(head.status), let bytes = range?.bytes {
      let total = range?.total ?? known.total
      // Caches may start before the byte that was asked for; what is there already is compared.
      let fits = bytes.lowerBound <= resumed.start && bytes.upperBound >= offset && isSame
      return (fits ? .fits : .restart, fits ? total : nil)
    }
    switch head.status {
    case 206: return (.restart, nil)
    case 200..<300: return (.fits, head.contentLength)
    case 416:
      let isWhole =
        range?.total == offset && (known.total ?? offset) == offset && (isSame || !resumed.isFromBefore)
      return (isWhole ? .isWhole : .restart, isWhole ? offset : nil)
    // Refusals that are due to asking for a range at all.
    case 406, 501: return (.restart, nil)
    default: return (.refused, nil)
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws(TransferError) -> BodyFlow {
    var state = look()
    guard state.verdict == .fits else { return .enough }
    let compared = Int(min(Int64(bytes.count), state.overlap))
    if compared > 0 {
      guard part.holds(Array(bytes[..<compared]), at: part.count - state.overlap) else { return startAnew() }
      state.overlap -= Int64(compared)
      self.state.withLock { $0.overlap -= Int64(compared) }
    }
    let fresh = UnsafeRawBufferPointer(rebasing: bytes[compared...])
    let after = part.count + Int64(fresh.count)
    if let total = state.total, after > total {
      if resumed != nil { return startAnew() }
      throw TransferError(
        .badAnswer, subject: part.target, message: "more bytes arrived than the stated \(total)")
    }
    if after > limit {
      throw TransferError(
        .tooLarge, subject: part.target, message: "more than \(limit) bytes arrived; no length was stated")
    }
    let step: Int64 = 64 << 20
    if state.total == nil, after / step != part.count / step { try checkSpace(for: step) }
    try part.append(fresh)
    if let objection = pace.objection(after: fresh.count) {
      throw TransferError(
        .timeout, subject: part.target, message: "\(objection); \(after) bytes are there",
        cause: DownloadPace.TooSlow())
    }
    if let progress, .now >= state.lastReport + .milliseconds(50) {
      self.state.withLock { $0.lastReport = .now }
      progress(after, state.total)
    }
    return .more
  }

  /// The answer turned out not to be the rest of what is there.
  private func startAnew() -> BodyFlow {
    state.withLock { $0.verdict = .restart }
    return .enough
  }

  private func checkSpace(for bytes: Int64) throws(TransferError) {
    guard let free = part.freeSpace(), bytes > 0, free - Self.margin < bytes else { return }
    throw TransferError(
      .diskFull, subject: part.target,
      message:
        "needs \(bytes) more bytes, but only \(free) are free; free some space or name another directory")
  }
}
