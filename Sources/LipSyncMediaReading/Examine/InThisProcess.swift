extension MediaExaminer {
  /// FFmpeg reads foreign bytes in this very process: whatever is wrong with it is wrong with the process, too. The least
  /// effort, for tests and for programs that hold nothing. It reads and does not render: a sandbox wants workers.
  public static let inThisProcess = inThisProcess(trade: nil, faces: FaceKit())

  /// The same, with a trade, and what it finds faces with.
  package static func inThisProcess(trade: MediaTrade.Work? = nil, faces: FaceKit = FaceKit())
    -> MediaExaminer
  {
    MediaExaminer(InThisProcess(trade: trade, faces: faces))
  }
}

/// The calling process as who does it.
private struct InThisProcess: MediaPerformer {
  let trade: MediaTrade.Work?
  let faces: FaceKit

  func perform(
    _ order: MediaOrder, on source: any ByteSource, deadline: Deadline, patience: Duration?,
    progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> MediaAnswer {
    try order.perform(on: source, deadline: deadline, faces: faces, progress: progress)
  }

  func perform(
    _ trade: MediaTrade, subject: String, deadline: Deadline, progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> JSON {
    guard let work = self.trade else {
      throw MediaError(
        .fault, operation: "trade", subject: subject,
        message: "who reads media here does not render; have it done by workers")
    }
    return work(trade.order, deadline) { progress?($0) }
  }
}
