import LipSyncMediaReading
import Testing

/// The audio proof on real speech: the same words in another encoding against other people's.
@Suite("Corpus sound", .enabled(if: Corpus.root != nil, "LIPFLIGHT_CORPUS names no corpus"))
struct CorpusAudioMatchTests {
  /// Files of one family carry the same sound.
  private static let families = [
    ["0907_1.WAV", "0907_1.mp4", "result_voice.mp4", "result_voice_1.mp4"], ["1.wav"], ["1.mp4"], ["4.mp4"],
    ["demo1_audio.wav"], ["demo1_video.mp4"], ["demo2_audio.wav"],
  ]

  @Test("The same sound scores above 0.95 at its offset, other speech below 0.4")
  func separation() async throws {
    var tracks: [(family: Int, name: String, envelope: AudioEnvelope)] = []
    for row in try Corpus.rows() where row.path.hasPrefix("lipsync/") {
      let name = row.path.split(separator: "/").last.map(String.init) ?? ""
      guard let family = Self.families.firstIndex(where: { $0.contains(name) }) else { continue }
      let path = "\(Corpus.root ?? "")/\(row.path)"
      let envelope = try await onBlockingThread { try AudioEnvelope.decode(try FileSource(path: path)) }
      tracks.append((family, name, envelope))
    }
    #expect(tracks.count == 10)
    var (least, most) = (1.0, 0.0)
    for result in tracks {
      for sent in tracks {
        let match = try #require(AudioMatch.compare(result: result.envelope, sent: sent.envelope))
        if result.family == sent.family {
          least = min(least, match.similarity)
          #expect(match.similarity > 0.95, "\(result.name) and \(sent.name)")
          #expect(abs(match.offsetMilliseconds) <= 10, "\(result.name) and \(sent.name)")
        } else {
          most = max(most, match.similarity)
          #expect(match.similarity < 0.4, "\(result.name) and \(sent.name)")
        }
      }
    }
    print("corpus sound: the same \(least) and more, other speech \(most) and less")
  }
}
