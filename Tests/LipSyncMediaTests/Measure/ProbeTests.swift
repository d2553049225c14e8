import LipSyncMediaReading
import TestSupport
import Testing

/// What a probe says of media whose making is known.
@Suite struct ProbeTests {
  private func probe(_ bytes: [UInt8]) throws -> MediaInfo {
    try MediaInfo.probeBlocking(MemorySource(bytes, name: "fixture"), deadline: .after(.seconds(60)))
  }

  @Test func videoWithSound() throws {
    let info = try probe(
      try Fixtures.video(seconds: MediaTime(2), frameRate: MediaTime(30000, 1001), audio: .speech()))
    let video = try #require(info.video)
    #expect(video.codec == "h264")
    #expect((video.width, video.height) == (320, 180))
    #expect(video.frames == 60)
    #expect(video.duration == MediaTime(60 * 1001, 30000))
    #expect(try abs(#require(video.frameRate) - 30000 / 1001) < 0.001)
    #expect(!video.isVariableFrameRate)
    #expect(video.rotation == 0)
    #expect(video.pixelFormat == "yuv420p")
    #expect(info.duration == video.duration)
    #expect(info.isDurationExact)
    #expect(!info.isImage)
    #expect(!info.isTruncated)
    #expect(info.audio?.codec == "aac")
    #expect(info.audio?.sampleRate == 16_000)
    #expect(info.audio?.channels == 1)
  }

  @Test(arguments: [("mp4", true), ("matroska", true), ("mpegts", true), ("mov", true)])
  func containers(_ format: String, exact: Bool) throws {
    let info = try probe(try Fixtures.video(seconds: MediaTime(2), audio: .speech(), format: format))
    let length = try #require(info.video?.duration).seconds
    #expect(abs(length - 2) <= 0.041)
    #expect(info.video?.frames == 50)
    #expect(info.isDurationExact == exact)
    #expect(try abs(#require(info.audio?.duration).seconds - 2) < 0.13)
  }

  @Test(arguments: [90, 180, 270])
  func rotation(_ degrees: Int) throws {
    let info = try probe(try Fixtures.video(rotation: degrees))
    #expect(info.video?.rotation == degrees)
    #expect(info.video?.width == 320)
  }

  @Test func variableFrameRate() throws {
    let directory = try TemporaryDirectory()
    let lengths = (0..<20).map { MediaTime($0 % 3 == 0 ? 100 : 40, 1000) }
    try Fixtures.writeVideo(to: directory.file("v.mp4"), lengths: lengths)
    let info = try MediaInfo.probeBlocking(try FileSource(path: directory.file("v.mp4")))
    #expect(info.video?.isVariableFrameRate == true)
    #expect(info.video?.frames == 20)
    #expect(info.video?.duration == lengths.reduce(.zero, +))
  }

  @Test func soundAlone() throws {
    let info = try probe(try Fixtures.audio(seconds: MediaTime(3, 2), sampleRate: 44_100, channels: 2))
    #expect(info.video == nil)
    #expect(info.audio?.duration == MediaTime(3, 2))
    #expect(info.duration == MediaTime(3, 2))
    #expect(info.audio?.channels == 2)
    #expect(info.isDurationExact)
    #expect(info.headerDuration == MediaTime(3, 2))
  }

  @Test("A WAV that was piped states no size and is measured all the same")
  func pipedSound() throws {
    var bytes = try Fixtures.audio(seconds: MediaTime(3, 2))
    let data = try #require((0..<bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual("data".utf8) })
    for offset in [4, data + 4] { bytes.replaceSubrange(offset..<offset + 4, with: [255, 255, 255, 255]) }
    let info = try probe(bytes)
    #expect(info.audio?.duration == MediaTime(3, 2))
    #expect(info.isDurationExact)
    #expect(!info.isTruncated)
  }

  @Test(arguments: ["mjpeg", "png"])
  func still(_ codec: String) throws {
    let info = try probe(try Fixtures.image(codec: codec))
    #expect(info.isImage)
    #expect(info.duration == nil)
    #expect(info.video?.width == 320)
  }

  @Test("A read limit leaves the container's claim, said to be inexact")
  func readLimit() throws {
    let bytes = try Fixtures.video(seconds: MediaTime(4), audio: .speech())
    let info = try MediaInfo.probeBlocking(MemorySource(bytes, name: "fixture"), readLimit: 1)
    #expect(!info.isDurationExact)
    #expect(info.durationMethod == .header)
    #expect(try abs(#require(info.duration).seconds - 4) < 0.1)
  }

  @Test("Brands of ISO files that hold pictures are pictures, even where no decoder opens them")
  func pictureBrand() throws {
    var bytes: [UInt8] = [0, 0, 0, 16] + Array("ftypheic".utf8) + [0, 0, 0, 0]
    bytes += [0, 0, 0, 8] + Array("meta".utf8)
    #expect(try probe(bytes).isImage)
  }

  @Test("A file is probed off Swift's own threads, in time, and stops when its task does")
  func path() async throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(
      await onBlockingThread { try Fixtures.audio(seconds: MediaTime(2)) }, as: "a.wav")
    let info = try await MediaInfo.probe(path: path)
    let same = try await onBlockingThread { try MediaInfo.probeBlocking(FileSource(path: path)) }
    #expect(info == same)
    let missing = await #expect(throws: MediaError.self) { try await MediaInfo.probe(path: path + "x") }
    #expect(missing?.code == .read)
    let late = await #expect(throws: MediaError.self) {
      try await MediaInfo.probe(path: path, timeout: .zero)
    }
    #expect(late?.code == .deadline)
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await MediaInfo.probe(path: path)
    }
    await #expect(throws: CancellationError.self) { try await cancelled.value }
  }
}
