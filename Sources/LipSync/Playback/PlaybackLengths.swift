internal import LipSyncMedia

/// The sentences about a video and an audio of two lengths.
struct PlaybackLengths {
  let video: MediaTime
  let audio: MediaTime
  let fit: PlaybackAdvice.Fit

  /// The reason for the advice.
  var reason: String {
    switch fit {
    case .covered where video < audio:
      "The video (\(video.short)) falls \((audio - video).short) short of the audio (\(audio.short)), which is "
        + "within the tolerance of one frame or 40 ms: it needs no extension."
    case .covered where video == audio:
      "Video and audio both last \(video.short): the video needs no extension."
    case .covered:
      "The video (\(video.short)) covers the audio (\(audio.short)): it needs no extension."
    case .wholePasses(let passes):
      "The audio (\(audio.short)) is \(passes) passes over the video (\(video.short)) to within half a second, "
        + "so a plain alternation ends with a whole pass."
    case .uneven:
      "The audio (\(audio.short)) outlasts the video (\(video.short)) by \((audio - video).short) and is not a "
        + "whole number of passes over it, so only an extension by the audio's own length is documented to end "
        + "with it."
    }
  }

  /// Why a type is advised or not, and what is undocumented about it.
  func advice(on type: PlaybackType, recommended: PlaybackType, output: ClosedRange<MediaTime>) -> String {
    let certainty =
      output.lowerBound == output.upperBound
      ? ""
      : " The documentation does not say when it ends: between \(output.lowerBound.short) and \(output.upperBound.short)."
    return (type == recommended ? "Advised: " : "Not advised: ") + sentence(on: type) + certainty
  }

  private func sentence(on type: PlaybackType) -> String {
    switch (type, fit) {
    case (.normal, .covered): "the video plays once, as it is."
    case (.normal, _):
      "the video runs out at \(video.short), and it is not documented whether it then starts over, freezes "
        + "or ends, which would cut \((audio - video).short) of the audio."
    case (.normalReverse, .covered), (.normalReverseByAudio, .covered):
      "there is nothing to extend, as the video covers the audio."
    case (.normalReverse, .wholePasses(let passes)):
      "\(passes) passes, forward and in reverse, last \((video * passes).short) for \(audio.short) of audio."
    case (.normalReverse, .uneven):
      "the audio ends \(lastPass.short) into a pass of \(video.short), and it is not documented whether the pass "
        + "is then played to its end."
    case (.normalReverseByAudio, .wholePasses):
      "it gives the same passes, and normal_reverse needs no adaptation to the audio."
    case (.normalReverseByAudio, .uneven):
      "it alternates forward and reverse, and ends with the audio at \(audio.short)."
    }
  }

  private var lastPass: MediaTime { video > .zero ? audio - video * audio.wholeMultiples(of: video) : .zero }
}

extension MediaTime {
  /// Seconds to the millisecond with at least two decimals, for sentences: `6.00 s`, `6.006 s`.
  var short: String {
    let milliseconds = ticks(rate: 1000)
    let (whole, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    var fraction = String(rest)
    fraction = String(repeating: "0", count: 3 - fraction.count) + fraction
    if fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(milliseconds < 0 ? "-" : "")\(whole).\(fraction) s"
  }
}
