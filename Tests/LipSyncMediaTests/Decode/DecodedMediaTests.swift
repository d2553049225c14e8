import LipSyncMediaReading
import Synchronization
import TestSupport
import Testing

@Suite struct DecodedMediaTests {
  private func decode(_ bytes: [UInt8], _ options: DecodedMedia.Options = .init()) throws -> DecodedMedia {
    try DecodedMedia.decode(MemorySource(bytes, name: "fixture"), options: options)
  }

  @Test func everything() throws {
    let progress = Mutex<[Double]>([])
    let decoded = try DecodedMedia.decode(
      MemorySource(try Fixtures.video(seconds: MediaTime(2), audio: .speech()), name: "fixture"),
      progress: { share in progress.withLock { $0.append(share) } })
    #expect(decoded.frames.count == 50)
    #expect(decoded.frames.first?.time == .zero)
    #expect(decoded.frames.last?.time == MediaTime(49, 25))
    #expect(decoded.videoDuration == MediaTime(2))
    #expect(decoded.videoStart == .zero)
    #expect(decoded.errorCount == 0)
    #expect(decoded.errors.isEmpty)
    #expect(decoded.audioDuration == MediaTime(decoded.audioSamples, 16_000))
    #expect(decoded.info.durationMethod == .decode)
    let envelope = try #require(decoded.envelope)
    #expect(try abs(Double(envelope.levels.count) / 200 - #require(decoded.audioDuration).seconds) <= 0.005)
    let told = progress.withLock { $0 }
    #expect(told.last == 1)
    #expect(told == told.sorted())
  }

  @Test("Signatures tell one picture from the next and know the same again in another encoding")
  func signatures() throws {
    let mp4 = try decode(try Fixtures.video())
    let webm = try decode(try Fixtures.video(width: 480, height: 270, format: "matroska"))
    for (index, frame) in mp4.frames.enumerated() {
      let signature = try #require(frame.signature)
      let distances = try webm.frames.map { try signature.distance(to: #require($0.signature)) }
      #expect(distances.firstIndex(of: distances.min() ?? -1) == index)
    }
  }

  @Test("Colours and fine detail are of the picture as it is shown", arguments: [90, 180, 270])
  func turnedDetail(_ degrees: Int) throws {
    let fixture = { rotation in
      try Fixtures.video(seconds: MediaTime(1, 5), width: 320, height: 180, rotation: rotation)
    }
    let upright = try #require(try decode(try fixture(0)).details.first)
    let turned = try #require(try decode(try fixture(degrees)).details.first)
    let side = FrameDetail.side
    for index in 0..<side * side {
      let (x, y) = (index % side, index / side)
      let (tx, ty) =
        switch degrees {
        case 90: (side - 1 - y, x)
        case 180: (side - 1 - x, side - 1 - y)
        default: (y, side - 1 - x)
        }
      let there = ty * side + tx
      #expect(abs(turned.colour[there].blue - upright.colour[index].blue) < 1)
      for (size, cells) in upright.detail { #expect(turned.detail[size]?[there] == cells[index]) }
    }
  }

  @Test("A signature is of the picture as it is shown", arguments: [90, 180, 270])
  func rotation(_ degrees: Int) throws {
    let upright = try #require(
      try decode(try Fixtures.video(seconds: MediaTime(1, 5))).frames.first?.signature)
    let turned = try #require(
      try decode(try Fixtures.video(seconds: MediaTime(1, 5), rotation: degrees)).frames.first?.signature)
    let side = FrameSignature.side
    var expected = upright
    for y in 0..<side {
      for x in 0..<side {
        // Where the pixel at (x, y) goes in a clockwise turn.
        let (tx, ty) =
          switch degrees {
          case 90: (side - 1 - y, x)
          case 180: (side - 1 - x, side - 1 - y)
          default: (y, side - 1 - x)
          }
        expected.luma[ty * side + tx] = upright.luma[y * side + x]
      }
    }
    #expect(turned.distance(to: expected) < 1)
    #expect(turned.distance(to: upright) > 5)
  }

  @Test func blackAndContrast() throws {
    let black = try #require(
      try decode(try Fixtures.video(seconds: MediaTime(1, 5), scene: .black)).frames.first?.signature)
    #expect(black.contrast < 1)
    #expect(black.luma.allSatisfy { $0 < 4 })
    let numbered = try #require(
      try decode(try Fixtures.video(seconds: MediaTime(1, 5))).frames.first?.signature)
    #expect(numbered.contrast > 10)
    #expect(numbered.distance(to: numbered) == 0)
  }

  @Test("Damage is counted and told, and what can be decoded comes out")
  func damage() throws {
    var bytes = try Fixtures.video(seconds: MediaTime(2))
    for index in stride(from: bytes.count / 2, to: bytes.count - 1000, by: 97) { bytes[index] ^= 0x5A }
    let decoded = try decode(bytes)
    #expect(decoded.errorCount > 0)
    #expect(!decoded.errors.isEmpty)
    #expect(decoded.errors.count <= 20)
    #expect(!decoded.frames.isEmpty)
    #expect(!decoded.info.isDurationExact)
  }

  @Test func onlyWhatIsAskedFor() throws {
    let bytes = try Fixtures.video(audio: .speech())
    let bare = try decode(bytes, .init(signatures: false, envelope: false))
    #expect(bare.envelope == nil)
    #expect(bare.frames.count == 25)
    #expect(bare.frames.allSatisfy { $0.signature == nil })
  }

  @Test func streamsThatStartApart() throws {
    let decoded = try decode(
      try Fixtures.video(seconds: MediaTime(2), audio: .speech(seconds: MediaTime(1), start: MediaTime(1, 2)))
    )
    let apart = try #require(decoded.audioStart) - #require(decoded.videoStart)
    #expect(abs(apart.seconds - 0.5) < 0.07)
  }
}
