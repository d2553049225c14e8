import LipSync
import Testing

@Suite("Estimates by length", .timeLimit(.minutes(2)))
struct EstimateTests {
  @Test(
    "Credits are exact and have two decimals",
    arguments: [
      ("60", "0.48"), ("125", "1.00"), ("0.5", "0.01"), ("156.25", "1.25"), ("156.250001", "1.26"),
      ("12.5", "0.10"),
    ])
  func credits(_ seconds: String, _ credits: String) async throws {
    let outcome = try await Tool.run(
      "estimate", "--video-seconds", seconds, "--audio-seconds", seconds, "--json")
    #expect(outcome.status == 0)
    #expect(outcome.out.contains("\"credits\":{\"low\":\(credits),\"high\":\(credits)},\"findings\":[]}"))
  }

  @Test("Three options, one recommended, the range over what is not documented")
  func options() async throws {
    let outcome = try await Tool.run(
      "estimate", "--video-seconds", "4.4", "--audio-seconds", "12.062", "--json")
    let document = try outcome.document()
    #expect(document.string("playback.recommended") == "normal_reverse_by_audio")
    #expect(document.count("playback.options") == 3)
    #expect(document.string("playback.options.0.playback_type") == "normal")
    #expect(document.number("playback.options.0.output_seconds.low") == 4.4)
    #expect(document.number("playback.options.0.output_seconds.high") == 12.062)
  }

  @Test("A type chosen by hand is the one that is priced")
  func chosen() async throws {
    let outcome = try await Tool.run(
      "estimate", "--video-seconds", "125", "--audio-seconds", "250", "--playback-type", "normal", "--json")
    let document = try outcome.document()
    #expect(document.number("credits.low") == 1)
    #expect(document.number("credits.high") == 2)
  }

  @Test("Without --json a person reads the choice first, without colour where nobody looks")
  func human() async throws {
    let outcome = try await Tool.run("estimate", "--video-seconds", "4.4", "--audio-seconds", "12.062")
    #expect(outcome.status == 0)
    #expect(outcome.out.hasPrefix("normal_reverse_by_audio: 12.062 s, 0.10 credits\n"))
    #expect(!outcome.out.contains("\u{1b}"))
    #expect(outcome.err.isEmpty)
  }
}
