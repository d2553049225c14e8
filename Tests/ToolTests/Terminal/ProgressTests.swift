import Testing

@testable import LipSync
@testable import lipflight

@Suite struct ProgressTests {
  @Test("Speed and the time that is left are told once there is something to tell them from")
  func pace() {
    let start = ContinuousClock.now
    func words(_ fraction: Double?, _ bytes: Int64?, from: (Double, Int64?) = (0, 0), after seconds: Double)
      -> [String]
    {
      var pace = Pace(start: start)
      pace.note(fraction: from.0, bytes: from.1)
      pace.note(fraction: fraction, bytes: bytes)
      return pace.words(at: start + .milliseconds(Int(seconds * 1000)))
    }
    #expect(words(0.5, 50_000_000, after: 0.5) == [])
    #expect(words(0.5, 50_000_000, after: 10) == ["5.0 MB/s", "10 s left"])
    // A download that is resumed at 40 %: a tenth took 10 s.
    #expect(words(0.5, 50_000_000, from: (0.4, 40_000_000), after: 10) == ["1.0 MB/s", "50 s left"])
    #expect(words(0.01, 1_000_000, after: 10) == ["100.0 kB/s"])
    #expect(words(nil, nil, from: (0, nil), after: 187) == ["3:07 min"])
    #expect(words(0.25, nil, from: (0, nil), after: 1200) == ["1:00:00 h left"])
    #expect(words(1, 5, after: 9) == ["0 bytes/s"])
  }

  @Test("Text is broken at spaces, by the columns that a terminal gives it")
  func wrapping() {
    #expect(wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(wrapped("one two three", to: 7, taken: 4) == ["one", "two", "three"])
    #expect(wrapped("日本語 日本語", to: 7) == ["日本語", "日本語"])
    #expect(wrapped("unbreakable", to: 3) == ["unbreakable"])
    #expect(wrapped("", to: 3) == [])
  }

  @Test(
    "A command that is mistyped is told which one was meant",
    arguments: [
      ("chek", "Did you mean 'check'?"), ("vreify", "Did you mean 'verify'?"),
      ("job", "Did you mean 'jobs'?"),
      ("dub", "`lipflight --help` lists them all."), ("video.mp4", "`lipflight --help` lists them all."),
    ])
  func mistyped(_ word: String, _ hint: String) async throws {
    let outcome = try await Tool.run(word, "a", "b")
    #expect(outcome.status == 64)
    #expect(outcome.err.contains("There is no command '\(word)'. \(hint)"), "\(outcome.err)")
  }

  @Test("On a terminal of 60 columns no line of a finding is wider, and no word is torn")
  func narrow() {
    let message =
      "The audio's header states 14.89 s, but it lasts 14.814 s when every packet is read to the end."
    let finding = Finding(
      .mediaDurationMisstated, about: .audio, message,
      remedy: "Send it as it is, or have it written anew.")
    let lines = FindingText.lines([finding], Style(isColoured: false, width: 60))
    #expect(lines.count > 3 && lines.allSatisfy { TerminalText.width($0) <= 60 }, "\(lines)")
    let text = lines.map { String($0.drop { $0 == " " }) }.joined(separator: " ")
    #expect(text.contains(message))
    #expect(FindingText.lines([finding], Style(isColoured: false)).count == 2)
  }
}
