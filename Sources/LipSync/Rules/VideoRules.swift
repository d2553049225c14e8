internal import LipSyncMedia

extension Limits {
  /// How much later than the sound the first picture may come.
  static let latePicture = MediaTime(1, 10)
  /// If so much of a video was decoded, or half of it, that speaks for all of it.
  static let tellingLook = MediaTime(10)
}

/// The video of a pair: its stream, and the media that holds it.
struct VideoPart: Sendable {
  let media: MediaInfo
  let stream: VideoInfo
}

extension Rule {
  /// What the pictures of a video mean, in the order in which a job meets them.
  static let videoRules: [Rule] = [
    .mediaVariableFrameRate, .mediaRotation, .mediaHDR, .mediaAlpha, .mediaLatePicture, .mediaBlackVideo,
    .mediaFrozenVideo,
  ]

  /// The distance between frames varies, which lets lip sync drift.
  public static let mediaVariableFrameRate = Rule(
    "media.variable-frame-rate", .warning, "The distance between frames varies, which lets lip sync drift.",
    "Re-encode at a constant rate: ffmpeg -i IN -vf fps=25 OUT.mp4.", evidence: ["frame_rate"],
    judges: [
      Judge { (part: VideoPart) in
        guard part.stream.isVariableFrameRate else { return nil as Seen? }
        let rate =
          part.stream.frameRate.map { " (\(twoDecimals($0)) frames a second on average)" } ?? ""
        return Seen(
          "The distance between frames varies\(rate).",
          [("frame_rate", part.stream.frameRate.map { .double($0) } ?? .null)])
      }
    ])

  /// The picture is rotated or mirrored by metadata only, which some services ignore.
  public static let mediaRotation = Rule(
    "media.rotation", .warning,
    "The picture is rotated or mirrored by metadata only, which some services ignore.",
    "Re-encode it, which rotates the pixels themselves: ffmpeg -i IN OUT.mp4.",
    evidence: ["rotation", "mirrored"],
    judges: [Judge { (part: VideoPart) in turned(part.stream) }])

  private static func turned(_ video: VideoInfo) -> Seen? {
    let words: String
    switch (video.rotation, video.isMirrored) {
    case (0, false): return nil
    case (0, true): words = "mirrored"
    case (let degrees, false): words = "rotated by \(degrees) degrees"
    case (let degrees, true): words = "mirrored, then rotated by \(degrees) degrees,"
    }
    return Seen(
      "The picture is stored at \(video.width) x \(video.height) and \(words) by metadata only.",
      [("rotation", .int(video.rotation)), ("mirrored", .bool(video.isMirrored))])
  }

  /// The picture is high dynamic range; results often look washed out.
  public static let mediaHDR = Rule(
    "media.hdr", .warning, "The picture is high dynamic range; results often look washed out.",
    "Convert it to BT.709 before you send it.", evidence: ["dynamic_range"],
    judges: [
      Judge { (part: VideoPart) in
        part.media.facts.dynamicRange.flatMap { range in
          meaning[range].map { Seen($0, [("dynamic_range", .string(range.rawValue))]) }
        }
      }
    ])

  private static let meaning: [MediaFacts.DynamicRange: String] = [
    .pq: "It is high dynamic range with the PQ curve (SMPTE ST 2084), as in HDR10.",
    .hlg: "It is high dynamic range with the hybrid log-gamma curve (HLG).",
    .wideGamut: "It has the wide colours of BT.2020.",
    .dolbyVision: "It is Dolby Vision.",
  ]

  /// The picture has transparency, which the result will not have.
  public static let mediaAlpha = Rule(
    "media.alpha", .info, "The picture has transparency, which the result will not have.",
    "Put it on the background that you want.", evidence: ["pixel_format"],
    judges: [
      Judge { (part: VideoPart) in
        guard part.media.facts.hasAlpha == true else { return nil as Seen? }
        let format = part.stream.pixelFormat
        return Seen(
          "Its pictures have transparency (\(part.stream.codec)\(format.map { ", \($0)" } ?? "")).",
          [("pixel_format", .optional(format))])
      }
    ])

  /// The first picture comes after the first sound.
  public static let mediaLatePicture = Rule(
    "media.late-picture", .info,
    "The first picture comes more than \(Limits.latePicture.milliseconds) after the first sound.",
    "Cut the start, or re-encode: ffmpeg -i IN -vf setpts=PTS-STARTPTS OUT.mp4.",
    limit: Limits.latePicture.milliseconds, evidence: ["delay_seconds"],
    judges: [
      Judge { (part: VideoPart) in
        guard let start = part.media.facts.videoStart else { return nil as Seen? }
        // A clock that starts late for all streams is no delay.
        let delay = start - min(part.media.facts.audioStart ?? start, start)
        guard delay > Limits.latePicture else { return nil }
        return Seen(
          "The first picture comes \(delay.short) after the first sound.",
          [("delay_seconds", .seconds(delay))])
      }
    ])

  /// The picture is black: there is no face to sync.
  public static let mediaBlackVideo = Rule(
    "media.black-video", .warning, "The picture is black: there is no face to sync.",
    "Check that the right video was exported.",
    evidence: ["looked_at_seconds", "whole", "total_seconds", "parts"],
    judges: [
      Judge { (part: VideoPart) in
        part.media.facts.pictures.flatMap { seen in
          seen.isBlack && isTelling(seen, of: part.stream)
            ? Seen("\(extent(seen)) is black.", looked(seen)) : stretches("black", seen.black)
        }
      }
    ])

  /// The picture never changes: there is nothing to sync.
  public static let mediaFrozenVideo = Rule(
    "media.frozen-video", .warning, "The picture never changes: there is nothing to sync.",
    "Use a video in which the speaker moves.",
    evidence: ["looked_at_seconds", "whole", "total_seconds", "parts"],
    judges: [
      Judge { (part: VideoPart) in
        guard let seen = part.media.facts.pictures else { return nil as Seen? }
        let isTelling = isTelling(seen, of: part.stream)
        // Black does not move either; one finding says it.
        if seen.isBlack, isTelling { return nil }
        return seen.isStill && isTelling
          ? Seen("\(extent(seen)) shows the same, with nothing moving.", looked(seen))
          : stretches("without movement", seen.still)
      }
    ])

  private static func isTelling(_ seen: PictureFacts, of video: VideoInfo) -> Bool {
    seen.isWhole || seen.looked >= Limits.tellingLook
      || video.duration.map { seen.looked + seen.looked >= $0 } ?? false
  }

  private static func extent(_ seen: PictureFacts) -> String {
    seen.isWhole ? "All \(seen.looked.short) of the picture" : "The first \(seen.looked.short) of the picture"
  }

  private static func looked(_ seen: PictureFacts) -> [JSON.Member] {
    [("looked_at_seconds", .seconds(seen.looked)), ("whole", .bool(seen.isWhole))]
  }

  private static func stretches(_ word: String, _ stretches: [PictureFacts.Stretch]) -> Seen? {
    guard let longest = stretches.max(by: { $0.length < $1.length }) else { return nil }
    let total = stretches.map(\.length).reduce(.zero, +)
    return Seen(
      "\(total.short) of it is \(word), the longest part from \(longest.start.short) to \(longest.end.short).",
      [("total_seconds", .seconds(total)), ("parts", .int(stretches.count))], severity: .info)
  }
}
