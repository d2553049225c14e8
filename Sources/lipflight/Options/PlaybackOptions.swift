internal import ArgumentParser
internal import LipSync

/// How the service is to extend the video.
struct PlaybackOptions: ParsableArguments {
  /// A playback type, or the advice of the check.
  enum Choice: String, CaseIterable, ExpressibleByArgument {
    case auto
    case normal
    case normalReverse = "normal_reverse"
    case normalReverseByAudio = "normal_reverse_by_audio"
  }

  @Option(
    name: .long, help: ArgumentHelp("How a video shorter than its audio is extended.", valueName: "type"))
  var playbackType = Choice.auto

  /// The type chosen by hand; nil for the advice.
  var chosen: PlaybackType? { PlaybackType(rawValue: playbackType.rawValue) }
}
