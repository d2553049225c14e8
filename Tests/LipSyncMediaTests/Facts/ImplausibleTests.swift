import TestSupport
import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

@Suite("Figures that no media has")
struct ImplausibleTests {
  @Test(
    "A file that states one is malformed, with the figure: it is not taken for a decoder that was taken over")
  func stated() throws {
    for (rate, channels, figure) in [
      (8000.0, UInt32(1_144_267_650), "1144267650 channels"), (2e9, 1, "2000000000 samples a second"),
    ] {
      let error = try #require(throws: MediaError.self) {
        try MediaExaminer.inThisProcess.probe(
          MemorySource(Self.sound(rate: rate, channels: channels), name: "loud.caf"),
          deadline: .after(.seconds(20)))
      }
      #expect(error.code == .malformed && error.message.contains(figure), "\(error)")
    }
    let ordinary = try MediaExaminer.inThisProcess.probe(
      MemorySource(Self.sound(rate: 8000, channels: 1), name: "a.caf"), deadline: .after(.seconds(20)))
    #expect(ordinary.audio?.channels == 1)
  }

  @Test("What a worker says is held against the same figures")
  func answered() throws {
    var info = try MediaExaminer.inThisProcess.probe(
      MemorySource(Self.sound(rate: 8000, channels: 1), name: "a.caf"), deadline: .none)
    #expect(info.implausible == nil)
    info.audio?.channels = -1
    #expect(info.implausible?.contains("-1 channels") == true)
  }

  /// A Core Audio file of uncompressed sound (Apple, Core Audio Format Specification 1.0).
  private static func sound(rate: Double, channels: UInt32) -> [UInt8] {
    func number(_ value: UInt64, _ bytes: Int) -> [UInt8] {
      (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
    let description =
      number(rate.bitPattern, 8) + Array("lpcm".utf8)
      + [0, 2, 1, UInt64(channels), 16].flatMap { number($0, 4) }
    let samples = [UInt8](repeating: 1, count: 16_000)
    return Array("caff".utf8) + [0, 1, 0, 0] + Array("desc".utf8) + number(32, 8) + description
      + Array("data".utf8) + number(UInt64(samples.count + 4), 8) + number(0, 4) + samples
  }
}
