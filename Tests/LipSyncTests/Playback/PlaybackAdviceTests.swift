import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

@Suite("PlaybackAdvice")
struct PlaybackAdviceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let video: Int64
    let audio: Int64
    var frame: Int64?
    let type: PlaybackType
    /// Milliseconds.
    init(_ video: Int64, _ audio: Int64, frame: Int64? = nil, _ type: PlaybackType) {
      (self.video, self.audio, self.frame, self.type) = (video, audio, frame, type)
    }
    var testDescription: String { "\(video) ms, \(audio) ms, frame \(frame ?? 0) ms: \(type.rawValue)" }
  }

  @Test(
    "auto picks by the rules of the contract",
    arguments: [
      Row(6000, 6000, .normal), Row(9000, 6000, .normal), Row(6000, 6040, .normal),
      Row(6000, 6041, .normalReverseByAudio), Row(6000, 6041, frame: 42, .normal),
      Row(6000, 6042, frame: 41, .normalReverseByAudio), Row(6000, 12000, .normalReverse),
      Row(6000, 11500, .normalReverse), Row(6000, 11499, .normalReverseByAudio),
      Row(6000, 12500, .normalReverse),
      Row(6000, 12501, .normalReverseByAudio), Row(6000, 18100, .normalReverse),
      Row(6000, 10400, .normalReverseByAudio),
      Row(6000, 6400, .normalReverseByAudio), Row(1000, 1500, .normalReverse),
    ])
  func table(row: Row) {
    let advice = PlaybackAdvice.make(
      video: MediaTime(row.video, 1000), audio: MediaTime(row.audio, 1000),
      frame: row.frame.map { MediaTime($0, 1000) })
    #expect(advice.recommended == row.type)
    #expect(advice.options.map(\.type) == PlaybackType.allCases)
    #expect(ReadBack.loss(of: advice) == nil)
    for option in advice.options {
      #expect(option.note.hasPrefix(option.type == row.type ? "Advised: " : "Not advised: "))
      #expect(option.note.hasSuffix("."))
    }
    #expect(advice.reason.contains(MediaTime(row.audio, 1000).short))
  }

  @Test("ranges stand where the service documents nothing, and only there")
  func ranges() throws {
    let advice = PlaybackAdvice.make(video: MediaTime(6), audio: MediaTime(10), frame: nil)
    #expect(try #require(advice.option(.normal)).output == MediaTime(6)...MediaTime(10))
    #expect(try #require(advice.option(.normalReverse)).output == MediaTime(10)...MediaTime(12))
    #expect(try #require(advice.option(.normalReverseByAudio)).output == MediaTime(10)...MediaTime(10))
    let longer = PlaybackAdvice.make(video: MediaTime(10), audio: MediaTime(6), frame: nil)
    for option in longer.options { #expect(option.output == MediaTime(6)...MediaTime(10)) }
  }

  @Test("the document has the contract's members in the contract's order")
  func json() {
    let advice = PlaybackAdvice.make(video: MediaTime(6), audio: MediaTime(12), frame: nil)
    let text = advice.json.text
    #expect(text.hasPrefix(#"{"recommended":"normal_reverse","reason":"The audio (12.00 s) is 2 passes"#))
    #expect(
      text.contains(
        #"{"playback_type":"normal_reverse","output_seconds":{"low":12,"high":12},"credits":{"low":0.10,"high":0.10},"reversals":[6],"note":"Advised: "#
      ))
  }

  @Test(
    "lengths in sentences have two decimals, and a third where there is one",
    arguments: [
      (MediaTime(6), "6.00 s"), (MediaTime(6006, 1000), "6.006 s"), (MediaTime(-1, 2), "-0.50 s"),
      (.zero, "0.00 s"),
      (MediaTime(1, 3), "0.333 s"), (MediaTime(65), "65.00 s"),
    ])
  func short(time: MediaTime, text: String) { #expect(time.short == text) }
}
