import LipSyncMediaReading
import Testing

@Suite("Pictures that are too large")
struct PixelLimitTests {
  /// A PNG up to where its pixels would begin.
  private static func png(_ side: UInt32) -> [UInt8] {
    func number(_ value: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }
    func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
      number(UInt32(body.count)) + Array(name.utf8) + body + number(0)
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", number(side) + number(side) + [8, 0, 0, 0, 0])
      + chunk("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1])
      + chunk("IEND", [])
  }

  static let cases: [(name: String, bytes: [UInt8])] = [
    ("what the picture itself says, a.png", png(12_000)),
    ("what the header says, a.y4m", Array("YUV4MPEG2 W12000 H12000 F25:1 Ip A1:1 C420jpeg\nFRAME\n".utf8)),
  ]

  @Test("are refused with the figure, whoever looks", arguments: cases.indices)
  func refused(_ index: Int) {
    let (name, bytes) = Self.cases[index]
    let works: [() throws -> Void] = [
      { _ = try MediaInfo.probeBlocking(MemorySource(bytes, name: name)) },
      { _ = try DecodedMedia.decode(MemorySource(bytes, name: name)) },
      { _ = try Thumbnail.read(MemorySource(bytes, name: name)) },
    ]
    for work in works {
      let error = #expect(throws: MediaError.self) { try work() }
      #expect(error?.code == .unsupported, "\(name): \(String(describing: error))")
      #expect(error?.message.contains("12000 x 12000 pixels, 144 million") == true, "\(name)")
    }
  }
}
