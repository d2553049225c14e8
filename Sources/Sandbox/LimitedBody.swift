internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// A request's body that fails where it is longer than allowed, or not as long as announced.
struct LimitedBody: AsyncSequence, Sendable {
  struct WrongSize: Error {}

  /// The bytes that came.
  final class Counter: Sendable {
    private let count = Atomic<Int64>(0)
    var bytes: Int64 { count.load(ordering: .relaxed) }
    func add(_ bytes: Int) -> Int64 { count.add(Int64(bytes), ordering: .relaxed).newValue }
  }

  let base: RequestBody
  let limit: Int64
  let stated: Int64?
  let counter: Counter

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: RequestBody.AsyncIterator
    let body: LimitedBody

    mutating func next() async throws -> ByteBuffer? {
      guard let part = try await base.next() else {
        guard body.stated.map({ $0 == body.counter.bytes }) ?? true else { throw WrongSize() }
        return nil
      }
      guard body.counter.add(part.readableBytes) <= body.limit else { throw WrongSize() }
      return part
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), body: self) }
}
