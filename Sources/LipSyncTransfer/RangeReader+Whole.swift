internal import Synchronization

/// The whole body of a host that ignores ranges, as far as it is wanted.
extension RangeReader {
  /// Reads from the body that is coming in from its start.
  func readStream(
    _ stream: WholeBody.Stream, _ turn: Turn, _ body: inout WholeBody
  ) throws(TransferError) -> [UInt8]? {
    let have = stream.sink.look { Int64($0.body.count) }
    let limit = facts.withLock { facts in
      min(readLimit, facts.wholeLimit.map { have + max(0, $0 - facts.bytesRead) } ?? .max)
    }
    guard turn.offset < limit else { throw overLimit() }
    let start = Int(turn.offset)
    let end = Int(min(Self.sum(turn.offset, Int64(turn.count)), limit, size ?? .max))
    if stream.sink.demand(upTo: end) { client.resume(stream.exchange) }
    while true {
      do throws(TransferError) {
        try turn.limit.check()
      } catch {
        client.cancel(stream.exchange)
        body.abort()
        throw error
      }
      let isReady: Bool? = stream.sink.wait { $0.body.count >= end || $0.result != nil ? true : nil }
      guard isReady != nil else { continue }
      let state = stream.sink.look {
        (
          bytes: Array($0.body.dropFirst(start).prefix(end - start)), have: $0.body.count,
          isOverLimit: $0.isOverLimit, result: $0.result
        )
      }
      let fresh = body.countFresh()
      facts.withLock { $0.bytesRead += fresh }
      if state.have >= end { return state.bytes }
      if state.isOverLimit { throw overLimit() }
      switch state.result {
      case .success:
        facts.withLock { $0.size = Int64(state.have) }
        return state.bytes
      case .failure(let error):
        body.abort()
        throw error
      case nil: continue
      }
    }
  }
}
