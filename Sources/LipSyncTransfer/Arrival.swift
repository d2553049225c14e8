internal import Dispatch
internal import Synchronization

/// The bytes of a download, readable while they arrive: passed to `HTTPClient.download`, read by one other thread.
///
/// Reads come from the same open file, below the same count, that the download digests, so the digest that
/// the finished file has is that of the bytes that were read here. There is one exception: if the download discards
/// what it had and starts over, every later read fails, and everything derived from earlier reads is invalid.
public final class Arrival: Sendable {
  private struct State {
    var part: PartFile?
    /// Bytes that are there.
    var count: Int64 = 0
    /// The whole length; nil until an answer's head has come.
    var length: Length?
    /// Whether anything was read and discarded afterwards.
    var (isRead, isVoid) = (false, false)
    var end: Result<Void, TransferError>?
  }

  /// What an answer's head says of the length.
  private enum Length {
    case stated(Int64)
    case unknown
  }

  private let state = Mutex(State())
  private let changed = DispatchSemaphore(value: 0)

  /// For a download that has not started yet.
  public init() {}

  /// Whether the file is whole under its name, and holds the bytes that were read here.
  public var isKept: Bool {
    state.withLock { state in
      if case .success? = state.end { !state.isVoid } else { false }
    }
  }

  /// Waits for the head of the answer.
  /// - Returns: the whole length in bytes; nil if the server does not state it, or if nothing comes.
  /// - Throws: `timeout` or `cancelled` if the wait was given up.
  public func length(
    until deadline: ContinuousClock.Instant?, isCancelled: () -> Bool
  ) throws(TransferError) -> Int64? {
    try wait(until: deadline, isCancelled: isCancelled) { state in
      switch state.length {
      case .stated(let length)?: .some(.some(length))
      case .unknown?: .some(nil)
      case nil: state.end == nil ? nil : .some(nil)
      }
    }
  }

  /// Reads at least one byte, once it is there, and returns how many; 0 past the end.
  /// - Throws: the download's error, `timeout`, `cancelled`, and `badAnswer` if what was read before was discarded.
  public func read(
    at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, until deadline: ContinuousClock.Instant?,
    isCancelled: () -> Bool
  ) throws(TransferError) -> Int {
    let place = try wait(until: deadline, isCancelled: isCancelled) { state -> Place? in
      if state.isVoid { return .void }
      if let part = state.part, offset < state.count {
        state.isRead = true
        return .at(part, available: state.count - offset)
      }
      if case .stated(let length)? = state.length, offset >= length { return .end }
      switch state.end {
      case .failure(let error)?: return .failed(error)
      case .success?: return .end
      case nil: return nil
      }
    }
    switch place {
    case .at(let part, let available):
      let wanted = UnsafeMutableRawBufferPointer(
        rebasing: buffer[..<Int(min(available, Int64(buffer.count)))])
      let count = try part.read(at: offset, into: wanted)
      // Discarded between the check and the read: these may already be other bytes.
      if state.withLock(\.isVoid) { throw Self.voided }
      return count
    case .end: return 0
    case .void: throw Self.voided
    case .failed(let error): throw error
    }
  }

  private enum Place: Sendable {
    case at(PartFile, available: Int64)
    case end
    case void
    case failed(TransferError)
  }

  private static let voided = TransferError(
    .badAnswer, subject: "the download",
    message: "the data received was discarded, and the download started over"
  )

  /// Waits until the state satisfies `look`, a tenth of a second at a time.
  private func wait<R: Sendable>(
    until deadline: ContinuousClock.Instant?, isCancelled: () -> Bool, _ look: (inout State) -> R?
  ) throws(TransferError) -> R {
    while true {
      if let found = state.withLock({ look(&$0) }) { return found }
      if isCancelled() {
        throw TransferError(.cancelled, subject: "the download", message: "the reading was cancelled")
      }
      if let deadline, .now >= deadline {
        throw TransferError(
          .timeout, subject: "the download", message: "the time allowed for reading is over")
      }
      _ = changed.wait(timeout: .now() + .milliseconds(100))
    }
  }

  // MARK: called by the download

  /// A part is being filled; it may hold bytes of an earlier run.
  func follow(_ part: PartFile) { tell { ($0.part, $0.count) = (part, part.count) } }

  /// The head of an answer that brings the object; nil if it states no length.
  func begin(length: Int64?) { tell { $0.length = length.map { .stated($0) } ?? .unknown } }

  /// This many bytes are there.
  func reach(_ count: Int64) { tell { $0.count = count } }

  /// What was there is discarded.
  func startAnew() {
    tell { state in
      state.count = 0
      state.length = nil
      state.isVoid = state.isVoid || state.isRead
    }
  }

  /// The file is whole and has its name, or never will be.
  func end(_ result: Result<Void, TransferError>) { tell { $0.end = result } }

  private func tell(_ change: (inout State) -> Void) {
    state.withLock { change(&$0) }
    changed.signal()
  }
}
