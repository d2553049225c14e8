internal import Platform
internal import Synchronization

/// A worker as it is from within: one order, one source, and nothing else of the world.
enum MediaWorker {
  /// Does the one order that comes over a socket. The process is of no further use.
  ///
  /// - Parameters:
  ///   - bornWith: bytes of memory that it has already.
  ///   - fault: what a test wants to go wrong.
  ///   - engine: what faces are found with; nil for nothing.
  static func serve(_ socket: CInt, bornWith: Int64, fault: String?, engine: FaceFinder.Engine? = nil) {
    let channel = WorkerChannel(socket)
    guard let message = channel.receive(), message.kind == .order,
      let order = JSON(parsing: message.bytes).flatMap({ try? WorkerOrder(json: $0) })
    else { return }
    let kit = FaceKit(engine: engine, networks: order.networks ? Self.networks(channel) : nil)
    MemoryCeiling.limit.store(order.memory, ordering: .relaxed)
    Confinement.shut(memory: bornWith + order.memory, seconds: order.processorSeconds)
    #if DEBUG
      TestFault.strike(order.name, fault)
    #endif
    let source: any ByteSource =
      message.lent.map { LentFile($0, name: order.name, size: order.state.size) }
      ?? RelayedSource(channel, order)
    let deadline = order.timeout.map { Deadline.after($0) } ?? .none
    do throws(MediaError) {
      let answer = try order.order.perform(on: source, deadline: deadline, faces: kit) { share in
        channel.send(.progress, share.bitPattern.littleEndianBytes)
      }
      WorkerAnswer.send(answer, over: channel)
    } catch {
      channel.send(
        .failure,
        .object([
          ("code", .string(error.code.rawValue)), ("operation", .string(error.operation)),
          ("message", .string(error.message)), ("refused", .bool(error.cause is RelayedSource.Refusal)),
        ]))
    }
  }
}

extension MediaWorker {
  /// The networks as they come behind an order: who sends them has held them against their digests.
  private static func networks(_ channel: WorkerChannel) -> FaceNetworks? {
    var bytes: [FaceNetworks.Part: [UInt8]] = [:]
    for part in FaceNetworks.Part.allCases {
      guard let message = channel.receive(), message.kind == .network else { return nil }
      bytes[part] = message.bytes
    }
    return FaceNetworks(unchecked: bytes)
  }
}

/// A file whose descriptor was lent.
private final class LentFile: ByteSource {
  let name: String
  let size: Int64?
  private let descriptor: CInt

  init(_ descriptor: CInt, name: String, size: Int64?) {
    (self.descriptor, self.name, self.size) = (descriptor, name, size)
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR {
        throw MediaError(
          .read, operation: "read", subject: name,
          message: "cannot be read: \(String(cString: strerror(errno)))")
      }
    }
  }
}

/// A source that stays with the process that the worker works for, which is asked for each range.
final class RelayedSource: ByteSource {
  /// That process could not get the bytes, and knows why.
  struct Refusal: Error {}

  let name: String
  let isRemote: Bool
  private let channel: WorkerChannel
  private let state: Mutex<WorkerOrder.SourceState>

  init(_ channel: WorkerChannel, _ order: WorkerOrder) {
    (self.channel, name, isRemote) = (channel, order.name, order.isRemote)
    state = Mutex(order.state)
  }

  var size: Int64? { state.withLock(\.size) }
  var reach: Int64? { state.withLock(\.reach) }
  var isArriving: Bool { state.withLock(\.isArriving) }

  func willRead(_ ranges: [Range<Int64>], deadline: Deadline) {
    channel.send(.willRead, [UInt8](ranges.flatMap { [$0.lowerBound, $0.upperBound] }))
  }

  func holds(_ range: Range<Int64>) -> Bool {
    guard isRemote else { return true }
    channel.send(.holds, [UInt8]([range.lowerBound, range.upperBound]))
    return channel.receive()?.bytes.first == 1
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int {
    let wanted = min(buffer.count, WorkerChannel.limit / 2)
    channel.send(.read, [UInt8]([offset, Int64(wanted)]))
    // Nobody is there any more to work for.
    guard let message = channel.receive() else { _exit(0) }
    guard message.kind == .bytes, let known = WorkerOrder.SourceState(Array(message.bytes.prefix(24)).numbers)
    else { throw Refusal() }
    state.withLock { $0 = known }
    let bytes = message.bytes.dropFirst(24).prefix(wanted)
    buffer.copyBytes(from: bytes)
    return bytes.count
  }
}

#if DEBUG
  /// Faults that tests ask for, in debug builds alone, by the name of the source, so that nothing in a media file can ask for
  /// one: `crash|hang|greed:NAME`.
  private enum TestFault {
    static func strike(_ name: String, _ fault: String?) {
      let parts = fault?.split(separator: ":", maxSplits: 1) ?? []
      guard parts.count == 2, name.hasSuffix(parts[1]) else { return }
      switch parts[0] {
      case "crash": raise(SIGSEGV)
      case "hang": while true { usleep(1000) }
      case "greed":
        while malloc(64 << 20) != nil {}
        abort()
      default: break
      }
    }
  }
#endif
