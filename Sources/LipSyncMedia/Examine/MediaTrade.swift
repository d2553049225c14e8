internal import Platform

/// Work with foreign bytes that is no examination, such as rendering: some files are read by their names, others written in a
/// folder. It is done by a worker, too, which has these files and no others.
package struct MediaTrade: Sendable {
  /// Does what an order says, and tells what came of it.
  package typealias Work = @Sendable (JSON) -> JSON

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

  private var json: JSON {
    .object([
      ("order", order), ("reads", .array(reads.map { .string($0) })),
      ("writes", .array(writes.map { .string($0) })), ("memory", .int(memory)),
    ])
  }

  private init?(_ bytes: [UInt8]) {
    guard let json = JSON(parsing: bytes), let order = json["order"],
      let reads = try? json.list("reads", .string), let writes = try? json.list("writes", .string),
      let memory = json["memory"]?.intValue
    else { return nil }
    self.init(order, reads: reads, writes: writes, memory: memory)
  }

  /// Does the one order that comes over a socket, in a worker.
  static func serve(_ socket: CInt, bornWith: Int64, work: Work) {
    let channel = WorkerChannel(socket)
    guard let message = channel.receive(), message.kind == .order, let trade = MediaTrade(message.bytes)
    else { return }
    Confinement.seclude(reads: trade.reads, writes: trade.writes)
    Confinement.shut(memory: bornWith + trade.memory, seconds: 1 << 20, files: true)
    channel.send(.answer, work(trade.order))
  }

  /// Has it done by a worker. Blocks.
  ///
  /// - Throws: `MediaError`: of a worker that died `.crashed`, of one that had to be ended `.deadline` or `.cancelled`.
  package func perform(by workers: MediaWorkers, subject: String, deadline: Deadline) throws(MediaError)
    -> JSON
  {
    let (id, channel) = try workers.begin(.trade)
    channel.send(.order, json)
    var errand = Errand(
      order: .still, source: MemorySource([], name: subject), channel: channel, deadline: deadline,
      patience: nil,
      answer: WorkerAnswer(limit: 0), progress: nil)
    switch errand.run() {
    case .answer(let json):
      workers.dismiss(id)
      return json
    case .late, .cancelled:
      _ = workers.bury(id)
      throw MediaError(
        deadline.cancellation?.isCancelled == true ? .cancelled : .deadline, operation: "worker",
        subject: subject,
        message: "ended before it was done")
    case .failure, .nonsense, .death:
      let ending = workers.bury(id)
      throw MediaError(
        .crashed, operation: "worker", subject: subject,
        message: "the process that rendered it ended with \(ending.words)",
        cause: ending)
    }
  }
}
