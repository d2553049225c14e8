internal import Platform

extension MediaTrade {
  /// Does the one order that comes over a socket, in a worker.
  static func serve(_ socket: CInt, bornWith: Int64, work: Work) {
    let channel = WorkerChannel(socket)
    guard let message = channel.receive(), message.kind == .order, let trade = MediaTrade(message.bytes)
    else { return }
    Confinement.seclude(reads: trade.reads, writes: trade.writes)
    Confinement.shut(memory: bornWith + trade.memory, seconds: 1 << 20, files: true)
    let answer = work(trade.order, .none) { share in
      channel.send(.progress, share.bitPattern.littleEndianBytes)
    }
    channel.send(.answer, answer)
  }
}
