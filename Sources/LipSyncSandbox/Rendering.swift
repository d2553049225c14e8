internal import LipSync
internal import LipSyncMedia

extension RenderOrder {
  /// A task's result: the passes of its plan, marked as no real one.
  init(video: String, audio: String, passes: [PlaybackPlan.Pass], path: String) {
    self = .movie(
      video: video, audio: audio, stretches: passes.map(Stretch.init), stamp: "SANDBOX", path: path)
  }
}

extension RenderOrder.Stretch {
  /// What the renderer is asked for, to play a pass.
  init(_ pass: PlaybackPlan.Pass) {
    let length = pass.to - pass.from
    switch pass.direction {
    case .forward: self.init(from: pass.from, lasting: length)
    case .reverse: self.init(from: pass.to, lasting: length, .reverse)
    case .hold: self.init(from: pass.from, lasting: length, .hold)
    }
  }
}
