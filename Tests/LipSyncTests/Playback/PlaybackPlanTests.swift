import LipSyncMedia
import Testing

@testable import LipSync

@Suite("PlaybackPlan")
struct PlaybackPlanTests {
  /// Lengths that meet evenly, unevenly, by a tick, and not at all.
  static let lengths: [(video: MediaTime, audio: MediaTime)] = {
    let videos = [MediaTime(2), MediaTime(1001, 30000) * 60, MediaTime(1, 25), MediaTime(44101, 44100)]
    let audios = [
      MediaTime(1), MediaTime(2), MediaTime(4), MediaTime(4) + MediaTime(1, 90000),
      MediaTime(5) - MediaTime(1, 44100),
      MediaTime(1001, 30000) * 180, MediaTime(37, 10),
    ]
    return videos.flatMap { video in audios.map { (video, $0) } }
  }()

  @Test("passes add up to the output, lie within the video, and follow one another", arguments: lengths)
  func properties(video: MediaTime, audio: MediaTime) {
    for type in PlaybackType.allCases {
      for model in PlaybackModel.all {
        let plan = PlaybackPlan.make(type, video: video, audio: audio, model: model)
        #expect(plan.passes.reduce(MediaTime.zero) { $0 + $1.to - $1.from } == plan.output)
        #expect(!plan.passes.isEmpty && plan.output > .zero)
        #expect(plan.passes.first?.direction == .forward && plan.passes.first?.from == .zero)
        for pass in plan.passes {
          #expect(pass.from < pass.to && !pass.from.isNegative)
          #expect(pass.direction == .hold ? pass.from == video : pass.to <= video)
        }
        for (a, b) in zip(plan.passes, plan.passes.dropFirst()) {
          // Where it turns, the picture goes on from where it was; a restart begins at the first picture.
          let last = a.direction == .reverse ? a.from : a.to
          let first = b.direction == .reverse ? b.to : b.from
          let isRestart = type == .normal && b.direction == .forward
          #expect(isRestart ? first == .zero && last == video : last == first)
        }
        #expect(plan.reversals == plan.reversals.sorted())
        #expect(plan.reversals.allSatisfy { .zero < $0 && $0 < plan.output })
        #expect(type == .normal ? plan.reversals.isEmpty : plan.reversals.count == plan.passes.count - 1)
      }
    }
  }

  @Test("how long the output is, by type and model", arguments: lengths)
  func outputs(video: MediaTime, audio: MediaTime) {
    for model in PlaybackModel.all {
      let lengths = PlaybackType.allCases.map {
        PlaybackPlan.make($0, video: video, audio: audio, model: model).output
      }
      guard video < audio else {
        #expect(lengths == Array(repeating: model.whenLong == .trim ? audio : video, count: 3))
        continue
      }
      #expect(lengths[0] == (model.whenShort == .cut ? video : audio))
      #expect(lengths[2] == audio)
      switch model.whenUneven {
      case .cut: #expect(lengths[1] == audio)
      case .finish:
        let passes = lengths[1].wholeMultiples(of: video)
        #expect(lengths[1] == video * passes)
        #expect((lengths[1] - audio) <= video && (audio - lengths[1]) <= Defaults.passTolerance)
      }
    }
  }

  @Test("a moment of the output leads to the moment of the video that is shown")
  func sourceTimes() {
    let plan = PlaybackPlan.make(
      .normalReverseByAudio, video: MediaTime(2), audio: MediaTime(5), model: PlaybackModel())
    #expect(plan.reversals == [MediaTime(2), MediaTime(4)])
    let moments = [0, 1, 2, 3, 4].map { plan.sourceTime(at: MediaTime($0)) }
    #expect(moments == [MediaTime(0), MediaTime(1), MediaTime(2), MediaTime(1), MediaTime(0)])
    #expect(plan.sourceTime(at: MediaTime(5)) == nil && plan.sourceTime(at: MediaTime(-1)) == nil)
    let hold = PlaybackPlan.make(
      .normal, video: MediaTime(2), audio: MediaTime(5), model: PlaybackModel(whenShort: .hold))
    #expect(hold.sourceTime(at: MediaTime(4)) == MediaTime(2) && hold.reversals.isEmpty)
  }

  @Test("a cut last pass keeps its direction and begins where the one before ended")
  func lastPass() {
    let plan = PlaybackPlan.make(
      .normalReverse, video: MediaTime(4), audio: MediaTime(5), model: PlaybackModel(whenUneven: .cut))
    #expect(plan.passes.last == PlaybackPlan.Pass(from: MediaTime(3), to: MediaTime(4), direction: .reverse))
    let whole = PlaybackPlan.make(
      .normalReverse, video: MediaTime(4), audio: MediaTime(5), model: PlaybackModel(whenUneven: .finish))
    #expect(whole.output == MediaTime(8))
  }

  @Test("lengths of nothing give an empty plan, and a video of a microsecond no list of millions")
  func extremes() {
    #expect(
      PlaybackPlan.make(.normal, video: .zero, audio: MediaTime(1), model: PlaybackModel()).passes.isEmpty)
    #expect(
      PlaybackPlan.make(.normal, video: MediaTime(1), audio: MediaTime(-1), model: PlaybackModel()).output
        == .zero)
    let plan = PlaybackPlan.make(
      .normalReverseByAudio, video: MediaTime(1, 1_000_000), audio: MediaTime(3600), model: PlaybackModel())
    #expect(plan.passes.count == 1 && plan.output == MediaTime(3600))
  }
}
