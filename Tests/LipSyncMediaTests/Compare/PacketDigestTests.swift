import LipSyncMediaMaking
import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

@Suite struct PacketDigestTests {
  private static func digest(_ bytes: [UInt8], _ streams: PacketDigest.Streams = .all) async throws -> String
  {
    try await onBlockingThread {
      try PacketDigest.of(MemorySource(bytes, name: "fixture"), streams: streams).description
    }
  }

  @Test("A copy into another container is the same content; a cut one is not")
  func remux() async throws {
    let directory = try TemporaryDirectory()
    let whole = directory.file("whole.mp4")
    try await onBlockingThread {
      try Fixtures.writeVideo(
        to: whole, seconds: MediaTime(4), audio: .speech(sampleRate: 48_000),
        configure: { $0.keyframeInterval = 25 })
    }
    var digests: [String] = []
    for (name, options) in [("a.mkv", []), ("a.mov", []), ("cut.mp4", ["-ss", "1.5"])] as [(String, [String])]
    {
      try FFmpegProgram.run(options + ["-i", whole, "-c", "copy", directory.file(name)])
      digests.append(try await Self.digest(try directory.read(name)))
    }
    let original = try await Self.digest(try directory.read("whole.mp4"))
    #expect(digests[0] == original && digests[1] == original && original.count == 64)
    #expect(digests[2] != original)
  }

  @Test("Another picture, another sound, another length, another speed and another turn are other contents")
  func others() async throws {
    let files = try await onBlockingThread {
      [
        try Fixtures.video(seconds: MediaTime(2), audio: .speech()),
        try Fixtures.video(seconds: MediaTime(2), scene: .numbered(seed: 7), audio: .speech()),
        try Fixtures.video(seconds: MediaTime(2), audio: .speech(seed: 2)),
        try Fixtures.video(seconds: MediaTime(49, 25), audio: .speech()),
        try Fixtures.video(seconds: MediaTime(2), audio: .speech(), rotation: 90),
        try Fixtures.video(seconds: MediaTime(2)),
      ]
    }
    var seen: Set<String> = []
    for file in files { seen.insert(try await Self.digest(file)) }
    #expect(seen.count == files.count)
  }

  @Test("For an audio nothing but its sound counts")
  func soundAlone() async throws {
    let (one, other) = try await onBlockingThread {
      (
        try Fixtures.video(seconds: MediaTime(2), audio: .speech()),
        try Fixtures.video(seconds: MediaTime(2), scene: .black, audio: .speech())
      )
    }
    let (a, b) = (try await Self.digest(one, .audio), try await Self.digest(other, .audio))
    #expect(a == b)
  }

  @Test("What is no media throws, and a deadline is heeded")
  func refusals() async throws {
    #expect(throws: MediaError.self) { try PacketDigest.of(MemorySource([1, 2, 3], name: "x")) }
    let bytes = try await onBlockingThread { try Fixtures.video() }
    let error = #expect(throws: MediaError.self) {
      try PacketDigest.of(MemorySource(bytes, name: "x"), deadline: .after(.zero))
    }
    #expect(error?.code == .deadline)
  }
}
