import LipSyncMedia
import Testing

@testable import LipSync

@Suite("Credits")
struct CreditsTests {
  @Test(
    "125 seconds are one credit, rounded up to hundredths",
    arguments: [
      (MediaTime(60), "0.48"), (MediaTime(125), "1.00"), (MediaTime(1, 2), "0.01"),
      (MediaTime(15625, 100), "1.25"),
      (MediaTime(125, 100), "0.01"), (MediaTime(125, 10), "0.10"), (.zero, "0.00"), (MediaTime(250), "2.00"),
      (MediaTime(30), "0.24"), (MediaTime(-5), "0.00"), (MediaTime(1, 90000), "0.01"),
      (MediaTime(1_000_000_000), "8000000.00"),
    ])
  func table(output: MediaTime, text: String) {
    #expect(Credits(output: output).text == text)
  }

  @Test(
    "one tick more costs the next hundredth, one tick less does not cost the one before",
    arguments: [60, 125, 0.5, 156.25, 1.25, 12.5].map { MediaTime(Int64($0 * 100), 100) },
    [(1, 44100), (1, 48000), (1001, 30000), (1, 90000), (1, 12800), (1, 1_000_000)])
  func neighbours(output: MediaTime, base: (Int64, Int64)) {
    let tick = MediaTime(base.0, base.1)
    let exact = Credits(output: output).hundredths
    // 1.25 s is the length that one hundredth pays for: exact multiples are the edges of the staircase.
    let step = MediaTime(125, 100)
    let isEdge = output == step * exact
    #expect(Credits(output: output + tick).hundredths == (isEdge ? exact + 1 : exact))
    #expect(Credits(output: output - tick).hundredths == exact)
    #expect(isEdge == (output != MediaTime(1, 2)))
  }

  @Test("whole ticks of odd time bases are exact where binary floating point is not")
  func oddBases() {
    // 1.25 s in ticks of 1001/30000 s falls between two ticks.
    let below = MediaTime(ticks: 37, timeBase: 1001, 30000)
    let above = MediaTime(ticks: 38, timeBase: 1001, 30000)
    #expect(Credits(output: below).text == "0.01" && Credits(output: above).text == "0.02")
    // 0.1 + 0.2 as doubles is more than 0.3; 12.5 s ten times over is 125 s, and one credit.
    let sum = (0..<10).reduce(MediaTime.zero) { total, _ in total + MediaTime(125, 10) }
    #expect(Credits(output: sum).text == "1.00")
  }

  @Test(
    "amounts are read as services write them",
    arguments: [
      ("12.5", 1250), ("99.52000000000001", 9952), ("0", 0), ("-0.5", 0), ("1e2", 10000), ("1.5E-1", 15),
      ("1e-05", 1), ("0.48", 48), ("100", 10000),
    ] as [(String, Int64)])
  func decimal(text: String, hundredths: Int64) throws {
    #expect(try #require(Credits(decimal: text)).hundredths == hundredths)
  }

  @Test(
    "anything else is no amount",
    arguments: [
      "", "x", "1.", ".5", "1,5", "+1", "1e", "1e99", "--1", "1.2.3", "99999999999999999999", "Infinity",
    ])
  func notDecimal(text: String) { #expect(Credits(decimal: text) == nil) }

  @Test("what is left is shown rounded down, what is needed rounded up")
  func rounding() throws {
    let left = try #require(Credits(decimal: "0.485"))
    #expect(left.shownDown == "0.48" && left.text == "0.49")
    #expect(Credits(hundredths: 48).shownDown == "0.48")
    #expect(left < Credits(output: MediaTime(61)).roundedUp)
  }

  @Test("a range prints both ends with two decimals")
  func range() {
    let range = CreditRange(output: MediaTime(60)...MediaTime(125))
    #expect(range.json.text == #"{"low":0.48,"high":1.00}"#)
    #expect(range.text == "0.48 to 1.00")
    #expect(CreditRange(output: MediaTime(60)...MediaTime(60)).text == "0.48")
  }
}
