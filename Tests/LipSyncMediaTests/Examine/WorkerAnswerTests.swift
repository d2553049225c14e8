import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

@Suite("What a worker may take, and say")
struct WorkerAnswerTests {
  @Test(
    "Memory is in proportion to the source's size, in all",
    arguments: [
      (nil, 176), (0, 176), (9_024, 176), (29 << 10, 176), (10 << 20, 336), (60 << 20, 1024), (.max, 1024),
      (-1, 176),
    ] as [(Int64?, Int64)])
  func memory(_ bytes: Int64?, _ megabytes: Int64) {
    #expect(WorkerAllowance(bytes: bytes).memory >> 20 == megabytes)
    #expect((120...200_000_000).contains(WorkerAllowance(bytes: bytes).processorSeconds))
  }

  private func message(_ kind: WorkerChannel.Kind, _ bytes: [UInt8]) -> WorkerChannel.Message {
    .init(kind: kind, bytes: bytes, lent: nil)
  }

  @Test("Rows that make no sense, or are too long, are none")
  func rows() {
    var answer = WorkerAnswer(limit: 10_000)
    let taken = [
      answer.take(message(.times, [UInt8]([1, 25, 2, 25]))), answer.take(message(.times, [UInt8]([1]))),
      answer.take(message(.times, [UInt8]([.max, 1]))), answer.take(message(.signatures, [1, 2, 3])),
      answer.take(message(.signatures, [0, 0])),
      answer.take(message(.levels, Float.nan.bitPattern.littleEndianBytes)),
      answer.take(message(.levels, Float(0.5).bitPattern.littleEndianBytes)),
      answer.take(message(.order, [])),
      answer.take(message(.picture, Array(repeating: 0, count: 10_000))),
    ]
    #expect(taken == [true, false, false, false, true, false, true, false, false])
  }

  @Test("Figures that no media has are not believed")
  func figures() throws {
    let info = try MediaInfo.probeBlocking(MemorySource(try Fixtures.video(), name: "a.mp4"))
    #expect(try MediaInfo(exact: info.exact) == info)
    var odd = info
    odd.video?.width = .max
    #expect(throws: DocumentError.self) { try MediaInfo(exact: odd.exact) }
    odd = info
    odd.duration = MediaTime(.max)
    #expect(throws: DocumentError.self) { try MediaInfo(exact: odd.exact) }
    odd = info
    odd.facts.facesUnseen = nil
    odd.facts.faces = FaceFacts(pictures: 3, isWhole: true, withFace: 3, height: 1.0 / 3, yaw: 10.0 / 3)
    #expect(try MediaInfo(exact: odd.exact) == odd)
    odd.facts.faces?.withFace = 4
    #expect(throws: DocumentError.self) { try MediaInfo(exact: odd.exact) }
  }

  @Test("A line that brings no message ends")
  func line() throws {
    for bytes in [[99, 0, 0, 0, 0], [WorkerChannel.Kind.answer.rawValue, 255, 255, 255, 255]] as [[UInt8]] {
      let (own, other) = try #require(WorkerSocket.pair())
      let (reader, writer) = (WorkerChannel(own), WorkerChannel(other))
      #expect(WorkerSocket.send(bytes, over: writer.descriptor))
      #expect(reader.receive() == nil)
    }
  }

  @Test("Orders come as they were sent")
  func orders() throws {
    let orders: [MediaOrder] = [
      .probe(readLimit: nil), .probe(readLimit: 5), .decode(.init(signatures: false, content: true)),
      .glance(pixelLimit: 7), .glance(pixelLimit: 7, faces: FaceSample(pixels: 9, keys: 2)),
      .decode(.init(faces: true)), .decode(.init(mouth: true)), .digest(.audio), .still,
      .pictures(at: [MediaTime(1, 3)], maximumSide: nil),
      .pictures(
        at: [], maximumSide: 5, part: PicturePart(left: 0.1, top: 0.2, width: 0.3, height: 0.4)),
    ]
    for order in orders { #expect(try MediaOrder(json: order.json).json.text == order.json.text) }
  }
}
