internal import LipSyncMedia

extension Limits {
  /// The least standard deviation of luma for a cover to be a picture.
  static let coverContrast = 3.0
  /// The least correlation of a cover's luma with a frame of its result.
  static let coverSimilarity = 0.9
  /// How far a cover's width over height may be from its result's, as a share of it: sizes are rounded.
  static let coverAspect = 0.03
}

/// A cover's picture beside its result.
struct CoverPicture: Sendable {
  let width: Int
  let height: Int
  /// Width over height.
  let aspect: Double
  /// The standard deviation of luma.
  let contrast: Double
  /// How alike the nearest frame of the result is, 0 to 1; nil if none was compared.
  let similarity: Double?
  /// When that frame is shown.
  let moment: MediaTime?
  /// Width over height of the result as it is shown; nil if unknown.
  let result: Double?

  /// Whether it has the shape of the result.
  static func isMisshapen(_ cover: Double, _ result: Double) -> Bool {
    abs(cover / result - 1) > Limits.coverAspect
  }

  fileprivate var isBlank: Bool { contrast < Limits.coverContrast }
  fileprivate var isForeign: Bool { similarity.map { $0 < Limits.coverSimilarity } ?? false }
}

extension Rule {
  /// What is wrong with a cover, in the order in which it is looked at; the first one is told.
  static let coverRules: [Rule] = [.coverUnreadable, .coverBlank, .coverForeign, .coverAspect]

  /// The cover does not decode as an image.
  public static let coverUnreadable = Rule(
    "cover.unreadable", .error, "The cover does not decode as an image.", "Use a frame of the result itself.")

  /// The cover is black or of one colour.
  public static let coverBlank = Rule(
    "cover.blank", .warning, "The cover is black or of one colour.", "Use a frame of the result itself.",
    limit: "a contrast of \(figure(Limits.coverContrast, 1)) levels", evidence: ["contrast"],
    judges: [
      Judge { (cover: CoverPicture) in
        guard cover.isBlank else { return nil as Seen? }
        return Seen(
          "The cover is one colour: its luma varies by \(figure(cover.contrast, 1)), and "
            + "\(figure(Limits.coverContrast, 1)) is the least for a picture.",
          [("contrast", .double(cover.contrast, places: 2))])
      }
    ])

  /// The cover is not a picture of this result.
  public static let coverForeign = Rule(
    "cover.foreign", .warning, "The cover is not a picture of this result.",
    "Use a frame of the result itself.",
    limit: "a similarity of \(figure(Limits.coverSimilarity, 2))",
    evidence: ["similarity", "result_seconds"],
    judges: [
      Judge { (cover: CoverPicture) in
        guard !cover.isBlank, cover.isForeign, let similarity = cover.similarity else { return nil as Seen? }
        return Seen(
          "The cover is no picture of this result: its nearest frame, at "
            + "\(cover.moment.map { figure($0.seconds, 3) } ?? "?") s, is \(figure(similarity, 2)) alike, and "
            + "\(figure(Limits.coverSimilarity, 2)) is the least.",
          [("similarity", .double(similarity, places: 4)), ("result_seconds", .seconds(cover.moment))])
      }
    ])

  /// The cover has another shape than the result's picture.
  public static let coverAspect = Rule(
    "cover.aspect", .warning, "The cover has another shape than the result's picture.",
    "Use a frame of the result itself; players put bars around this one, or crop it.",
    limit: "\(figure(Limits.coverAspect * 100, 0)) % of width over height",
    evidence: ["cover_aspect", "result_aspect"],
    judges: [
      Judge { (cover: CoverPicture) in
        guard !cover.isBlank, !cover.isForeign, let result = cover.result,
          CoverPicture.isMisshapen(cover.aspect, result)
        else { return nil as Seen? }
        return Seen(
          "The cover has \(cover.width) x \(cover.height) pixels and is \(figure(cover.aspect, 2)) times as wide as high; the "
            + "result is shown \(figure(result, 2)) times as wide as high.",
          [
            ("cover_aspect", .double(cover.aspect, places: 4)), ("result_aspect", .double(result, places: 4)),
          ])
      }
    ])
}
