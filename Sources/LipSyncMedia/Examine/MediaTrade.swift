internal import Platform

/// Work with foreign bytes that is no examination, such as rendering: some files are read by their names, others written in a
/// folder. It is done by a worker, too, which has these files and no others.
package struct MediaTrade: Sendable {
  /// Does what an order says, tells the share that is done, and what came of it.
  package typealias Work =
    @Sendable (_ order: JSON, _ deadline: Deadline, _ progress: @escaping @Sendable (Double) -> Void) -> JSON

  /// What is to be done.
  package var order: JSON
  /// Files that may be read.
  package var reads: [String]
  /// Folders that may be written in.
  package var writes: [String]
  /// Memory that may be written to, in bytes.
  package var memory: Int64

  /// Memory that rendering may take, unless told otherwise: its pictures, the decoder's and the encoder's.
  package static let memory: Int64 = 2 << 30

  package init(_ order: JSON, reads: [String], writes: [String], memory: Int64 = Self.memory) {
    (self.order, self.reads, self.writes, self.memory) = (order, reads, writes, memory)
  }

  /// As a worker gets it.
  var json: JSON {
    .object([
      ("order", order), ("reads", .array(reads.map { .string($0) })),
      ("writes", .array(writes.map { .string($0) })), ("memory", .int(memory)),
    ])
  }

  /// Reads what `json` states.
  package init?(_ bytes: [UInt8]) {
    guard let json = JSON(parsing: bytes), let order = json["order"],
      let reads = try? json.list("reads", .string), let writes = try? json.list("writes", .string),
      let memory = json["memory"]?.intValue
    else { return nil }
    self.init(order, reads: reads, writes: writes, memory: memory)
  }
}

extension MediaWorkers {
  /// Has it done by a worker. Blocks.
  package func perform(
    _ trade: MediaTrade, subject: String, deadline: Deadline, progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> JSON {
    let (id, channel) = try begin(.trade)
    channel.send(.order, trade.json)
    var errand = Errand(
      order: .still, source: MemorySource([], name: subject), channel: channel, deadline: deadline,
      patience: nil,
      answer: WorkerAnswer(limit: 0), progress: progress)
    switch errand.run() {
    case .answer(let json):
      dismiss(id)
      return json
    case .late, .cancelled:
      _ = bury(id)
      throw MediaError(
        deadline.cancellation?.isCancelled == true ? .cancelled : .deadline, operation: "worker",
        subject: subject,
        message: "ended before it was done")
    case .failure, .nonsense, .death:
      let ending = bury(id)
      throw MediaError(
        .crashed, operation: "worker", subject: subject,
        message: "the process that rendered it ended with \(ending.words)",
        cause: ending)
    }
  }
}
