internal import LipSyncMedia

extension Limits {
  /// Pictures that stand still for this long, while the video does not, are a freeze.
  static let frozen = MediaTime(28, 100)
  /// The least share of the different pictures that could be shown.
  static let pictureRate = 0.7
  /// Fewer different pictures than this a second are seen to stutter.
  static let leastPictureRate = 10.0
  /// The share of the pictures from which on an unedited face is told: true results have 0.004 and less.
  static let uneditedShare = 0.05
}

/// The pictures of a result, moment by moment.
struct ResultMoments: Sendable {
  /// A stretch of a result.
  struct Stretch: Sendable, Equatable {
    var start: MediaTime
    var end: MediaTime
    var pictures = 1
    var length: MediaTime { end - start }
  }

  /// Pictures of one colour where the video has a picture, and their luma.
  var blank: [(stretch: Stretch, luma: Double)] = []
  /// Pictures that are not the video's.
  var foreign: [Stretch] = []
  /// Where the edited part is covered.
  var covered: [Stretch] = []
  /// Where the picture stands still while the video moves, but for a tail that has a rule of its own.
  var frozen: [Stretch] = []
  /// Different pictures a second; nil if too little moves.
  var rates: (result: Double, source: Double)?
  /// Pictures a second.
  var frameRates: (result: Double, source: Double) = (0, 0)
  /// The share of the pictures with sound in which the face is the video's own, and where.
  var unedited: (share: Double, stretches: [Stretch]) = (0, [])

  /// Whether there are far fewer different pictures than there could be.
  fileprivate var stutters: Bool {
    guard let rates else { return false }
    let could =
      min(rates.source, frameRates.source > 0 ? rates.source / frameRates.source * frameRates.result : 0)
    let isSlow = rates.result < Limits.leastPictureRate && rates.source > 2 * rates.result
    return rates.result < Limits.pictureRate * could || isSlow
  }
}

extension Rule {
  /// What is wrong with single moments of a result's picture.
  static let resultMomentRules: [Rule] = [
    .resultPictureBlank, .resultPictureForeign, .resultFaceCovered, .resultFrozen, .resultLowRate,
    .resultFaceUnedited,
  ]

  private static let times = ["start_seconds", "end_seconds", "pictures"]

  /// Pictures of the result are black or of one colour.
  public static let resultPictureBlank = Rule(
    "result.picture-blank", .error,
    "Pictures of the result are black or of one colour where the video that was sent is not; one is enough.",
    "Do not publish it; submit again, or cut them out.", limit: "one picture", evidence: times,
    judges: [
      Judge { (result: ResultMoments) in
        result.blank.map { blank in
          let colour = blank.luma < 24 ? "black" : blank.luma > 232 ? "white" : "of one colour"
          return Seen("\(place(blank.stretch)) \(colour).", evidence(blank.stretch))
        }
      }
    ])

  /// Pictures of the result are not the video's.
  public static let resultPictureForeign = Rule(
    "result.picture-foreign", .error,
    "Pictures of the result do not show what the video shows there; one is enough.",
    "Look at these moments; if they are not meant to be so, submit again.", limit: "one picture",
    evidence: times,
    judges: [
      Judge { (result: ResultMoments) in
        result.foreign.map { stretch in
          Seen("\(place(stretch)) not what the video shows there.", evidence(stretch))
        }
      }
    ])

  /// The edited face is covered for a while.
  public static let resultFaceCovered = Rule(
    "result.face-covered", .warning,
    "The edited part of the picture is covered by something else for a while.",
    "Look at these moments; if the mouth cannot be seen, submit again or cut them out.", limit: "0.2 s",
    evidence: times,
    judges: [
      Judge { (result: ResultMoments) in
        result.covered.map { stretch in
          Seen(
            "\(span(stretch.start, stretch.end)) the edited part of the picture shows something else than before and after.",
            evidence(stretch))
        }
      }
    ])

  /// The picture stands still for a while.
  public static let resultFrozen = Rule(
    "result.frozen", .warning,
    "The picture stands still for \(figure(Limits.frozen.seconds, 2)) s or longer while the video that was sent moves.",
    "Look at these moments; if they disturb, submit again.", limit: "\(figure(Limits.frozen.seconds, 2)) s",
    evidence: ["start_seconds", "end_seconds"],
    judges: [
      Judge { (result: ResultMoments) in
        result.frozen.map { still in
          Seen(
            "The picture stands still for \(figure((still.end - still.start).seconds, 2)) s: "
              + "\(span(still.start, still.end, "from")), while the video moves.",
            [("start_seconds", .seconds(still.start)), ("end_seconds", .seconds(still.end))])
        }
      }
    ])

  /// Pictures are repeated, or there are few of them.
  public static let resultLowRate = Rule(
    "result.low-rate", .warning,
    "The result shows fewer different pictures a second than it could: less than \(figure(Limits.pictureRate, 1)) of the video's, or "
      + "fewer than \(figure(Limits.leastPictureRate, 0)).",
    "Compare its movement with the video's; if it stutters, submit again.",
    limit: "\(figure(Limits.pictureRate, 1)) of the video's",
    evidence: ["pictures_per_second", "video_pictures_per_second"],
    judges: [
      Judge { (result: ResultMoments) in
        guard result.stutters, let rates = result.rates else { return nil as Seen? }
        return Seen(
          "The result shows \(figure(rates.result, 0)) different pictures a second where the video has "
            + "\(figure(rates.source, 0)).",
          [
            ("pictures_per_second", .double(rates.result, places: 1)),
            ("video_pictures_per_second", .double(rates.source, places: 1)),
          ])
      }
    ])

  /// The face is the video's own for a while.
  public static let resultFaceUnedited = Rule(
    "result.face-unedited", .warning,
    "The face is the video's own in \(figure(Limits.uneditedShare * 100, 0)) % of the pictures or more: "
      + "nobody worked on them.",
    "Watch the lips there; if they follow the old words, submit again.",
    limit: "\(figure(Limits.uneditedShare * 100, 0)) % of the pictures",
    evidence: ["share", "start_seconds", "end_seconds"],
    judges: [
      Judge { (result: ResultMoments) in
        let (share, stretches) = result.unedited
        guard share >= Limits.uneditedShare else { return nil as Seen? }
        let evidence: [JSON.Member] = [("share", .double(share, places: 3))]
        guard let first = stretches.first, let last = stretches.last else {
          return Seen(
            "The face flickers: in \(figure(share * 100, 0)) % of the pictures, single ones, it is the video's own.",
            evidence)
        }
        let places = stretches.prefix(4).map { span($0.start, $0.end, "from") }.joined(separator: ", ")
        return Seen(
          "The face is the video's own \(places): the lips follow the old words there.",
          evidence + [("start_seconds", .seconds(first.start)), ("end_seconds", .seconds(last.end))])
      }
    ])

  private static func place(_ stretch: ResultMoments.Stretch) -> String {
    if stretch.pictures == 1 { return "The picture at \(figure(stretch.start.seconds, 2)) s is" }
    return "\(stretch.pictures) pictures \(span(stretch.start, stretch.end, "from")) are"
  }

  private static func span(_ start: MediaTime, _ end: MediaTime, _ from: String = "From") -> String {
    "\(from) \(figure(start.seconds, 2)) s to \(figure(end.seconds, 2)) s"
  }

  private static func evidence(_ stretch: ResultMoments.Stretch) -> [JSON.Member] {
    [
      ("start_seconds", .seconds(stretch.start)), ("end_seconds", .seconds(stretch.end)),
      ("pictures", .int(stretch.pictures)),
    ]
  }
}
