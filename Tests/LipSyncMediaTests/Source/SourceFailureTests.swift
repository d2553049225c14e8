import LipSyncMediaReading
import Synchronization
import TestSupport
import Testing

/// What keeps bytes away reaches the caller as itself.
@Suite struct SourceFailureTests {
  struct Refused: Error, Equatable { let status: Int }

  /// Bytes with a fault at an offset.
  final class FaultySource: ByteSource {
    let name = "faulty"
    let size: Int64?
    private let inner: MemorySource
    private let limit: Int64
    private let fault: @Sendable () throws -> Void

    init(
      _ bytes: [UInt8], from limit: Int64, knowsSize: Bool = true,
      fault: @escaping @Sendable () throws -> Void
    ) {
      inner = MemorySource(bytes, name: "inner")
      size = knowsSize ? inner.size : nil
      self.limit = limit
      self.fault = fault
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int
    {
      if offset + Int64(buffer.count) > limit { try fault() }
      return try inner.read(at: offset, into: buffer, deadline: deadline)
    }
  }

  @Test("At whatever point it fails, the source's own error is the cause")
  func cause() throws {
    let bytes = try Fixtures.video(seconds: MediaTime(2), width: 640, height: 360, audio: .speech())
    for limit in stride(from: 0, to: Int64(bytes.count), by: max(1, bytes.count / 12)) {
      let source = FaultySource(bytes, from: limit) { throw Refused(status: 403) }
      let error = try #require(throws: MediaError.self) { _ = try MediaInfo.probeBlocking(source) }
      #expect(error.code == .read)
      #expect(error.cause as? Refused == Refused(status: 403))
      #expect(throws: MediaError.self) { _ = try DecodedMedia.decode(source) }
    }
  }

  @Test func unknownSize() throws {
    let bytes = try Fixtures.video(audio: .speech())
    let info = try MediaInfo.probeBlocking(FaultySource(bytes, from: .max, knowsSize: false) {})
    #expect(info.video?.duration == MediaTime(1))
    #expect(info.bytes == nil)
  }

  @Test func deadline() throws {
    let bytes = try Fixtures.video()
    let passed = Deadline(instant: .now - .seconds(1))
    let error = try #require(throws: MediaError.self) {
      _ = try MediaInfo.probeBlocking(MemorySource(bytes, name: "late"), deadline: passed)
    }
    #expect(error.code == .deadline)
  }

  @Test("A cancellation in the middle ends the decode")
  func cancelled() throws {
    let bytes = try Fixtures.video(seconds: MediaTime(2), width: 640, height: 360, audio: .speech())
    let cancellation = Cancellation()
    let source = FaultySource(bytes, from: Int64(bytes.count / 2)) { cancellation.cancel() }
    let error = try #require(throws: MediaError.self) {
      _ = try DecodedMedia.decode(source, deadline: Deadline(instant: nil, cancellation: cancellation))
    }
    #expect(error.code == .cancelled)
  }

  @Test func files() throws {
    let directory = try TemporaryDirectory()
    let missing = try #require(throws: MediaError.self) {
      _ = try FileSource(path: directory.file("none.mp4"))
    }
    #expect(missing.code == .read)
    #expect(missing.message.contains("check the path"))
    let folder = try #require(throws: MediaError.self) { _ = try FileSource(path: directory.path) }
    #expect(folder.message.contains("directory"))
    let path = try directory.write([1, 2, 3, 4], as: "four")
    let source = try FileSource(path: path)
    #expect(source.size == 4)
    var buffer = [UInt8](repeating: 0, count: 8)
    let count = try buffer.withUnsafeMutableBytes { try source.read(at: 1, into: $0, deadline: .none) }
    #expect(count == 3)
    #expect(buffer.prefix(3) == [2, 3, 4])
    #expect(try buffer.withUnsafeMutableBytes { try source.read(at: 4, into: $0, deadline: .none) } == 0)
  }

  @Test func blockingThread() async throws {
    #expect(try await onBlockingThread { 7 } == 7)
    await #expect(throws: Refused(status: 1)) { try await onBlockingThread { throw Refused(status: 1) } }
  }
}
