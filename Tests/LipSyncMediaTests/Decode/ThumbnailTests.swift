import LipSyncMediaMaking
import LipSyncMediaReading
import TestSupport
import Testing

@Suite("Thumbnails and stamps")
struct ThumbnailTests {
  @Test("A JPEG shows the picture of that moment", arguments: [0, 1, 24, 25, 49, 400])
  func moment(frame: Int) throws {
    let video = MemorySource(try Fixtures.video(seconds: MediaTime(2)), name: "video")
    let jpeg = try Thumbnail.jpeg(of: video, at: MediaTime(Int64(frame), 25))
    #expect(jpeg.prefix(2) == [0xFF, 0xD8])
    let picture = try Thumbnail.read(MemorySource(jpeg, name: "cover"))
    #expect(picture.width == 320 && picture.height == 180)
    #expect(NumberedPicture.number(in: picture.signature) == min(frame, 49))
  }

  @Test("A JPEG far into a video comes by way of the index")
  func far() throws {
    let video = MemorySource(
      try Fixtures.video(seconds: MediaTime(30), width: 160, height: 120) { $0.keyframeInterval = 10 },
      name: "v")
    let picture = try Thumbnail.read(
      MemorySource(try Thumbnail.jpeg(of: video, at: MediaTime(20)), name: "cover"))
    #expect(NumberedPicture.number(in: picture.signature) == 500)
  }

  @Test("A JPEG is upright, has square pixels and no side above the ceiling")
  func size() throws {
    let turned = MemorySource(try Fixtures.video(rotation: 90), name: "video")
    let upright = try Thumbnail.read(MemorySource(try Thumbnail.jpeg(of: turned, at: .zero), name: "cover"))
    #expect(upright.width == 180 && upright.height == 320)
    let wide = MemorySource(try Fixtures.video { $0.pixelAspect = (2, 1) }, name: "video")
    let square = try Thumbnail.read(
      MemorySource(try Thumbnail.jpeg(of: wide, at: .zero, maximumSide: 320), name: "cover"))
    #expect(square.width == 320 && square.height == 90)
  }

  @Test("Pixels of absurd shape do not make a picture of gigabytes")
  func absurdPixels() throws {
    let video = MemorySource(try Fixtures.video { $0.pixelAspect = (170, 1) }, name: "video")
    let picture = try Thumbnail.read(MemorySource(try Thumbnail.jpeg(of: video, at: .zero), name: "cover"))
    #expect(picture.width == 16_384)
    #expect(picture.height == 54)
  }

  @Test(
    "A still picture is read, whatever its format and size",
    arguments: [("mjpeg", 320, 180), ("mjpeg", 321, 181), ("libwebp", 320, 180), ("png", 64, 64)])
  func stills(codec: String, width: Int, height: Int) throws {
    let image = try Fixtures.image(NumberedPicture.make(0x3C3C, width: width, height: height), codec: codec)
    let read = try Thumbnail.read(MemorySource(image, name: "image"))
    #expect(read.width == width && read.height == height)
    #expect(NumberedPicture.number(in: read.signature) == 0x3C3C)
  }

  @Test(
    "Bytes appended to a JPEG do no harm, missing ones do, however large it is", arguments: [0, 7, 200_000])
  func end(appended: Int) throws {
    let trailer = [UInt8](repeating: 0xFF, count: appended)
    let noise = NumberedPicture.make(1, width: 1280, height: 720, seed: 9)
    for image in [try Fixtures.image(), try Fixtures.image(noise)] {
      _ = try Thumbnail.read(MemorySource(image + trailer, name: "whole"))
      let error = #expect(throws: MediaError.self) {
        _ = try Thumbnail.read(MemorySource(Array(image.dropLast(400)) + trailer, name: "cut"))
      }
      #expect(error?.code == .truncated)
    }
  }

  @Test("What holds no picture is told apart")
  func refused() throws {
    let cases: [([UInt8], MediaError.Code)] = [
      (Array(try Fixtures.image().dropLast(600)), .truncated), (Fixtures.page(), .notMedia), ([], .notMedia),
      (try Fixtures.audio(), .noSuchStream),
    ]
    for (bytes, code) in cases {
      let error = #expect(throws: MediaError.self) { _ = try Thumbnail.read(MemorySource(bytes, name: "x")) }
      #expect(error?.code == code)
    }
  }

  @Test(
    "A stamp is seen on black and on white, and the meter follows the sound", arguments: [UInt8(16), 235])
  func stamp(background: UInt8) throws {
    let directory = try TemporaryDirectory()
    let writer = try MovieWriter.create(
      path: directory.file("source"),
      video: VideoSpec(width: 320, height: 180, frameDuration: MediaTime(1, 25)), audio: nil)
    for _ in 0..<50 { try writer.append(Picture(width: 320, height: 180, luma: background)) }
    try writer.finish()
    // A second of silence, then a loud tone.
    let tone = Fixtures.samples(of: .tone(sampleRate: 16_000), seconds: MediaTime(1))
    let sound = try MovieWriter.create(
      path: directory.file("sound"), format: "wav", video: nil, audio: AudioSpec(sampleRate: 16_000))
    try sound.append(Array(repeating: Float(0), count: 16_000) + tone)
    try sound.finish()
    _ = try Render.run(
      video: FileSource(path: directory.file("source")), audio: FileSource(path: directory.file("sound")),
      stretches: [Render.Stretch(from: .zero, lasting: MediaTime(2))],
      to: directory.file("out.mp4"),
      options: Render.Options(stamp: "SANDBOX"))
    let out = try FileSource(path: directory.file("out.mp4"))
    let frames = try DecodedMedia.decode(out).frames.compactMap(\.signature)
    let quiet = try #require(frames.first), loud = try #require(frames.last)
    // The word: bright letters on a dark plate, upper left.
    let word = (1..<5).flatMap { row in (1..<12).map { quiet.luma[row * 48 + $0] } }
    #expect((word.max() ?? 0) > 120 && (word.min() ?? 255) < 100)
    // The meter: the left of the bottom row lights up with the sound.
    let (dark, lit) = (quiet.luma[45 * 48 + 6], loud.luma[45 * 48 + 6])
    #expect(Int(lit) > Int(dark) + 40)
    // What lies between is the picture itself.
    #expect(abs(Int(quiet.luma[24 * 48 + 24]) - (background == 16 ? 0 : 255)) < 8)
  }
}
