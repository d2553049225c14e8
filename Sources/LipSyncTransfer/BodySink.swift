/// Where the body of the final answer goes. Called on the event loop's thread alone, in order.
protocol BodySink: AnyObject, Sendable {
  /// The answer's head is complete; throwing ends the transfer with that error.
  func begin(_ head: Response) throws(TransferError)

  /// Body bytes have arrived; throwing ends the transfer with that error.
  func receive(_ bytes: UnsafeRawBufferPointer) throws(TransferError) -> BodyFlow

  /// The body kept, and whether more was to come; for `Response`.
  var kept: (body: [UInt8], wasCut: Bool) { get }

  /// Whether the head was enough: then no body is taken, and the transfer ends well.
  var leaves: Bool { get }
}

/// What a sink wants next.
enum BodyFlow {
  /// The bytes were consumed; more may follow.
  case more
  /// The bytes were consumed and are enough; the transfer ends successfully.
  case enough
  /// The bytes were not consumed; they come again after `EventLoop.resume`.
  case pause
}

extension BodySink {
  var kept: (body: [UInt8], wasCut: Bool) { ([], false) }
  var leaves: Bool { false }
}

/// Keeps a body in memory up to a limit.
final class MemorySink: BodySink, @unchecked Sendable {
  // sound because the loop's thread alone touches it until the exchange is over, and its owner only afterwards
  private let limit: Int
  private let onHead: (@Sendable (Response) -> Void)?
  private let leavesWithHead: (@Sendable (Response) -> Bool)?
  private(set) var leaves = false
  private var body: [UInt8] = []
  private var wasCut = false

  init(
    limit: Int, leavesWithHead: (@Sendable (Response) -> Bool)? = nil,
    onHead: (@Sendable (Response) -> Void)? = nil
  ) {
    self.limit = limit
    self.leavesWithHead = leavesWithHead
    self.onHead = onHead
  }

  convenience init(_ request: Request, onHead: (@Sendable (Response) -> Void)? = nil) {
    self.init(limit: request.bodyLimit, leavesWithHead: request.leavesWithHead, onHead: onHead)
  }

  func begin(_ head: Response) {
    onHead?(head)
    leaves = leavesWithHead?(head) ?? false
    wasCut = leaves && head.contentLength != 0
    if let length = head.contentLength, length > 0 { body.reserveCapacity(min(Int(clamping: length), limit)) }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> BodyFlow {
    let room = limit - body.count
    body.append(contentsOf: bytes.prefix(room))
    guard bytes.count > room else { return .more }
    wasCut = true
    return .enough
  }

  var kept: (body: [UInt8], wasCut: Bool) { (body, wasCut) }
}
