internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// How a long sound is cut into parts.
struct SplitOptions: ParsableArguments {
  @Flag(
    name: .long,
    help: "Cut AUDIO into parts that are jobs of a batch; with VIDEO before it, a video for each.")
  var split = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The longest part (default: what the service's upload guide allows, \(SplitWishes().limit(withVideo: true).seconds) with a video, \(SplitWishes().limit(withVideo: false).seconds) without).",
      valueName: "seconds"),
    transform: SplitOptions.length)
  var maxLength: MediaTime?

  @OptionGroup
  var playback: PlaybackOptions

  /// Whether the options fit so many sources.
  func validate(with sources: Int) throws {
    guard split else {
      if maxLength != nil { throw ValidationError("--max-length says how --split cuts: name that, too.") }
      if playback.chosen != nil {
        throw ValidationError("--playback-type says what --split carries on: name that, too.")
      }
      return
    }
    guard sources <= 2 else {
      throw ValidationError(
        "--split takes an AUDIO, with a VIDEO before it or not: \(sources) sources are named.")
    }
  }

  /// The same, as the library takes it.
  func wishes(frame: MediaTime?) -> SplitWishes {
    var wishes = SplitWishes()
    (wishes.limit, wishes.type, wishes.frame) = (maxLength, playback.chosen, frame)
    return wishes
  }

  private static func length(_ text: String) throws -> MediaTime {
    guard let time = MediaTime(decimal: text), time >= MediaTime(2), time <= MediaTime(3600) else {
      throw ValidationError("'\(text)' is not a number of seconds from 2 to 3600.")
    }
    return time
  }
}
