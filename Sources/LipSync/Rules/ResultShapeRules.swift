internal import LipSyncMedia

extension Limits {
  /// What is shown may be this much wider or narrower than it was: rounding to whole blocks is less.
  static let shape = 0.05
  /// The same if bars or lost edges were found, which are known to a fiftieth of the picture.
  static let shapeOfPart = 0.15
  /// The least size in comparison with the video, a side's; three quarters of full HD are common, half is not.
  static let size = 0.7
  /// The least share of the picture's width or height that is shown.
  static let shownPart = 0.88
  /// Contrast changed by more than this share is seen: mixed-up ranges change it by 0.14 and 0.16.
  static let gain = 0.12
  /// Brightness changed by more than this is seen, in levels of 255.
  static let brightness = 16.0
}

/// How a result's picture lies beside the video's.
struct ResultShape: Sendable {
  /// Pixels of both as they are stored.
  let pixels: (result: (width: Int, height: Int), source: (width: Int, height: Int))
  /// Width over height as shown; nil if unknown.
  let aspects: (result: Double, source: Double)?
  /// Shares of width and height of the part of each that shows what the other shows.
  let parts: (result: (Double, Double), source: (Double, Double))
  /// Luma of the result = gain * luma of the video + bias.
  let gain: Double
  /// In levels.
  let bias: Double
  /// By how much the result is brighter, in levels.
  let brightness: Double

  /// By how much wider than it was the picture is shown, 1 for not at all; nil if unknown.
  var stretch: Double? {
    aspects.map { aspects in
      let (shown, sent) = (parts.result, parts.source)
      return aspects.result * shown.0 / shown.1 / (aspects.source * sent.0 / sent.1)
    }
  }

  /// A side's size in comparison with the video's, of what both show.
  var size: Double {
    func area(_ pixels: (width: Int, height: Int), _ part: (Double, Double)) -> Double {
      Double(pixels.width) * part.0 * Double(pixels.height) * part.1
    }
    let source = area(pixels.source, parts.source)
    return source > 0 ? (area(pixels.result, parts.result) / source).squareRoot() : 1
  }

  fileprivate var isWhole: Bool { parts.result == (1, 1) && parts.source == (1, 1) }

  /// Both sizes, in words.
  var words: String {
    "\(pixels.result.width) x \(pixels.result.height), sent as \(pixels.source.width) x \(pixels.source.height)"
  }

  fileprivate var evidence: [JSON.Member] {
    [
      ("width", .int(pixels.result.width)), ("height", .int(pixels.result.height)),
      ("video_width", .int(pixels.source.width)), ("video_height", .int(pixels.source.height)),
    ]
  }
}

extension Rule {
  /// What is wrong with the frame around a result's picture.
  static let resultShapeRules: [Rule] = [.resultShape, .resultSmaller, .resultCropped, .resultLevels]

  private static let sizes = ["width", "height", "video_width", "video_height"]

  /// The picture is squeezed or stretched.
  public static let resultShape = Rule(
    "result.shape", .warning,
    "The picture is squeezed or stretched by more than \(figure(Limits.shape * 100, 0)) % against the video that was sent.",
    "Set the result's pixel aspect right, or submit a video of a usual shape.",
    limit: "\(figure(Limits.shape * 100, 0)) %", evidence: sizes + ["stretch"],
    judges: [
      Judge { (shape: ResultShape) in
        guard let stretch = shape.stretch else { return nil as Seen? }
        let limit = shape.isWhole ? Limits.shape : Limits.shapeOfPart
        guard max(stretch, 1 / stretch) - 1 > limit else { return nil }
        let by = figure((max(stretch, 1 / stretch) - 1) * 100, 0)
        return Seen(
          "Everything is shown \(by) % \(stretch > 1 ? "too wide" : "too narrow"): \(shape.words).",
          shape.evidence + [("stretch", .double(stretch, places: 3))])
      }
    ])

  /// The picture is much smaller than the video's.
  public static let resultSmaller = Rule(
    "result.smaller", .warning,
    "The picture has less than \(figure(Limits.size, 1)) of the video's width and height in pixels.",
    "Ask the service for a higher quality; if it is enough for you, leave this rule out.",
    limit: "\(figure(Limits.size, 1)) of a side", evidence: sizes,
    judges: [
      Judge { (shape: ResultShape) in
        guard shape.size < Limits.size else { return nil as Seen? }
        return Seen(
          "The picture is smaller than what was sent, by a factor of \(figure(1 / shape.size, 1)) in each direction: "
            + "\(shape.words).", shape.evidence)
      }
    ])

  /// Edges of the video are missing.
  public static let resultCropped = Rule(
    "result.cropped", .warning,
    "Less than \(figure(Limits.shownPart * 100, 0)) % of the video's width or height is shown.",
    "Look whether what is missing matters; if it does, submit a video of the result's shape.",
    limit: "\(figure(Limits.shownPart * 100, 0)) %", evidence: ["shown_width", "shown_height"],
    judges: [
      Judge { (shape: ResultShape) in
        let (width, height) = shape.parts.source
        guard min(width, height) < Limits.shownPart else { return nil as Seen? }
        return Seen(
          "Only \(figure(width * 100, 0)) % of the video's width and \(figure(height * 100, 0)) % of its height are shown.",
          [("shown_width", .double(width, places: 3)), ("shown_height", .double(height, places: 3))])
      }
    ])

  /// The picture is brighter, darker, flatter or harder than the video.
  public static let resultLevels = Rule(
    "result.levels", .warning,
    "The picture has another brightness or contrast than the video: by more than \(figure(Limits.brightness, 0)) levels of 255, or by "
      + "more than \(figure(Limits.gain * 100, 0)) %.",
    "Compare it with the video; convert the video to limited range, tagged so, and send that.",
    limit: "\(figure(Limits.brightness, 0)) levels, \(figure(Limits.gain * 100, 0)) %",
    evidence: ["gain", "bias", "brightness"],
    judges: [
      Judge { (shape: ResultShape) in
        let (gain, by) = (shape.gain, shape.brightness)
        guard abs(gain - 1) > Limits.gain || by.magnitude > Limits.brightness else { return nil as Seen? }
        let contrast = "its contrast is \(figure(gain * 100, 0)) % of the video's"
        return Seen(
          "The picture is \(figure(by.magnitude, 0)) levels of 255 \(by < 0 ? "darker" : "brighter") than the video, and \(contrast).",
          [
            ("gain", .double(gain, places: 3)), ("bias", .double(shape.bias, places: 1)),
            ("brightness", .double(by, places: 1)),
          ])
      }
    ])
}
