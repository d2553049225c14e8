/// What the answers for one URL have shown; shared by all concurrent reads.
struct RangeFacts: Sendable {
  /// The next request; after redirects, the place where they ended.
  var next: Request
  var size: Int64?
  /// Whether ranges are answered; once they were not, the rest is not asked for by ranges.
  private(set) var supportsRanges: Bool?
  private(set) var validators: Validators?
  private(set) var head: Response?
  var requests = 0
  var bytesRead: Int64 = 0
  /// Body bytes received at most if ranges are ignored; nil for the reader's own limit alone.
  var wholeLimit: Int64?
  /// Bytes that concurrent reads have asked for.
  var promised: Int64 = 0
  /// The object's first bytes.
  private var start: [UInt8] = []
  /// The end of the furthest range received.
  var reached: Int64 = 0
  /// Whether answers may be of other states of the object, as far as their heads tell.
  var toleratesChange = false
  /// What differed between two answers first, as a clause, if that is tolerated.
  private(set) var change: String?

  init(next: Request) { self.next = next }

  /// Learns from an answer.
  mutating func learn(from head: Response?, total: Int64?, supportsRanges: Bool?) {
    if let total, !toleratesChange || size == nil { size = total }
    if let supportsRanges, self.supportsRanges != false { self.supportsRanges = supportsRanges }
    guard let head else { return }
    let fresh = Validators(head, total: total)
    validators = validators?.filled(from: fresh) ?? fresh
    if self.head == nil {
      var bare = head
      bare.body = []
      self.head = bare
    }
  }

  /// Adds a slice, unless it is of another state of the object than an earlier one; returns what differs.
  mutating func add(
    _ range: ClosedRange<Int64>, of total: Int64?, from head: Response, next: Request
  ) -> String? {
    if let validators, let difference = Validators(head, total: total).difference(from: validators) {
      guard toleratesChange else { return difference }
      change = change ?? difference
    }
    learn(from: head, total: total, supportsRanges: true)
    reached = max(reached, range.upperBound + 1)
    self.next = next
    return nil
  }

  /// Keeps the object's first bytes.
  mutating func keepStart(_ bytes: [UInt8], at offset: Int64) {
    if offset == 0, bytes.count > start.count { start = Array(bytes.prefix(4096)) }
  }

  /// Whether bytes from elsewhere in the object are those of its start again: some servers claim the range that was asked
  /// for and send the first bytes. Silence and padding are alike everywhere and do not count.
  func isStartAgain(_ bytes: [UInt8], at offset: Int64) -> Bool {
    let count = min(bytes.count, start.count)
    guard offset > 0, count >= 32, let first = start.first else { return false }
    return bytes[..<count] == start[..<count] && start[..<min(count, 64)].contains { $0 != first }
  }

  /// Compares the length stated by a 416 with what is known; only bytes before a known end are ever requested. What
  /// is wrong, as a clause; nil if nothing is.
  mutating func objection(toEnd total: Int64?, at offset: Int64) -> String? {
    if toleratesChange, let total, let size, total != size, offset >= size {
      change = change ?? "its length changed from \(size) to \(total) bytes"
      return nil
    }
    if let total, total != size ?? max(total, reached) {
      let before = size.map { "\($0)" } ?? "at least \(reached)"
      return "the object changed while it was read: its length changed from \(before) to \(total) bytes"
    }
    if total == nil, offset < size ?? reached {
      let known = size.map { "the stated length was \($0) bytes" } ?? "that byte was there before"
      return "the server has nothing at byte \(offset), and \(known)"
    }
    return nil
  }
}
