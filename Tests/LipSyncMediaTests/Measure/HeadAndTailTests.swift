import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

/// Sources of which only the head and the tail are read.
@Suite("Head and tail", .enabled(if: FFmpegProgram.isInstalled, "the ffmpeg program is not installed"))
struct HeadAndTailTests {
  /// Twelve seconds and a bit of sound, 2.3 MB of it.
  private static let sound = ["-f", "lavfi", "-i", "sine=f=330:r=48000:d=12.345,tremolo=5", "-ac", "2"]
  private static let samples: Int64 = 12_345 * 48

  private static func made(_ name: String, _ options: [String]) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    try #require(try FFmpegProgram.run(options + [directory.file(name)]))
    return try directory.read(name)
  }

  /// Probes the bytes as those of a server, and as those of a file.
  private static func probe(_ bytes: [UInt8]) throws -> [(info: MediaInfo, bytesRead: Int64)] {
    try [true, false].map { isRemote in
      let source = CountedBytes(bytes, isRemote: isRemote)
      return (try MediaInfo.probeBlocking(source, deadline: .after(.seconds(60))), source.bytesRead)
    }
  }

  @Test(
    "Uncompressed sound is as long as its bytes",
    arguments: ["sound.wav", "sound.w64", "sound.aiff", "sound.caf", "sound.au"])
  func uncompressed(_ name: String) throws {
    for (info, read) in try Self.probe(try Self.made(name, Self.sound)) {
      #expect(info.audio?.duration == MediaTime(Self.samples, 48_000))
      #expect(info.isDurationExact && info.durationMethod == .index)
      #expect(read < 600_000, "\(read) bytes")
    }
  }

  /// What the header of a WAV file may state, and what plays: as many samples as there are up to where it says they end.
  @Test(
    "A WAV file's header is believed about where samples end, and about nothing else",
    arguments: [
      (size: nil, cut: 0, tail: 0), (size: UInt32.max, cut: 0, tail: 0), (size: 0, cut: 0, tail: 0),
      (size: 1_900_000, cut: 0, tail: 0), (size: nil, cut: 100_001, tail: 0), (size: nil, cut: 0, tail: 5000),
      (size: UInt32.max, cut: 3, tail: 0),
    ] as [(UInt32?, Int, Int)])
  func misstated(_ size: UInt32?, _ cut: Int, _ tail: Int) throws {
    var bytes = try Self.made("sound.wav", Self.sound + ["-bitexact"])
    if let size { for place in 0..<4 { bytes[40 + place] = UInt8(truncatingIfNeeded: size >> (8 * place)) } }
    bytes.removeLast(cut)
    if tail > 0 {
      bytes +=
        Array("LIST".utf8) + [UInt8(tail & 255), UInt8(tail >> 8), 0, 0] + [UInt8](repeating: 65, count: tail)
    }
    let options = DecodedMedia.Options(signatures: false, envelope: false)
    let truth = try DecodedMedia.decode(MemorySource(bytes, name: "sound.wav"), options: options)
    for (info, _) in try Self.probe(bytes) {
      #expect(info.audio?.duration == truth.audioDuration)
    }
  }

  @Test("What is coded and calls itself PCM is told, and decoded", arguments: ["ac3", "dca", "libmp3lame"])
  func disguised(_ codec: String) throws {
    let directory = try TemporaryDirectory()
    let (coded, disguised) = (directory.file("coded"), directory.file("disguised.wav"))
    let format = ["ac3": "ac3", "dca": "dts", "libmp3lame": "mp3"][codec] ?? ""
    try #require(
      try FFmpegProgram.run(
        ["-f", "lavfi", "-i", "sine=r=48000:d=9", "-ac", "2", "-c:a", codec, "-strict", "-2", "-b:a", "320k"]
          + ["-f", format, coded]))
    try #require(
      try FFmpegProgram.run(["-f", "s16le", "-ar", "48000", "-ac", "2", "-i", coded, "-c", "copy", disguised])
    )
    let bytes = try directory.read("disguised.wav")
    let options = DecodedMedia.Options(signatures: false, envelope: false)
    let truth = try DecodedMedia.decode(MemorySource(bytes, name: "disguised"), options: options)
    for (info, _) in try Self.probe(bytes) {
      #expect(info.audio?.codec == format)
      #expect(!info.isDurationExact || info.audio?.duration == truth.audioDuration)
    }
  }

  @Test("A stated number of samples that leads behind the last one is given up")
  func wrongFact() throws {
    var bytes = try Self.made("sound.wav", Self.sound + ["-bitexact", "-c:a", "pcm_f32le"])
    let fact = try #require((0..<100).first { bytes[$0..<$0 + 4].elementsEqual("fact".utf8) })
    for place in 0..<4 { bytes[fact + 8 + place] = 0x70 }
    bytes += Array("LIST".utf8) + [0, 0, 16, 0] + [UInt8](repeating: 65, count: 1 << 20)
    for (info, _) in try Self.probe(bytes) {
      #expect(info.audio?.duration == MediaTime(Self.samples, 48_000))
      #expect(info.isDurationExact)
    }
  }

  /// A recording of moving pictures: Opus would take minutes to fill 2 MiB.
  private static func recording(sound: Bool, _ options: [String] = []) throws -> [UInt8] {
    let pictures = ["-f", "lavfi", "-i", "nullsrc=s=160x120:r=25:d=12.32,geq=random(1)*255:128:128"]
    let codec = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-threads", "1"]
    return try made(
      "recording.mkv",
      pictures + (sound ? Self.sound : []) + codec
        + (sound ? ["-b:v", "100k", "-c:a", "pcm_s16le"] : ["-b:v", "4M", "-qmax", "20"]) + options
        + ["-live", "1", "-write_crc32", "0"])
  }

  @Test("A remote recording without length is measured by its ends")
  func recording() throws {
    let bytes = try Self.recording(sound: false)
    try #require(bytes.count > 3 << 20)
    let outcomes = try Self.probe(bytes)
    #expect(outcomes.map(\.info.isDurationExact) == [false, true])
    for (info, _) in outcomes {
      #expect(info.headerDuration == nil)
      #expect(info.duration == MediaTime(12_320, 1000))
      #expect(
        info.video?.frameRate.map { abs($0 - 25) < 0.1 } == true && info.video?.isVariableFrameRate == false)
    }
    #expect(outcomes.map(\.info.durationMethod) == [.index, .packets])
    #expect(outcomes[0].bytesRead < bytes.count / 2)
  }

  @Test("Sound beside the pictures of such a recording is as long as its clock says")
  func recordingWithSound() throws {
    let bytes = try Self.recording(sound: true)
    try #require(bytes.count > 2 << 20)
    let outcomes = try Self.probe(bytes)
    #expect(outcomes.map(\.info.durationMethod) == [.index, .packets])
    #expect(outcomes.map(\.info.isDurationExact) == [false, true])
    for (info, _) in outcomes {
      let length = try #require(info.audio?.duration)
      #expect(abs(length.seconds - 12.345) < 0.03)
      #expect(info.video?.duration == MediaTime(12_320, 1000))
    }
    #expect(outcomes[0].bytesRead < bytes.count / 2)
  }

  /// Fragments of a second and some 300 kB each.
  private static func fragments(_ flags: String) throws -> [UInt8] {
    try made(
      "fragments.mp4",
      [
        "-f", "lavfi", "-i", "nullsrc=s=160x120:r=25:d=6,geq=random(1)*255:128:128", "-f", "lavfi", "-i",
        "sine=d=6",
      ]
        + [
          "-c:v", "libx264", "-preset", "ultrafast", "-qp", "12", "-g", "25", "-c:a", "aac", "-movflags",
          flags,
        ])
  }

  @Test(
    "Of far fragments behind a URL, their indexes are read, also where a list of segments names them",
    arguments: ["empty_moov", "separate_moof", "dash+global_sidx"])
  func farFragments(_ flag: String) throws {
    let bytes = try Self.fragments("frag_keyframe+\(flag)")
    let outcomes = try Self.probe(bytes)
    #expect(outcomes.map(\.info.durationMethod) == [.index, .packets])
    #expect(outcomes.allSatisfy { $0.info.isDurationExact })
    #expect(
      outcomes[0].info.video == outcomes[1].info.video && outcomes[0].info.audio == outcomes[1].info.audio)
    #expect(outcomes[0].bytesRead < bytes.count * 3 / 4)
  }

  @Test("Nothing is announced to a source beyond the read limit", arguments: [16 << 10, 1 << 20] as [Int64])
  func hints(_ limit: Int64) throws {
    let flags = "frag_every_frame+empty_moov"
    let source = CountedBytes(try Self.fragments(flags), isRemote: true)
    _ = try MediaInfo.probeBlocking(source, readLimit: limit, deadline: .after(.seconds(60)))
    #expect(source.bytesExpected <= limit)
    let unbounded = CountedBytes(try Self.fragments(flags), isRemote: true)
    _ = try MediaInfo.probeBlocking(unbounded, deadline: .after(.seconds(60)))
    #expect(unbounded.bytesExpected >= unbounded.size ?? 0)
  }

  @Test("A recording that breaks off within its last block is not whole, and says so at both prices")
  func cutRecording() throws {
    let bytes = try Self.recording(sound: false)
    for (info, _) in try Self.probe(Array(bytes.dropLast(50))) {
      #expect(info.isTruncated && !info.isDurationExact)
    }
  }

  @Test("A recording whose clock starts anew is never called exact by its ends")
  func clockStartsAnew() throws {
    let once = try Self.recording(sound: false)
    let first = try #require(
      once.indices.first { once[$0..<$0 + 4].elementsEqual([0x1F, 0x43, 0xB6, 0x75]) })
    let outcomes = try Self.probe(once + once[first..<first + once.count / 4])
    #expect(outcomes.allSatisfy { !$0.info.isDurationExact || $0.info.durationMethod != .index })
  }
}

/// Bytes that count what is read of them: sound because one probe at a time reads them.
private final class CountedBytes: ByteSource, @unchecked Sendable {
  let name = "counted"
  let isRemote: Bool
  private let source: MemorySource
  private(set) var bytesRead: Int64 = 0
  private(set) var bytesExpected: Int64 = 0

  init(_ bytes: [UInt8], isRemote: Bool) {
    source = MemorySource(bytes, name: name)
    self.isRemote = isRemote
  }

  var size: Int64? { source.size }

  func willRead(_ ranges: [Range<Int64>], deadline: Deadline) {
    bytesExpected += ranges.reduce(0) { $0 + Int64($1.count) }
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws -> Int {
    let count = try source.read(at: offset, into: buffer, deadline: deadline)
    bytesRead += Int64(count)
    return count
  }
}
