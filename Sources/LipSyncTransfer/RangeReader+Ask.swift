internal import Synchronization

/// One request of a reader, and what its answer means.
extension RangeReader {
  /// Sends one request and waits for its answer, or for a head that says that the whole is coming.
  func ask(_ turn: inout Turn, asksWhole: Bool, start: [UInt8]) throws(TransferError) -> Step {
    let (next, known, coding, room, size) = facts.withLock {
      ($0.next, $0.validators, $0.head?.contentCoding, readLimit - $0.bytesRead - $0.promised, $0.size)
    }
    guard room > 0 || asksWhole else { throw overLimit() }
    let offset = turn.offset
    let end = min(Self.sum(offset, min(Int64(turn.count), room)), size ?? .max) - 1
    let asked = asksWhole ? nil : offset...max(offset, end)
    let promised = asked.map { Int64($0.count) } ?? 0
    facts.withLock { $0.promised += promised }
    defer { facts.withLock { $0.promised -= promised } }
    var request = next
    request.range = asked
    request.totalTimeout = nil
    // A whole that may not be read to its end.
    if supportsRanges != true, facts.withLock({ $0.wholeLimit }) != nil { request.lead = .shortest }
    let sink = RangeSink(
      asked: asked, known: known, coding: coding, toleratesChange: facts.withLock(\.toleratesChange),
      limit: readLimit, start: start)
    let exchange = try client.begin(request, into: sink) { sink.finish($0) }
    var isOver = false
    defer {
      if !isOver {
        client.cancel(exchange)
        count(sink.look { $0 })
      }
    }
    while true {
      try turn.limit.check()
      let isWhole: Bool? = sink.wait { state in
        if case .whole = state.answer { return true }
        return state.result == nil ? nil : false
      }
      guard let isWhole else { continue }
      isOver = true
      return isWhole
        ? .whole(WholeBody.Stream(sink: sink, exchange: exchange))
        : try conclude(sink, &turn, asked: next.url, asksWhole: asksWhole)
    }
  }

  /// The answer to a range request is complete.
  func conclude(
    _ sink: RangeSink, _ turn: inout Turn, asked url: String, asksWhole: Bool
  ) throws(TransferError) -> Step {
    let state = sink.look { $0 }
    count(state)
    guard let response = try state.result?.get(), let answer = state.answer else { return .again }
    switch answer {
    case .slice(let range, let total):
      guard state.body.count == range.count else {
        throw failure(
          .truncated, "the answer ended after \(state.body.count) of \(range.count) bytes",
          status: response.status)
      }
      let next = original.continued(where: response)
      if let difference = facts.withLock({ $0.add(range, of: total, from: response, next: next) }) {
        throw failure(
          .badAnswer, "the object changed while it was read: \(difference)", status: response.status)
      }
      guard !facts.withLock({ $0.isStartAgain(state.body, at: turn.offset) }) else {
        throw failure(
          .badAnswer,
          "the server answers range requests wrongly: for bytes \(range.lowerBound)-\(range.upperBound) it "
            + "sends the first \(state.body.count) again", status: response.status)
      }
      facts.withLock { $0.keepStart(state.body, at: turn.offset) }
      return .bytes(state.body)
    case .pastEnd(let total):
      if let objection = facts.withLock({ $0.objection(toEnd: total, at: turn.offset) }) {
        throw failure(.badAnswer, objection, status: 416)
      }
      facts.withLock { $0.learn(from: nil, total: total, supportsRanges: nil) }
      return .bytes([])
    // A 416 without figures may be the end if ranges are known to work and nothing says that there is more.
    case .rangeRefused where response.status == 416 && mayBeAtEnd(turn.offset): return .bytes([])
    case .rangeRefused where supportsRanges != true && !asksWhole: return .rangeRefused
    case .rangeRefused
    where response.status == 416 && supportsRanges == true && (url == original.url || turn.walkedAgain):
      let total = size.map { " of \($0)" } ?? ""
      throw failure(
        .badAnswer,
        "the server answers range requests wrongly: it sent the first bytes, and status 416 for bytes from \(turn.offset) on\(total)",
        status: 416)
    case .rangeRefused, .refused, .whole, .wrong:
      if url != original.url, !turn.walkedAgain, (400..<500).contains(response.status) {
        // The redirects' target may be short-lived: follow them again.
        turn.walkedAgain = true
        facts.withLock { $0.next = original }
        return .again
      }
      throw StatusFailure.error(response)
    }
  }

  private func mayBeAtEnd(_ offset: Int64) -> Bool {
    facts.withLock { $0.supportsRanges == true && $0.size == nil && offset >= $0.reached }
  }

  /// The sum, or the largest number if it would be larger: both come from files and callers, and may be anything.
  static func sum(_ first: Int64, _ second: Int64) -> Int64 {
    let (sum, isOverflow) = first.addingReportingOverflow(second)
    return isOverflow ? .max : sum
  }
}
