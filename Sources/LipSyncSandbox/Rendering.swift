internal import LipSync
internal import LipSyncMedia

extension RenderOrder {
  /// A task's result: the passes of its plan, marked as no real one.
  init(video: String, audio: String, passes: [PlaybackPlan.Pass], path: String) {
    self = .movie(
      video: video, audio: audio, stretches: passes.map(Stretch.init), stamp: "SANDBOX", path: path)
  }
}
