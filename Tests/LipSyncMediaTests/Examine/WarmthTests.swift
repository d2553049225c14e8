import LipSyncMedia
import Testing

@testable import LipSyncMediaReading

@Suite("What a nursery does ahead for its workers")
struct WarmthTests {
  @Test("its own sound is media like others, and each step comes to an end")
  func steps() throws {
    let info = try MediaInfo.probeBlocking(MemorySource(Warmth.silence, name: "silence"))
    #expect(info.duration == MediaTime(1, 20) && info.isDurationExact)
    var warmth = Warmth()
    var steps = 0
    while warmth.isLeft {
      warmth.step()
      steps += 1
    }
    #expect(steps > 4)
    // One step too many is none.
    warmth.step()
    #expect(!warmth.isLeft)
  }
}
