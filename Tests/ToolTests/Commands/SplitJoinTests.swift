import Foundation
import LipSyncMedia
import LipSyncMediaMaking
import LipSyncMediaReading
import TestSupport
import Testing

@testable import LipSync

@Suite("lipflight mend --split and lipflight join", .timeLimit(.minutes(5)))
struct SplitJoinTests {
  /// A clip of numbered pictures and a speech with two pauses, far longer than it.
  struct Pair {
    var directory: String
    var video: String { directory + "/clip.mp4" }
    var audio: String { directory + "/speech.wav" }
    var parts: String { directory + "/parts" }
    var manifest: String { parts + "/speech-parts.jsonl" }

    init(_ directory: String, frameRate: MediaTime = MediaTime(25)) throws {
      self.directory = directory
      try Fixtures.writeVideo(
        to: video, seconds: MediaTime(3), frameRate: frameRate, width: 160, height: 96, audio: .tone())
      var samples = Fixtures.samples(of: .speech(seed: 5, sampleRate: 24_000), seconds: MediaTime(11))
      for range in [84_000..<93_600, 170_000..<178_000] {
        for index in range { samples[index] = 0 }
      }
      let writer = try MovieWriter.create(
        path: audio, format: "wav", video: nil, audio: AudioSpec(sampleRate: 24_000, channels: 1))
      try writer.append(samples)
      try writer.finish()
    }

    func split(_ more: String...) async throws -> Document {
      let outcome = try await Tool.run(
        program: Tool.path,
        ["mend", video, audio, "--split", "--max-length", "4", "-o", parts, "--json"] + more)
      #expect(outcome.status == 0, "\(outcome.out) \(outcome.err)")
      return try outcome.document()
    }
  }

  private static func decode(_ path: String) throws -> DecodedMedia {
    try DecodedMedia.decode(FileSource(path: path), options: .init(details: false), deadline: .none)
  }

  /// The numbers that the pictures of a file show.
  private static func numbers(_ path: String) throws -> [Int?] {
    try decode(path).frames.map { $0.signature.flatMap { NumberedPicture.number(in: $0) } }
  }

  @Test(
    "The parts' videos carry on where the one before ended, and their sounds are the whole, to the sample",
    arguments: ["normal", "normal_reverse", "normal_reverse_by_audio"])
  func phase(_ type: String) async throws {
    try await withTemporaryDirectory { directory in
      let pair = try Pair(directory)
      let document = try await pair.split("--playback-type", type)
      let count = try #require(document.count("split.parts"))
      #expect(count == 3 && document.string("split.playback_type") == type)
      var shown: [Int?] = []
      var samples = Data()
      for part in 0..<count {
        let audio = try #require(document.string("split.parts.\(part).audio"))
        let video = try #require(document.string("split.parts.\(part).video"))
        let pictures = try Self.numbers(video)
        #expect(Double(pictures.count) == document.number("split.parts.\(part).pictures"))
        #expect(document.number("split.parts.\(part).offset_samples") == 0)
        if part < count - 1 {
          #expect(document["split.parts.\(part).cut.pause"] as? Bool == true)
          #expect(document.isNull("split.parts.\(part).cut.level_dbfs"))
        }
        shown += pictures
        samples += try Self.samples(audio)
      }
      // As one job would show them: 75 pictures, over and over, or there and back.
      let wanted = (0..<shown.count).map { number in
        let (pass, place) = (number / 75, number % 75)
        return type != "normal" && pass % 2 == 1 ? 74 - place : place
      }
      #expect(shown == wanted)
      #expect(try samples == Self.samples(pair.audio))
      #expect(try FileManager.default.contentsOfDirectory(atPath: pair.parts).count == 7)
    }
  }

  /// The samples of a WAV file, as they are stored.
  private static func samples(_ path: String) throws -> Data {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let name = try #require(bytes.firstRange(of: Data("data".utf8)))
    return bytes[(name.upperBound + 4)...]
  }

