extension Definition {
  /// The proof of a result.
  package static let verify = Definition(
    "verify", "The proof of a result.",
    [
      Field(
        "verdict", .word(Verdict.self), "`fail` if any finding is an error, else `warn` if any is a warning."),
      Field("result", .named(result), "The result itself."),
      Field("cover", .named(cover).orNull, "Its cover; null if there is none."),
      Field("duration", .named(duration), "Its length, three ways."),
      Field(
        "audio", .named(audioMatch).orNull,
        "The sound against the audio sent; null if it was not compared."),
      Field(
        "playback", .named(played).orNull,
        "The picture against the video sent; null if it was not compared."),
      Field(
        "lips", .named(lips).orNull,
        "How far the lips are from the sound; null if that was not judged, for which `lips_not_judged` says why."
      ),
      Field(
        "lips_not_judged", .word(LipOffset.Absence.self).orNull,
        "Why: the networks are not installed (`lipflight faces`), this build has no engine, it failed, there is no sound, no face that can be followed, more than one face, or too little of it; null if lips were judged, or the result could not be decoded."
      ),
      Field("findings", .list(.named(finding)), "The rules that fired."),
      Field("checks", .list(.named(proofCheck)), "What was checked, and what came of each."),
      Field(
        "difference", .named(difference).orNull,
        "What was changed in the picture; null if it was not compared."),
      Field(
        "credits",
        .object([
          Field("reported", .amount.orNull, .credits, "What the length that the service stated costs."),
          Field("measured", .amount.orNull, .credits, "What the measured length costs."),
          Field("expected", .named(creditsRange).orNull, .credits, "What the expected length costs."),
        ]), "What the three lengths cost."),
      Field("report", .text.orNull, "The path of the HTML report; null if none was written."),
    ])

  /// The lips.
  package static let lips = Definition(
    "lips", "How far the lips of a result are from its sound.",
    [
      Field(
        "offset_ms", .figure.orNull, .milliseconds,
        "How much later the sound is than the lips, below 0 where it is earlier; null if that cannot be told."
      ),
      Field(
        "confidence", .amount, .share,
        "How alike movement and sound are at that offset; from 0.4 on the offset is believed. Without an offset, by how much the best one stands out."
      ),
      Field("judged_share", .amount, .share, "Over how much of the result the mouth was followed."),
    ])

  /// One thing that was checked.
  package static let proofCheck = Definition(
    "proof_check", "One thing that was checked of a result.",
    [
      Field("check", .word(ProofCheck.Kind.self), "What was looked at."),
      Field("outcome", .word(ProofCheck.Outcome.self), "What came of it."),
      Field("figure", .text.orNull, "What was measured, in words; null if nothing was."),
      Field("limit", .text.orNull, "Beyond which it is a finding; null if there is no one figure."),
      Field("why", .text.orNull, "Why it was not compared; null if it was."),
    ])

  /// The result.
  package static let result = Definition(
    "result", "A result as a file.",
    [
      Field("source", .text, "The path or URL; signatures are shortened."),
      Field("path", .text.orNull, "Where it is kept; null if it is not kept."),
      Field("bytes", .count.orNull, .bytes, "Its length."),
      Field("sha256", .matching("^[0-9a-f]{64}$").orNull, "Its SHA-256, in hexadecimal."),
      Field(
        "verified_by", .text.orNull,
        "What the download was checked against: `size`, digests such as `md5` or `etag-md5`, joined by `+`, or `none`; null for a file that was not downloaded."
      ),
      Field("media", .named(media).orNull, "What is in it; null if it could not be opened."),
    ])

  /// The cover.
  package static let cover = Definition(
    "cover", "The picture that came with a result.",
    [
      Field("source", .text, "The path or URL; signatures are shortened."),
      Field("path", .text.orNull, "Where it is kept; null if it is not kept."),
      Field("width", .count.orNull, .pixels, "Its width; null if it does not decode."),
      Field("height", .count.orNull, .pixels, "Its height; null if it does not decode."),
      Field(
        "result_seconds", .amount.orNull, .seconds, "The moment of the result whose picture is most like it."),
      Field("similarity", .amount.orNull, .share, "How alike the two are."),
    ])

  /// The length.
  package static let duration = Definition(
    "duration", "A result's length, three ways.",
    [
      Field("reported_seconds", .amount.orNull, .seconds, "What the service stated."),
      Field("measured_seconds", .amount.orNull, .seconds, "What a full decode plays."),
      Field(
        "expected_seconds", .named(secondsRange), .seconds, "What the inputs and the playback type give."),
    ])

