internal import Platform

extension MediaWorkers {
  /// Has an order done by a worker, and fetches the bytes that it asks for. Blocks.
  package func perform(
    _ order: MediaOrder, on source: any ByteSource, deadline: Deadline, patience: Duration?,
    progress: (@Sendable (Double) -> Void)?
  ) throws(MediaError) -> MediaAnswer {
    let allowance = WorkerAllowance(bytes: source.size)
    let networks = try order.wantsFaces ? (greet().findsFaces ? networks() : nil) : nil
    var letter = WorkerOrder(
      order: order, name: source.name, isRemote: source.isRemote, state: .init(source),
      timeout: deadline.remaining, memory: allowance.memory, processorSeconds: allowance.processorSeconds)
    letter.networks = networks != nil
    let (id, channel) = try begin()
    var errand = Errand(
      order: order, source: source, channel: channel, deadline: deadline, patience: patience,
      answer: WorkerAnswer(limit: allowance.memory), progress: progress)
    channel.send(.order, Array(letter.json.text.utf8), lending: (source as? FileSource)?.descriptor)
    // Their bytes, and not the files: what was held against its digest is what is used.
    if let networks {
      for part in FaceNetworks.Part.allCases { channel.send(.network, networks.bytes[part] ?? []) }
    }
    let outcome = errand.run()
    switch outcome {
    case .answer(let json):
      dismiss(id)
      do throws(DocumentError) { return try errand.answer.read(order, json) } catch {
        throw .otherAnswer(source)
      }
    case .failure(let error):
      dismiss(id)
      throw error
    case .nonsense:
      _ = bury(id)
      throw .otherAnswer(source)
    case .late:
      _ = bury(id)
      throw Self.late(source, errand)
    case .cancelled:
      _ = bury(id)
      throw MediaError(.cancelled, operation: "worker", subject: source.name, message: "cancelled")
    case .death: throw Self.death(source, of: bury(id), allowance)
    }
  }

  private static func late(_ source: any ByteSource, _ errand: Errand) -> MediaError {
    let limit = errand.limit ?? .zero
    return MediaError(
      .deadline, operation: "worker", subject: source.name,
      message: "reading it went on \(figure(grace / .seconds(1), 0)) s past its time limit of "
        + "\(figure(limit / .seconds(1), 1)) s, and was ended", cause: Lateness(limit: limit))
  }

  private static func death(_ source: any ByteSource, of ending: ProcessEnding, _ allowance: WorkerAllowance)
    -> MediaError
  {
    if ending == .signal(24) {
      return MediaError(
        .deadline, operation: "worker", subject: source.name,
        message:
          "reading it took more than \(allowance.processorSeconds) s of the processors' time, which is all that a "
          + "file of its size gets")
    }
    return MediaError(
      .crashed, operation: "worker", subject: source.name,
      message: "the decoder crashed with \(ending.words) while reading it; other sources are not affected",
      cause: ending)
  }
}

extension MediaWorkers {
  /// A worker that had to be ended.
  package struct Lateness: Error {
    /// The time that it was given.
    package let limit: Duration
  }
}

/// What a worker may take for a source: in proportion to how much there is of it, as a few kilobytes that take gigabytes or
/// hours are no media that anybody made.
struct WorkerAllowance: Equatable {
  /// Memory that it may write to beside what it is born with, in bytes.
  var memory: Int64
  /// Time of all processors together, in seconds.
  var processorSeconds: Int

  /// What a worker may write to in all, whatever it reads, and what it may for the smallest source, in bytes.
  static let most: Int64 = 1 << 30
  static let least: Int64 = 176 << 20

  /// - Parameter bytes: the size of the source; nil where it is not known.
  init(bytes: Int64?) {
    let size = max(0, bytes ?? 0)
    memory = min(Self.most, Self.least + min(size, Self.most) * 16)
    processorSeconds = 120 + Int(clamping: min(size, 1 << 40) / 10_000)
  }
}

/// One order under way, as seen from outside.
struct Errand {
  enum Outcome {
    case answer(JSON)
    case failure(MediaError)
    /// Something was said that no worker says.
    case nonsense
    case late, cancelled, death
  }

  let order: MediaOrder
  let source: any ByteSource
  let channel: WorkerChannel
  let deadline: Deadline
  /// How long it may work, waits for bytes left out.
  let patience: Duration?
  var answer: WorkerAnswer
  let progress: (@Sendable (Double) -> Void)?
  private let began = ContinuousClock.now
  private var waited = Duration.zero
  /// Why bytes could not be had.
  private var stash: (any Error)?

