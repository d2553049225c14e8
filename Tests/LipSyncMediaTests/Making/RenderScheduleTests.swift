import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaMaking
@testable import LipSyncMediaReading

@Suite("Which picture is shown when")
struct RenderScheduleTests {
  private static let frame = MediaTime(1, 25)

  @Test("As many pictures as cover the stretches, to the tick")
  func count() {
    for (seconds, frames) in [
      (MediaTime(2), 50), (MediaTime(1, 25), 1), (MediaTime(1_000_001, 25_000_000), 2),
      (MediaTime(1, 1000), 1),
      (MediaTime(49_999, 25_000), 50),
    ] {
      let schedule = RenderSchedule(
        [Render.Stretch(from: .zero, lasting: seconds)], frameDuration: Self.frame)
      #expect(schedule.frames == frames)
      #expect(schedule.total == seconds)
    }
  }

  @Test("A pass in reverse mirrors the pass forward, whatever its length")
  func mirror() {
    for length in [MediaTime(2), MediaTime(1001, 500), MediaTime(77, 30)] {
      // A whole number of pictures, so that both passes lie alike on the output's pictures.
      let frame = MediaTime(length.numerator, length.denominator * 60)
      let schedule = RenderSchedule(
        [
          Render.Stretch(from: .zero, lasting: length),
          Render.Stretch(from: length, lasting: length, .reverse),
        ], frameDuration: frame)
      #expect(schedule.frames == 120)
      for number in 0..<60 {
        let (there, back) = (schedule.moment(of: number), schedule.moment(of: 119 - number))
        #expect(there.time == back.time && !there.isReverse && back.isReverse)
        #expect(there.time == (frame * Int64(2 * number + 1)).half)
      }
    }
  }

  @Test("Passes of no length are passed over, and the last picture stays inside the plan")
  func edges() {
    let empty = Render.Stretch(from: MediaTime(1), lasting: .zero, .reverse)
    let schedule = RenderSchedule(
      [empty, Render.Stretch(from: .zero, lasting: MediaTime(1, 100)), empty],
      frameDuration: Self.frame)
    #expect(schedule.frames == 1)
    #expect(schedule.moment(of: 0) == RenderSchedule.Moment(time: MediaTime(1, 200), isReverse: false))
  }

  @Test(
    "The rate is the source's own, through a container's rounding",
    arguments: [
      MediaTime(1, 25), MediaTime(1001, 30_000), MediaTime(1, 30), MediaTime(1001, 24_000), MediaTime(1, 24),
      MediaTime(1, 50), MediaTime(1001, 60_000), MediaTime(3, 50),
    ])
  func rate(duration: MediaTime) {
    for (rate, offset) in [(Int64(1000), Int64(0)), (1000, 1234), (90_000, 126_000), (1_000_000_000, 7)] {
      let starts = (0..<2000).map { (duration * Int64($0)).ticks(rate: rate) + offset }
      #expect(
        OutputRate.choose(starts: starts, tick: MediaTime(1, rate), stated: [duration]) == duration, "\(rate)"
      )
    }
  }

  @Test("Where the container states nonsense the pictures' own distance counts")
  func nonsense() {
    let starts = (0..<100).map { Int64($0) * 3003 }
    let tick = MediaTime(1, 90_000)
    for stated in [MediaTime(1, 90_000), MediaTime(1, 1000), MediaTime(20), MediaTime(1, 25)] {
      #expect(OutputRate.choose(starts: starts, tick: tick, stated: [stated]) == MediaTime(1001, 30_000))
    }
  }

  @Test("Varying rates get the usual distance; slide shows and single pictures 25 a second")
  func varying() {
    let tick = MediaTime(1, 1000)
    var starts: [Int64] = [0]
    for index in 0..<300 { starts.append((starts.last ?? 0) + [33, 33, 34, 70][index % 4]) }
    #expect(OutputRate.choose(starts: starts, tick: tick, stated: [MediaTime(1, 24)]) == MediaTime(1, 30))
    // Clips put end to end, with a gap at each joint: the average is not the rate.
    let joined = (0..<3000).map { Int64($0) * 512 + Int64($0 / 900) * 700 }
    let average = MediaTime(2_000_100, 60_000_000)
    #expect(
      OutputRate.choose(starts: joined, tick: MediaTime(1, 15_360), stated: [average]) == MediaTime(1, 30))
    #expect(
      OutputRate.choose(starts: [0, 5000, 10_000], tick: tick, stated: [MediaTime(5)]) == MediaTime(1, 25))
    #expect(OutputRate.choose(starts: [0], tick: tick, stated: []) == MediaTime(1, 25))
    #expect(OutputRate.choose(starts: [], tick: tick, stated: [MediaTime(1, 24)]) == MediaTime(1, 24))
  }

  @Test("A level rises with loudness and stays within its scale")
  func level() {
    let levels = [0, 0.001, 0.01, 0.1, 0.5, 1, 2].map { Overlay.level(of: [Float($0), Float(-$0)]) }
    #expect(levels == levels.sorted() && levels.first == 0 && levels.last == 1)
    #expect(abs(levels[3] - 0.6) < 0.001)
    #expect(Overlay.level(of: []) == 0)
  }
}