  /// The sound.
  package static let audioMatch = Definition(
    "audio_match", "A result's sound against the audio that was sent.",
    [
      Field("similarity", .figure, .share, "How alike they are."),
      Field(
        "offset_ms", .figure, .milliseconds,
        "By how much the result's sound is late; negative if it is early."),
      Field(
        "drift_ppm", .figure.orNull, .partsPerMillion,
        "By how much it runs slower; null if unknown."),
      Field("missing_head_ms", .figure, .milliseconds, "How much of the beginning is missing."),
      Field("missing_tail_ms", .figure, .milliseconds, "How much of the end is missing."),
      Field("dropouts", .list(.stretch), .seconds, "Silences that were not sent: start and length of each."),
      Field("jumps", .list(.named(audioJump)), "Where it skips or pauses."),
      Field(
        "foreign", .list(.stretch), .seconds, "Where something else is heard: start and length of each."),
      Field(
        "found", .figure.orNull, .share,
        "The share of the seconds with sound that were found by their waveform; null if waveforms were not compared."
      ),
      Field(
        "waveform", .figure.orNull, .share, "The correlation of waveforms of the second in the middle of all."
      ),
      Field("least_waveform", .figure.orNull, .share, "The same of the least alike second."),
      Field(
        "offsets", .list(.offset),
        "By how much the sound is late from second to second: when, in seconds, and how much, in milliseconds."
      ),
    ])

  /// A jump of the sound.
  package static let audioJump = Definition(
    "audio_jump", "A moment from which on a result's sound is late or early by another measure.",
    [
      Field("at_seconds", .amount, .seconds, "When it happens, on the clock of the result's audio."),
      Field("before_ms", .figure, .milliseconds, "By how much the sound is late up to there."),
      Field("after_ms", .figure, .milliseconds, "By how much it is late from there on."),
    ])

  /// The picture's schedule.
  package static let played = Definition(
    "played", "How the video that was sent is played in a result.",
    [
      Field(
        "requested", .word(PlaybackType.self).orNull,
        "The type that was asked for; null if that is not known."),
      Field(
        "detected", .word(PlaybackType.self).orNull,
        "The type that the result follows; null if it follows none."),
      Field("reversals", .list(.amount), .seconds, "The moments at which the direction changes."),
      Field(
        "trace", .list(.stretch), .seconds,
        "The schedule as it was recovered: time of the result and of the video sent, at each corner."),
      Field(
        "distance", .amount.orNull, .levels, "How far the pictures are from those that they were traced to."),
      Field(
        "lag_seconds", .figure.orNull, .seconds,
        "By how much the picture runs behind the type's schedule; null if it follows none."),
      Field(
        "undocumented",
        .object([
          Field(
            "normal_when_short", .word(PlaybackModel.WhenShort.self).orNull,
            "What `normal` does if the video ends before the audio."),
          Field(
            "when_long", .word(PlaybackModel.WhenLong.self).orNull,
            "What every type does if the audio ends before the video."),
          Field(
            "normal_reverse_when_uneven", .word(PlaybackModel.WhenUneven.self).orNull,
            "What `normal_reverse` does if the audio ends within a pass."),
        ]),
        "What the service did in cases that its documentation leaves open; null if the result does not show it."
      ),
    ])

  /// The picture's changes.
  package static let difference = Definition(
    "difference", "What was changed in the picture.",
    [
      Field("region", .named(region).orNull, "The edited area; null if none stands out."),
      Field("outside", .amount, .levels, "The mean difference outside of it."),
      Field("brightness", .figure, .levels, "By how much the result is brighter outside of it."),
      Field(
        "sharpness", .amount.orNull,
        "The share of the video's fine detail that is left outside of it, 1 for all."),
      Field("colour", .amount.orNull, .levels, "How far colours are off outside of it."),
    ])

  /// The edited area.
  package static let region = Definition(
    "region", "An area of the picture, in shares of its sides.",
    [
      Field("left", .figure, .share, "Its left edge."),
      Field("top", .figure, .share, "Its top edge."),
      Field("width", .amount, .share, "Its width."),
      Field("height", .amount, .share, "Its height."),
      Field("share", .amount, .share, "Its part of the picture's area."),
      Field("difference", .figure, .levels, "The mean difference within it."),
    ])
}

extension DocumentSchema {
  /// `verify`.
  package static let verify = DocumentSchema(.verify, "`lipflight verify RESULT`.", Definition.verify.fields)
}
