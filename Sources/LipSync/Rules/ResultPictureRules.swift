internal import LipSyncMedia

extension Limits {
  /// The median distance, rms of luma, along the trace above which the result shows another video.
  static let pictureDistance = 20.0
  /// As `pictureDistance`, as a share of the pictures' own contrast.
  static let pictureDistanceShare = 0.6
  /// The same of the four fifths of each picture that are most alike; within it a video is the same whatever the rest shows.
  static let backgroundDistance = 6.0
  /// The picture may be this late or early against its schedule: models of the field hold or drop up to six pictures of 25 a
  /// second at the beginning.
  static let pictureOffset = MediaTime(6, 25)
  /// The least length of a stretch with sound in which nothing moves in the edited region.
  static let stillMouth = MediaTime(3, 2)
  /// The least share of fine detail outside the edited region: what re-encoding leaves; a picture
  /// blown up from a quarter of its size has 0.6 of it, and is seen to be soft.
  static let sharpness = 0.7
  /// Colours off by more than this, in levels of the differences of blue and red from luma, are seen beside the source.
  static let colourShift = 5.0
  /// The least share of the source's colour: pictures of faint colours lose all of it within `colourShift`.
  static let saturation = 0.4
  /// The last picture standing still for this long is a frozen tail.
  static let frozenTail = MediaTime(1, 2)
}

/// What a result's picture has lost outside the edited region.
struct ResultDetail: Sendable {
  /// The share of fine detail that is left, 1 for all.
  let sharpness: Double
  /// How far colours are off, in levels.
  let colour: Double
  /// The share of colour that is left, 1 for all; nil if the source has too little of it.
  let saturation: Double?
}

/// How a result ends.
struct ResultEnd: Sendable {
  /// How long its picture lasts.
  let video: MediaTime
  /// How long the last picture stands still.
  let frozen: MediaTime
  /// Whether all of the picture does, and not the video under a moving mouth alone.
  let isWhole: Bool
  /// When the picture ends, and when the sound does; nil if there is none.
  let ends: (video: MediaTime, audio: MediaTime)?
}

extension Rule {
  /// What is wrong with a result's picture, in the order in which it is looked at.
  static let resultPictureRules: [Rule] = [
    .resultTailFrozen, .resultAVUneven, .resultPictureMismatch, .resultPlaybackMismatch, .resultPictureOffset,
    .resultSofter, .resultColourShifted, .resultUnedited, .resultStillMouth,
  ]

  /// The last picture stands still before the result ends.
  public static let resultTailFrozen = Rule(
    "result.tail-frozen", .warning,
    "The last picture stands still for \(Limits.frozenTail.milliseconds) or longer, which it does not in the source.",
    "Use normal_reverse_by_audio, or a longer video.", limit: Limits.frozenTail.milliseconds,
    evidence: ["frozen_seconds", "video_seconds"],
    judges: [
      Judge { (end: ResultEnd) in
        guard end.frozen >= Limits.frozenTail else { return nil as Seen? }
        return Seen(
          end.isWhole
            ? "The last picture stands still for \(seconds(end.frozen)) s."
            : "The video stands still for the last \(seconds(end.frozen)) s, and only the face moves.",
          [("frozen_seconds", .seconds(end.frozen)), ("video_seconds", .seconds(end.video))])
      }
    ])

  /// The result's audio and video end apart.
  public static let resultAVUneven = Rule(
    "result.av-uneven", .warning,
    "The result's audio and video end more than \(Limits.resultLength.milliseconds) apart.",
    "Cut the result to the shorter of the two.", limit: Limits.resultLength.milliseconds,
    evidence: ["video_end_seconds", "audio_end_seconds"],
    judges: [
      Judge { (end: ResultEnd) in
        guard let (video, audio) = end.ends else { return nil as Seen? }
        let apart = (video - audio).magnitude
        guard apart > Limits.resultLength else { return nil }
        return Seen(
          "Picture and sound end \(seconds(apart)) s apart: the picture at \(seconds(video)) s, the sound at "
            + "\(seconds(audio)) s.",
          [("video_end_seconds", .seconds(video)), ("audio_end_seconds", .seconds(audio))])
      }
    ])

