import LipSyncMedia
import Testing

@testable import LipSync

@Suite("Plans of splits")
struct SplitPlanTests {
  /// A sound of one loudness with stretches of others, and where it is cut.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// In seconds.
    var length: Double
    var limit: Int64
    /// Begin and end in seconds, and the level there; elsewhere it is 0.1.
    var quiet: [(Double, Double, Float)] = []
    var frame: MediaTime?
    var rate = 48_000
    /// In seconds.
    var cuts: [Double]
    var pauses: [Bool]
  }

  static let rows: [Row] = [
    Row(testDescription: "short enough", length: 20, limit: 20, cuts: [], pauses: []),
    Row(
      testDescription: "a pause in the window", length: 30, limit: 20, quiet: [(17, 18, 0)], cuts: [17.5],
      pauses: [true]),
    Row(
      testDescription:
        "a pause before the window is too far away, and the middle of it is as good as all of it", length: 30,
      limit: 20,
      quiet: [(10, 11, 0)], cuts: [17.5], pauses: [false]),
    Row(
      testDescription: "the longer of two pauses", length: 30, limit: 20,
      quiet: [(16, 17, 0), (18, 18.5, 0)], cuts: [16.5], pauses: [true]),
    Row(
      testDescription: "the later of two pauses that are as long", length: 30, limit: 20,
      quiet: [(16, 17, 0), (18, 19, 0)], cuts: [18.5], pauses: [true]),
    Row(
      testDescription: "the quietest place where there is no pause", length: 30, limit: 20,
      quiet: [(17, 18, 0.05)], cuts: [17.5], pauses: [false]),
    Row(
      testDescription: "room noise 26 dB below the speech is a pause", length: 30, limit: 20,
      quiet: [(17, 18, 0.005)], cuts: [17.5], pauses: [true]),
    Row(
      testDescription: "between two pictures", length: 30, limit: 20, quiet: [(17, 18, 0)],
      frame: MediaTime(1001, 30000), cuts: [525 * 1001 / 30000.0], pauses: [true]),
    Row(
      testDescription: "no splinter at the end", length: 20.5, limit: 20,
      quiet: [(14, 14.6, 0), (19, 20, 0)],
      cuts: [14.3], pauses: [true]),
    Row(
      testDescription: "each part from the end of the one before", length: 45, limit: 20,
      quiet: [(18, 18.4, 0), (35, 36, 0)], cuts: [18.2, 35.5], pauses: [true, true]),
    Row(
      testDescription: "silence all along", length: 50, limit: 20, quiet: [(0, 50, 0)], cuts: [17.5, 35],
      pauses: [true, true]),
  ]

  @Test("Cuts lie in the quietest place before the limit", arguments: rows)
  func cuts(_ row: Row) {
    var levels = [Float](repeating: 0.1, count: Int(row.length * 200))
    for (begin, end, level) in row.quiet {
      for index in Int(begin * 200)..<Int(end * 200) { levels[index] = level }
    }
    let envelope = AudioEnvelope(levels: levels, duration: MediaTime(Int64(row.length * 1000), 1000))
    let plan = SplitPlan.make(envelope, rate: row.rate, limit: MediaTime(row.limit), frame: row.frame)
    let found = plan.parts.compactMap(\.cut)
    #expect(found.map(\.isPause) == row.pauses)
    #expect(found.count == row.cuts.count)
    for (cut, wanted) in zip(found, row.cuts) {
      #expect(abs(cut.at.seconds - wanted) < 0.06, "\(cut.at.seconds), not \(wanted)")
      #expect(cut.window.contains(cut.at) && !cut.words.isEmpty)
      if !cut.isPause { #expect(cut.words.contains("no pause") && cut.words.contains("dB")) }
    }
    // Nothing is lost, nothing is there twice, and no part is longer than the limit.
    #expect(plan.parts.first?.samples.lowerBound == 0)
    #expect(plan.parts.last?.samples.upperBound == envelope.duration.ticks(rate: Int64(row.rate)))
    for (before, after) in zip(plan.parts, plan.parts.dropFirst()) {
      #expect(before.samples.upperBound == after.samples.lowerBound)
      #expect(before.pictures?.upperBound == after.pictures?.lowerBound)
    }
    for part in plan.parts {
      #expect(plan.length(of: part) <= MediaTime(row.limit) && !part.samples.isEmpty)
      #expect(part.number == 1 || plan.length(of: part) >= SplitPlan.least(MediaTime(row.limit)))
      guard let frame = row.frame, let pictures = part.pictures else { continue }
      // To half a sample.
      let gap = frame * pictures.lowerBound - plan.start(of: part)
      #expect(gap.magnitude <= MediaTime(1, Int64(2 * row.rate)))
    }
  }

  @Test("The parts of a course are the course", arguments: PlaybackType.allCases)
  func course(_ type: PlaybackType) {
    for video in [MediaTime(7), MediaTime(7007, 1000), MediaTime(50)] {
      let plan = PlaybackPlan.make(type, video: video, audio: MediaTime(40), model: PlaybackModel())
      for cuts in [[0, 40], [0, 13, 21, 40], [0, 7, 14, 40]] as [[Int64]] {
        for (begin, end) in zip(cuts, cuts.dropFirst()) {
          let stretches = plan.stretches(from: MediaTime(begin), to: MediaTime(end))
          #expect(stretches.map(\.length).reduce(.zero, +) == MediaTime(end - begin))
          var start = MediaTime(begin)
          for stretch in stretches {
            // In the middle of the stretch, so that no turn is met.
            let moment = plan.sourceTime(at: start + stretch.length.half)
            let half = stretch.length.half
            switch stretch.direction {
            case .forward: #expect(moment == stretch.start + half)
            case .reverse: #expect(moment == stretch.start - half)
            case .hold: #expect(moment == stretch.start)
            }
            start = start + stretch.length
          }
        }
      }
    }
  }
}
