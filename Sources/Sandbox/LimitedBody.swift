internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// A request's body that fails where it is longer than allowed, or not as long as announced.
struct LimitedBody: AsyncSequence, Sendable {
  struct WrongSize: Error {}

  /// The bytes that came, and whether they were too few or too many: file writers wrap the error that says so.
  final class Counter: Sendable {
    private let count = Atomic<Int64>(0)
    private let wrong = Atomic<Bool>(false)
    var bytes: Int64 { count.load(ordering: .relaxed) }
    var isWrong: Bool { wrong.load(ordering: .relaxed) }
    func add(_ bytes: Int) -> Int64 { count.add(Int64(bytes), ordering: .relaxed).newValue }
    func refuse() -> WrongSize {
      wrong.store(true, ordering: .relaxed)
      return WrongSize()
    }
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
        guard body.stated.map({ $0 == body.counter.bytes }) ?? true else { throw body.counter.refuse() }
        return nil
      }
      guard body.counter.add(part.readableBytes) <= body.limit else { throw body.counter.refuse() }
      return part
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), body: self) }
}
