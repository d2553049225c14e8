import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import LipSyncTransfer

/// Several ranges of one object in flight at the same time.
@Suite struct ParallelRangeTests {
  private let bench: Bench
  private let bytes = pattern(400_000)

  init() throws { bench = try Bench() }

  private func reader(limit: Int64 = 64 << 20, first: Response? = nil) -> RangeReader {
    RangeReader(
      client: bench.client, request: Request(url: bench.origin.url("/a")), readLimit: limit,
      retry: RetryPolicy(attempts: 3, base: .milliseconds(1)), first: first)
  }

  /// Reads ranges at once, a thread each; one result a range.
  private func readAtOnce(
    _ reader: RangeReader, _ offsets: [Int64], count: Int
  ) async -> [Result<[UInt8], TransferError>] {
    await withTaskGroup(of: (Int, Result<[UInt8], TransferError>).self) { group in
      for (index, offset) in offsets.enumerated() {
        group.addTask {
          await withCheckedContinuation { continuation in
            // A queue of its own is a thread of its own, however few cores there are.
            DispatchQueue(label: "read \(offset)").async {
              let result: Result<[UInt8], TransferError>
              do throws(TransferError) {
                result = .success(
                  try reader.read(
                    at: offset, count: count, deadline: .now + .seconds(20), isCancelled: nil))
              } catch {
                result = .failure(error)
              }
              continuation.resume(returning: (index, result))
            }
          }
        }
      }
      var results = [Int: Result<[UInt8], TransferError>]()
      for await (index, result) in group { results[index] = result }
      return offsets.indices.compactMap { results[$0] }
    }
  }

  private func slice(_ offset: Int64, _ count: Int) -> [UInt8] {
    Array(bytes[Int(offset)..<min(bytes.count, Int(offset) + count)])
  }

  /// An origin that answers a range only once two are there: with reads one after the other nothing would come.
  @Test func twoRangesAreInFlightAtOnce() async throws {
    defer { bench.origin.stop() }
    let bytes = bytes
    let both = Meeting(of: 2)
    bench.origin.serve("/a") { request in
      guard let range = request.range(of: bytes.count) else { return OriginReply(body: bytes) }
      if range.lowerBound > 0, !both.meet() { return OriginReply(status: 504) }
      return OriginReply(
        status: 206,
        headers: [
          ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"),
          ("ETag", "\"v1\""),
        ], body: Array(bytes[range]))
    }
    let reader = reader()
    let head = await readAtOnce(reader, [0], count: 100)
    #expect(try head.first?.get() == slice(0, 100))
    let pair = await readAtOnce(reader, [1000, 390_000], count: 1000)
    #expect(try pair.map { try $0.get() } == [slice(1000, 1000), slice(390_000, 1000)])
    #expect(reader.requests == 3)
    #expect(reader.bytesRead == 2100)
    #expect(bench.origin.connections == 2, "one is kept alive from the first read")
  }

  @Test func manyReadsAgreeWithTheObjectAndTheCounters() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", bytes, faults: [.redirectInside, .drop(atOffset: 40_000, times: 3)])
    let reader = reader()
    let offsets = (0..<40).map { Int64($0) * 10_000 }
    let results = await readAtOnce(reader, offsets, count: 10_000)
    #expect(try results.map { try $0.get() } == offsets.map { slice($0, 10_000) })
    #expect(reader.size == 400_000)
    #expect(reader.bytesRead >= 400_000)
    #expect(reader.requests == bench.origin.requests.count)
    let connections = bench.origin.connections
    _ = await readAtOnce(reader, [5], count: 10)
    #expect(bench.origin.connections == connections, "connections are kept alive")
  }

  /// Nothing is known of the host: one asks, the others wait, and the whole comes once.
  @Test func whereRangesAreIgnoredTheWholeIsAskedForOnce() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", bytes, faults: [.noRange])
    let reader = reader()
    let offsets: [Int64] = [300_000, 10, 399_990, 200_000]
    let results = await readAtOnce(reader, offsets, count: 1000)
    #expect(try results.map { try $0.get() } == offsets.map { slice($0, 1000) })
    #expect(bench.origin.requests.count == 1)
    #expect(reader.bytesRead == 400_000)
  }

  /// The first answer promised ranges, and the host ignores them afterwards.
  @Test func ignoredLaterTheWholeIsReadByOne() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", bytes, faults: [.ignoreRange200])
    let first = Response(
      status: 206, headers: [("Content-Range", "bytes 0-99/400000"), ("ETag", "\"v1\"")],
      url: bench.origin.url("/a"))
    let reader = reader(first: first)
    let offsets: [Int64] = [300_000, 10, 399_990]
    let results = await readAtOnce(reader, offsets, count: 1000)
    #expect(try results.map { try $0.get() } == offsets.map { slice($0, 1000) })
    #expect(reader.supportsRanges == false)
    #expect(bench.origin.requests.count <= 4)
  }

  /// Two answers that are under way together and of different states of the object: one of them is refused.
  @Test func anObjectThatChangesBetweenTwoAnswersIsNoticed() async throws {
    defer { bench.origin.stop() }
    let bytes = bytes
    let both = Meeting(of: 2)
    bench.origin.serve("/a") { request in
      guard let range = request.range(of: bytes.count), both.meet() else { return OriginReply(status: 504) }
      return OriginReply(
        status: 206,
        headers: [
          ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"),
          ("ETag", "\"\(range.lowerBound)\""),
        ], body: Array(bytes[range]))
    }
    // No validator came with the promise of ranges.
    let first = Response(
      status: 206, headers: [("Content-Range", "bytes 0-99/400000")], url: bench.origin.url("/a"))
    let results = await readAtOnce(reader(first: first), [1000, 2000], count: 100)
    let errors = results.compactMap { result -> TransferError? in
      if case .failure(let error) = result { error } else { nil }
    }
    #expect(errors.map(\.code) == [.badAnswer])
    #expect(errors.first?.message.contains("ETag") == true)
  }

  @Test func theReadLimitCountsReadsUnderWay() async throws {
    defer { bench.origin.stop() }
    bench.origin.serve("/a", bytes)
    let reader = reader(limit: 5000)
    _ = await readAtOnce(reader, [0], count: 1000)
    let results = await readAtOnce(reader, (1...8).map { $0 * 10_000 }, count: 1000)
    let came = results.compactMap { try? $0.get() }
    #expect(came.count >= 4)
    #expect(reader.bytesRead <= 5000)
    #expect(bench.origin.bytesSent <= 5000)
  }
}

/// A place where so many have to be at the same time.
private final class Meeting: Sendable {
  private let expected: Int
  private let present = Mutex(0)
  private let complete = DispatchSemaphore(value: 0)

  init(of expected: Int) { self.expected = expected }

  /// Waits for the others; false where they do not come.
  func meet() -> Bool {
    let isLast = present.withLock { present in
      present += 1
      return present == expected
    }
    if isLast { for _ in 1..<expected { complete.signal() } }
    return isLast || complete.wait(timeout: .now() + .seconds(10)) == .success
  }
}
