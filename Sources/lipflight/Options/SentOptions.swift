internal import ArgumentParser
internal import LipSync

/// What a result is compared with.
struct SentOptions: ParsableArguments {
  @Option(name: .long, help: "The video that was sent: a path or URL.", completion: .file())
  var video: String?

  @Option(name: .long, help: "The audio that was sent: a path or URL.", completion: .file())
  var audio: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The playback type that was asked for; auto accepts any.", valueName: "type"))
  var playbackType = PlaybackOptions.Choice.auto

  /// The media as given.
  var media: SentMedia {
    SentMedia(
      video: video.map { Source($0) }, audio: audio.map { Source($0) },
      playbackType: PlaybackType(rawValue: playbackType.rawValue))
  }
}