  init(
    order: MediaOrder, source: any ByteSource, channel: WorkerChannel, deadline: Deadline,
    patience: Duration?,
    answer: WorkerAnswer, progress: (@Sendable (Double) -> Void)?
  ) {
    (self.order, self.source, self.channel, self.deadline) = (order, source, channel, deadline)
    (self.patience, self.answer, self.progress) = (patience, answer, progress)
  }

  /// The time that it was given; nil for no limit.
  var limit: Duration? { patience ?? deadline.instant.map { $0 - began } }

  /// Listens until it is over, and does what the worker asks for meanwhile.
  mutating func run() -> Outcome {
    while true {
      while let message = channel.next() {
        if let outcome = take(message) { return outcome }
      }
      if let outcome = waitForMore() { return outcome }
    }
  }

  /// Waits for something to come, as long as there is time; looks for a cancellation twenty times a second.
  private func waitForMore() -> Outcome? {
    while true {
      if deadline.cancellation?.isCancelled == true { return .cancelled }
      let left = remaining
      if let left, left <= .zero { return .late }
      let slice = min(left ?? .seconds(1), deadline.cancellation == nil ? .seconds(1) : .milliseconds(50))
      var descriptor = pollfd(fd: channel.descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, CInt(clamping: slice.milliseconds + 1))
      if ready > 0 { return channel.takeIn() ? nil : .death }
    }
  }

  /// Until it is ended by force; nil for never.
  private var remaining: Duration? {
    let now = ContinuousClock.now
    let ends = [
      deadline.instant.map { $0 - now }, patience.map { $0 + waited - (now - began) },
    ].compactMap(\.self)
    return ends.min().map { $0 + MediaWorkers.grace }
  }

  private mutating func take(_ message: WorkerChannel.Message) -> Outcome? {
    let numbers = message.bytes.numbers
    switch message.kind {
    case .read:
      guard numbers.count == 2, numbers[0] >= 0, (0...Int64(WorkerChannel.limit / 2)).contains(numbers[1])
      else {
        return .nonsense
      }
      relay(numbers[0], Int(numbers[1]))
    case .willRead:
      guard let ranges = Self.ranges(numbers) else { return .nonsense }
      let start = ContinuousClock.now
      source.willRead(ranges, deadline: deadline)
      waited += .now - start
    case .holds:
      guard let range = Self.ranges(numbers)?.first else { return .nonsense }
      channel.send(.held, [source.holds(range) ? 1 : 0])
    case .progress:
      let share = Double(bitPattern: UInt64(bitPattern: numbers.first ?? 0))
      if (0...1).contains(share) { progress?(share) }
    case .times, .signatures, .levels, .samples, .picture: if !answer.take(message) { return .nonsense }
    case .answer: return JSON(parsing: message.bytes).map { .answer($0) } ?? .nonsense
    case .failure: return failure(message.bytes)
    case .order, .network, .bytes, .refused, .held: return .nonsense
    }
    return nil
  }

  private static func ranges(_ numbers: [Int64]) -> [Range<Int64>]? {
    guard numbers.count % 2 == 0, numbers.count <= 1 << 16 else { return nil }
    let pairs = stride(from: 0, to: numbers.count, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
    return pairs.allSatisfy { $0 >= 0 && $0 <= $1 } ? pairs.map { $0..<$1 } : nil
  }

  /// Fetches a range for the worker.
  private mutating func relay(_ offset: Int64, _ wanted: Int) {
    let start = ContinuousClock.now
    var failed: (any Error)?
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      do {
        count = min(
          wanted,
          max(0, try source.read(at: offset, into: UnsafeMutableRawBufferPointer(buffer), deadline: deadline))
        )
      } catch { (failed, count) = (error, 0) }
    }
    waited += .now - start
    if let failed {
      if stash == nil { stash = failed }
      channel.send(.refused)
    } else {
      channel.send(.bytes, [UInt8](WorkerOrder.SourceState(source).numbers) + bytes)
    }
  }

  private func failure(_ bytes: [UInt8]) -> Outcome {
    guard let json = JSON(parsing: bytes), let name = json["code"]?.stringValue,
      let code = MediaError.Code.allCases.first(where: { $0.rawValue == name }),
      let operation = json["operation"]?.stringValue, let message = json["message"]?.stringValue
    else { return .nonsense }
    if case .bool(true)? = json["refused"], let stash {
      let known = stash as? MediaError
      return .failure(
        known
          ?? MediaError(
            .read, operation: operation, subject: source.name,
            message: "the bytes could not be read: \(stash)", cause: stash))
    }
    return .failure(MediaError(code, operation: operation, subject: source.name, message: message))
  }
}
