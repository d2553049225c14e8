import LipSyncMediaReading
import Platform
import Testing

/// Real files that nobody here made, with lengths measured by a full decode.
@Suite("Corpus", .enabled(if: Corpus.root != nil, "LIPFLIGHT_CORPUS names no corpus"))
struct CorpusTests {
  @Test("Clean files are right within a frame or 50 ms, and no file is claimed exact and wrong")
  func lengths() async throws {
    let rows = try Corpus.rows()
    #expect(rows.count > 100)
    var right = 0
    var clean = 0
    var exact = 0
    for row in rows {
      let outcome = await row.probe()
      let faults = row.faults(outcome)
      if row.isClean {
        clean += 1
        if faults.isEmpty { right += 1 }
        if case .success(let info) = outcome, info.isDurationExact {
          exact += 1
        }
        #expect(faults.isEmpty, "\(row.path): \(faults.joined(separator: "; "))")
      } else if case .success(let info) = outcome, info.isDurationExact {
        #expect(faults.isEmpty, "\(row.path) is claimed exact: \(faults.joined(separator: "; "))")
      }
    }
    print("corpus: \(right) of \(clean) clean files right, \(exact) of them known to be exact")
  }

  @Test("What is no media is not taken for media that a job could use")
  func notMedia() async throws {
    for row in try Corpus.rows() where row.kind == "not media" {
      if case .success(let info) = await row.probe() {
        #expect(!info.isDurationExact || info.duration == nil, "\(row.path): \(info)")
      }
    }
  }
}

enum Corpus {
  static let root = ProcessInfo.processInfo.environment["LIPFLIGHT_CORPUS"]

  struct Row {
    let path: String
    let kind: String
    let video: Double?
    let audio: Double?
    let frames: Int?
    let isClean: Bool

    func probe() async -> Result<MediaInfo, any Error> {
      do {
        return .success(
          try await onBlockingThread {
            try MediaInfo.probeBlocking(
              try FileSource(path: "\(Corpus.root ?? "")/\(path)"), deadline: .after(.seconds(60)))
          })
      } catch { return .failure(error) }
    }

    /// What the outcome has wrong.
    func faults(_ outcome: Result<MediaInfo, any Error>) -> [String] {
      let known = (video ?? 0) > 0 || (audio ?? 0) > 0
      guard case .success(let info) = outcome else {
        guard known, case .failure(let error) = outcome else { return [] }
        return ["not probed: \(error)"]
      }
      var faults: [String] = []
      // A frame is what the truth's own count makes it; a rounding error of the table's four digits is allowed.
      let frame = max(0.04, (frames ?? 0) > 1 ? (video ?? 0) / Double(frames ?? 1) : 0.04) + 0.0006
      if let video, video > 0 {
        let found = info.video?.duration?.seconds ?? -1
        if abs(found - video) > frame { faults.append("video \(found), truth \(video)") }
      } else if kind != "image", !kind.hasPrefix("image"), let found = info.video?.duration?.seconds,
        found > frame
      {
        faults.append("video \(found), truth none")
      }
      if let audio, audio > 0 {
        let found = info.audio?.duration?.seconds ?? -1
        if abs(found - audio) > 0.05 { faults.append("audio \(found), truth \(audio)") }
      } else if let found = info.audio?.duration?.seconds, found > 0.05 {
        faults.append("audio \(found), truth none")
      }
      return faults
    }
  }

  static func rows() throws -> [Row] {
    guard let root else { return [] }
    let text = try String(contentsOf: URL(filePath: "\(root)/truth.tsv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard let names = lines.first else { return [] }
    return lines.dropFirst().map { fields in
      let field = { (name: String) -> String in
        names.firstIndex(of: name).map { $0 < fields.count ? fields[$0] : "" } ?? ""
      }
      return Row(
        path: field("path"), kind: field("kind"), video: Double(field("true_video_seconds")),
        audio: Double(field("true_audio_seconds")), frames: Int(field("video_frames")),
        isClean: field("clean_decode") == "yes")
    }
  }
}
