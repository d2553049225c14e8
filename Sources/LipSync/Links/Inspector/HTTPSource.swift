internal import Dispatch
internal import LipSyncMedia
internal import LipSyncTransfer
internal import Synchronization

/// A URL as a byte source: ranges, read ahead, kept in one cache. What HTTP brings becomes what `LipSyncMedia` reads.
///
/// The link's inspection hands over the bytes that it has seen, so that no byte is fetched twice.
final class HTTPSource: ByteSource {
  let name: String
  private let reader: RangeReader
  private let stated: Int64?
  private let state: Mutex<State>
  private let held: Atomic<Int>

  private struct State {
    var cache: BlockCache
    var readAhead = ReadAhead()
    /// Bytes received at most where ranges are ignored.
    var wholeLimit: Int64?
    /// A refusal that a read ended with, and until when others are not even tried: demuxers try again and again.
    var refusal: (error: TransferError, until: ContinuousClock.Instant)?
    /// The end of the source, where a read came to it.
    var end: Int64?
  }

  /// - Parameters:
  ///   - url: where to read; redirects are followed.
  ///   - first: the answer to a first look, whose bytes need not be fetched again.
  ///   - size: the whole length, where it is known already.
  init(client: HTTPClient, url: String, first: Response? = nil, size: Int64? = nil) {
    name = shortened(url)
    reader = RangeReader(
      client: client, request: Request(url: url), readLimit: Defaults.fetchLimit, first: first,
      toleratesChange: true)
    stated = size
    var cache = BlockCache(ceiling: Defaults.cacheLimit)
    if let first { cache.insert(first.body, at: 0) }
    held = Atomic(cache.held)
    state = Mutex(State(cache: cache))
  }

  var size: Int64? { stated ?? reader.size ?? state.withLock(\.end) }

  /// Bytes received at most where the host ignores ranges; nil for `Defaults.fetchLimit` alone.
  func limitWhole(to limit: Int64?) {
    reader.limitWhole(to: limit)
    state.withLock { $0.wholeLimit = limit }
  }

  var reach: Int64? { reader.supportsRanges == true ? nil : state.withLock { $0.wholeLimit } }

  /// What first differed between two of the host's answers, as a clause; nil where all agree.
  var change: String? { reader.change }

  /// Whether ranges are answered, as far as reads have told; nil before the first.
  var supportsRanges: Bool? { reader.supportsRanges }

  /// Bytes that are held in memory.
  ///
  /// Told without the state's lock, which a read holds while it waits for its host.
  var bytesHeld: Int { held.load(ordering: .relaxed) }

  /// Requests sent by reads, the inspection's own left out.
  var requests: Int { reader.requests }

  /// Bytes received by reads, the inspection's own left out.
  var bytesRead: Int64 { reader.bytesRead }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int {
    try state.withLock { (state: inout State) throws -> Int in
      let held = state.cache.copy(at: offset, into: buffer)
      if held > 0 || buffer.isEmpty { return held }
      if let end = stated ?? reader.size ?? state.end, offset >= end { return 0 }
      if let refusal = state.refusal, refusal.until > .now { throw refusal.error }
      do {
        try fetch(at: offset, wanted: buffer.count, deadline, &state)
      } catch let error as TransferError where error.code == .status {
        state.refusal = (error, .now + Defaults.refusalCounts)
        throw error
      }
      return state.cache.copy(at: offset, into: buffer)
    }
  }

  var isRemote: Bool { true }

  func holds(_ range: Range<Int64>) -> Bool { state.withLock { $0.cache.missing(in: range).isEmpty } }

  /// Fetches what is not held yet of the ranges, all at once.
  func willRead(_ ranges: [Range<Int64>], deadline: Deadline) {
    let end = size ?? .max
    let missing = state.withLock { state in
      ranges.flatMap { state.cache.missing(in: $0.clamped(to: 0..<end)) }
    }
    // Ranges that lie closer than a request is worth are one.
    let wanted = missing.merged(within: Defaults.rangeGap)
    let isRefused = state.withLock { $0.refusal.map { $0.until > .now } ?? false }
    guard !isRefused, !wanted.isEmpty, wanted.reduce(0, { $0 + $1.count }) <= Defaults.cacheLimit / 2 else {
      return
    }
    let next = Atomic(0)
    @Sendable func fetchAll() {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < wanted.count else { return }
        fetch(wanted[index], deadline)
      }
    }
    // They wait for the host and not for a core: each lane is a queue, and so a thread, of its own.
    let lanes = DispatchGroup()
    for _ in 1..<max(1, min(wanted.count, Defaults.rangesAtOnce)) {
      DispatchQueue(label: "lipflight.range").async(group: lanes) { fetchAll() }
    }
    fetchAll()
    lanes.wait()
  }

  private func fetch(_ range: Range<Int64>, _ deadline: Deadline) {
    let cancellation = deadline.cancellation
    // What cannot be had now is asked for again by `read`, which says why.
    guard
      let bytes = try? reader.read(
        at: range.lowerBound, count: range.count, deadline: deadline.instant,
        isCancelled: { cancellation?.isCancelled ?? false }, isPatient: false)
    else { return }
    state.withLock { keep(bytes, at: range.lowerBound, in: &$0) }
  }

  /// Fetches what is not held yet of a source of that size in one answer, where its host honours ranges.
  func fetch(_ size: Int64, _ deadline: Deadline) {
    if supportsRanges == true { willRead([0..<size], deadline: deadline) }
  }

  private func fetch(at offset: Int64, wanted: Int, _ deadline: Deadline, _ state: inout State) throws {
    var count = state.readAhead.next(at: offset, wanted: wanted)
    if let next = state.cache.nextStart(after: offset) { count = min(count, Int(clamping: next - offset)) }
    let cancellation = deadline.cancellation
    let bytes = try reader.read(
      at: offset, count: count, deadline: deadline.instant,
      isCancelled: { cancellation?.isCancelled ?? false })
    guard !bytes.isEmpty else {
      state.end = min(state.end ?? .max, offset)
      return
    }
    state.readAhead.fetched(at: offset, count: bytes.count)
    keep(bytes, at: offset, in: &state)
  }

  private func keep(_ bytes: [UInt8], at offset: Int64, in state: inout State) {
    state.cache.insert(bytes, at: offset)
    held.store(state.cache.held, ordering: .relaxed)
  }
}