  /// The result's picture is not the video that was sent.
  public static let resultPictureMismatch = Rule(
    "result.picture-mismatch", .error, "The result's picture is not the video that was sent.",
    "Check which video the task was created with; do not publish the result.",
    limit:
      "\(figure(Limits.pictureDistance, 0)) levels of luma, or \(figure(Limits.pictureDistanceShare, 1)) of the contrast",
    evidence: ["distance", "background_distance", "contrast"])

  /// The result was not made with the playback type that was asked for.
  public static let resultPlaybackMismatch = Rule(
    "result.playback-mismatch", .error, "The result was not made with the playback type that was asked for.",
    "Check the task's playback type; ask the service's support with the task id.",
    evidence: ["requested", "detected", "reversals"])

  /// The result's picture runs late or early against the schedule of its playback type.
  public static let resultPictureOffset = Rule(
    "result.picture-offset", .warning,
    "The result's picture runs more than \(Limits.pictureOffset.milliseconds) late or early against the schedule of its "
      + "playback type.", "Check whether the lips follow the sound; if they do not, submit again.",
    limit: Limits.pictureOffset.milliseconds, evidence: ["picture_late_seconds"])

  /// The result's picture has lost much of its fine detail, outside the edited region too.
  public static let resultSofter = Rule(
    "result.softer", .warning,
    "Less than \(percent(Limits.sharpness)) of the fine detail is left outside the edited region.",
    "Compare it with the source; if it is too soft, ask the service for a higher quality, or send a smaller video.",
    limit: percent(Limits.sharpness), evidence: ["sharpness"],
    judges: [
      Judge { (detail: ResultDetail) in
        guard detail.sharpness < Limits.sharpness else { return nil as Seen? }
        return Seen(
          "Outside the edited region \(percent(detail.sharpness)) of the fine detail is left.",
          [("sharpness", .double(detail.sharpness, places: 3))])
      }
    ])

  /// The result's colours are off, outside the edited region too.
  public static let resultColourShifted = Rule(
    "result.colour-shifted", .warning,
    "Outside the edited region the colours are off by more than \(figure(Limits.colourShift, 0)) levels, or less than "
      + "\(percent(Limits.saturation)) of the colour is left.",
    "Compare it with the source; convert the source to BT.709, limited range and tagged so, and send that.",
    limit: "\(figure(Limits.colourShift, 0)) levels, \(percent(Limits.saturation)) of the colour",
    evidence: ["colour", "saturation"],
    judges: [
      Judge { (detail: ResultDetail) in
        let shift: [JSON.Member] = [("colour", .double(detail.colour, places: 2))]
        if detail.colour > Limits.colourShift {
          return Seen(
            "Outside the edited region colours are off by \(figure(detail.colour, 1)) levels on average.",
            shift)
        }
        guard let left = detail.saturation, left < Limits.saturation else { return nil as Seen? }
        return Seen(
          "Outside the edited region \(percent(max(0, left))) of the colour is left.",
          shift + [("saturation", .double(left, places: 3))])
      }
    ])

  /// The result's picture is the video that was sent, and no part of it was edited.
  public static let resultUnedited = Rule(
    "result.unedited", .info,
    "The result's picture is the video that was sent, and no part of it was edited.",
    "Check whether the lips move; a face smaller than a few hundredths of the picture is not seen.",
    evidence: ["outside"])

  /// Nothing moves in the edited region while the sound goes on.
  public static let resultStillMouth = Rule(
    "result.still-mouth", .warning,
    "Nothing moves in the edited region for \(Limits.stillMouth.milliseconds) or longer while the sound continues.",
    "Watch that stretch: the face may have been hidden or turned away; use another part of the video.",
    limit: Limits.stillMouth.milliseconds, evidence: ["start_seconds", "end_seconds"])

  private static func percent(_ share: Double) -> String { "\(figure(share * 100, 0)) %" }
  private static func seconds(_ time: MediaTime) -> String { figure(time.seconds, 3) }
}