  @Test("From a long speech to a joined result, through a batch at the sandbox")
  func endToEnd() async throws {
    try await BatchBench.run { bench in
      let pair = try Pair(bench.directory, frameRate: MediaTime(30000, 1001))
      let document = try await pair.split()
      #expect(document.string("manifest") == pair.manifest)
      let plan = try await bench.tool("plan", pair.manifest, "--allow-private")
      #expect(plan.status == 0 && plan.out.contains("3 jobs"), "\(plan.out) \(plan.err)")
      let run = try await bench.work(["run", pair.manifest, "-o", bench.out])
      #expect(run.status == 0, "\(run.err)")

      let joined = bench.directory + "/joined.mp4"
      let dry = try await Tool.run("join", pair.manifest, bench.out, "--dry-run", "--json")
      #expect(try dry.status == 0 && dry.document().string("state") == "planned", "\(dry.out) \(dry.err)")
      let outcome = try await Tool.run("join", pair.manifest, bench.out, "-o", joined, "--json")
      try #require(outcome.status == 0, "\(outcome.out) \(outcome.err)")
      let report = try outcome.document()
      #expect(report.string("state") == "joined" && report.string("sound_from") == "original")
      #expect(report.number("samples") == 264_000 && report.number("offset_samples") == 0)
      #expect(report["pictures_copied"] as? Bool == true)

      let file = try Self.decode(joined)
      #expect(file.frames.count == 330 && file.errorCount == 0)
      #expect(Double(file.frames.count) == report.number("frames"))
      // The sound is the whole one, and each picture the one that belongs there.
      let wanted = (0..<330).map { ($0 / 90) % 2 == 1 ? 89 - $0 % 90 : $0 % 90 }
      #expect(try Self.numbers(joined) == wanted)
      let found = try #require(file.envelope)
      let sent = try #require(try Self.decode(pair.audio).envelope)
      let match = try #require(AudioMatch.compare(result: found, sent: sent))
      #expect(match.similarity > 0.95 && abs(match.offsetMilliseconds) < 3, "\(match)")

      let again = try await Tool.run("join", pair.manifest, bench.out, "-o", joined)
      #expect(again.status == 64 && again.err.contains("is there already"), "\(again.err)")
    }
  }

  @Test("Results that are missing, out of order or of another size are told, and nothing is written")
  func refuses() async throws {
    try await withTemporaryDirectory { directory in
      let pair = try Pair(directory)
      _ = try await pair.split()
      var results: [String] = []
      for part in 1...3 {
        // A result as a service would make it: the part's video with its sound.
        let result = directory + "/r\(part).mp4"
        let stem = pair.parts + "/"
        let length = try #require(try Self.decode(stem + "clip-part-0\(part).mp4").videoDuration)
        _ = try Render.run(
          video: FileSource(path: stem + "clip-part-0\(part).mp4"),
          audio: FileSource(path: stem + "speech-part-0\(part).wav"),
          stretches: [.init(from: .zero, lasting: length)], to: result)
        results.append(result)
      }
      let small = directory + "/small.mp4"
      try Fixtures.writeVideo(to: small, seconds: MediaTime(3), width: 96, height: 64, audio: .speech())
      let target = directory + "/joined.mp4"
      let rows: [(results: [String], status: Int32, words: String)] = [
        (Array(results.dropLast()), 1, "2 results are named for 3 parts"),
        ([results[1], results[0], results[2]], 1, "It is that of part 2: the results are out of order"),
        ([results[0], small, results[2]], 1, "96 x 64 pixels, those of part 1 160 x 96"),
        ([results[0], results[1], directory + "/none.mp4"], 1, "There is no file"),
        ([results[0], Tool.page, results[2]], 1, "page.mp4"),
        (results, 0, "JOINED"),
      ]
      for row in rows {
        let outcome = try await Tool.run(
          program: Tool.path, ["join", pair.manifest] + row.results + ["-o", target])
        #expect(outcome.status == row.status, "\(row.words): \(outcome.out) \(outcome.err)")
        #expect((outcome.out + outcome.err).contains(row.words), "\(outcome.out) \(outcome.err)")
        #expect(FileManager.default.fileExists(atPath: target) == (row.status == 0))
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasPrefix(".") }.isEmpty)
      let foreign = try await Tool.run("join", Tool.root.path + "/samples/pairs.csv", directory, "-o", target)
      #expect(foreign.status == 64, "\(foreign.err)")
    }
  }

  @Test("Options that belong together are asked for together; a source that cannot be split is said")
  func usage() async throws {
    try await withTemporaryDirectory { directory in
      for arguments in [
        ["mend", Tool.speech, "--max-length", "60", "-o", directory],
        ["mend", Tool.speech, "--split", "--max-length", "1", "-o", directory],
        ["mend", Tool.speech, Tool.speech, Tool.speech, "--split", "-o", directory],
        ["join", "a.jsonl", directory, "-o", directory + "/a.mkv"], ["join", "a.jsonl", directory],
      ] {
        let outcome = try await Tool.run(program: Tool.path, arguments)
        #expect(outcome.status == 64, "\(arguments): \(outcome.err)")
      }
      let page = try await Tool.run("mend", Tool.clip, Tool.page, "--split", "-o", directory + "/p", "--json")
      #expect(page.status == 1)
      #expect(try page.document().string("sources.1.state") == "hopeless")
      #expect(!FileManager.default.fileExists(atPath: directory + "/p"))
      let alone = try await Tool.run("mend", Tool.speech, "--split", "-o", directory + "/s", "--json")
      #expect(alone.status == 0, "\(alone.err)")
      #expect(try alone.document().isNull("manifest"))
      #expect(try alone.document().count("split.parts") == 1)
    }
  }
}
