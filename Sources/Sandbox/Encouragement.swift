internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1

/// `100 Continue`, for clients that send a large body only once they are asked to; curl waits a second for it, others for
/// ever. The server has no such answer of its own.
enum Encouragement {
  /// Asks for the body of a request that waits for it.
  static func send(to request: Request, _ context: SandboxContext) async throws {
    guard request.headers[.expect]?.lowercased() == "100-continue" else { return }
    let channel = context.channel
    try await channel.eventLoop.submit {
      // Past the encoder, which takes each head for that of the answer itself.
      let encoder = try channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
      let line = channel.allocator.buffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
      encoder.writeAndFlush(NIOAny(IOData.byteBuffer(line)), promise: nil)
    }.get()
  }
}
