internal import LipSyncMedia

extension Limits {
  /// Fewer pictures than these say little of a video, unless they are two a second of all of it.
  static let tellingFaces = 4
  /// The least height of a face, as a share of the picture's.
  static let faceHeight = 0.1
  /// The least height of a face that is found, as a share of the picture's.
  static let findableFace = 0.06
  /// The longest part without a face of which nothing is said.
  static let faceless = MediaTime(2)
  /// In how many of the pictures there may be a second face, as a share.
  static let secondFace = 0.25
  /// How far a face may be turned to a side, in degrees.
  static let faceYaw = 40.0
}

extension Rule {
  /// What is seen of faces in a video, in the order in which a job meets it.
  static let faceRules: [Rule] = [.mediaNoFace, .mediaSmallFace, .mediaSeveralFaces, .mediaTurnedFace]

  private static let unsure =
    "Drawn faces and animals' are found less surely than people's: look for yourself where it shows one of these."

  /// No face is seen in it, or none for a part of it.
  public static let mediaNoFace = Rule(
    "media.no-face", .warning,
    "No face is seen in the pictures that were looked at, or none for more than \(Limits.faceless.wholeSeconds).",
    "Use a video in which the speaker's face is seen all the time. \(unsure)",
    limit: Limits.faceless.wholeSeconds,
    evidence: ["pictures", "with_face", "whole", "from_seconds", "to_seconds"],
    judges: [
      Judge { (part: VideoPart) in part.media.facts.faces.flatMap { none($0) } }
    ])

  private static func none(_ faces: FaceFacts) -> Seen? {
    guard faces.pictures > 0 else { return nil }
    let looked = looked(faces)
    if faces.withFace == 0 {
      let isTelling = faces.isWhole || faces.pictures >= Limits.tellingFaces
      return Seen(
        faces.pictures == 1
          ? "No face is seen in the picture that was looked at."
          : "No face is seen in any of the \(faces.pictures) pictures that were looked at; one below \(percent(Limits.findableFace)) of the height would not be.",
        looked,
        severity: isTelling ? nil : .info)
    }
    guard let part = faces.longestWithout, part.length > Limits.faceless else { return nil }
    return Seen(
      "A face is seen in \(percent(Double(faces.withFace) / Double(faces.pictures))) of the pictures, "
        + "and none from \(part.start.short) to \(part.end.short).",
      looked + [("from_seconds", .seconds(part.start)), ("to_seconds", .seconds(part.end))], severity: .info)
  }

  /// The face is too small for its mouth to be made anew in detail.
  public static let mediaSmallFace = Rule(
    "media.small-face", .warning,
    "The largest face is less high than \(percent(Limits.faceHeight)) of the picture: its mouth has few pixels to be made of.",
    "Crop the video to the speaker, or film closer.",
    limit: "\(percent(Limits.faceHeight)) of the picture's height",
    evidence: ["pictures", "with_face", "whole", "face_height", "face_pixels"],
    judges: [
      Judge { (part: VideoPart) in
        guard let faces = part.media.facts.faces, let height = faces.height, height < Limits.faceHeight else {
          return nil as Seen?
        }
        let pixels = part.media.facts.displayHeight.map { Int((Double($0) * height).rounded()) }
        return Seen(
          "The largest face is \(pixels.map { "\($0) pixels high, " } ?? "")\(percent(height)) of the picture's height.",
          looked(faces) + [("face_height", .double(height, places: 3)), ("face_pixels", .optional(pixels))])
      }
    ])

  /// More than one face could be meant.
  public static let mediaSeveralFaces = Rule(
    "media.several-faces", .warning,
    "More than one face of about the same size is seen: the wrong one may be made to speak.",
    "Crop the video to the speaker, or cover the other faces.",
    limit: "\(percent(Limits.secondFace)) of the pictures",
    evidence: ["pictures", "with_face", "whole", "several", "faces"],
    judges: [
      Judge { (part: VideoPart) in
        guard let faces = part.media.facts.faces, faces.withFace > 0,
          Double(faces.several) > Limits.secondFace * Double(faces.withFace)
        else { return nil as Seen? }
        return Seen(
          "There are up to \(faces.most) faces, and in \(faces.several) of the \(faces.pictures) pictures that were looked "
            + "at a second one at least half as high as the largest.",
          looked(faces) + [("several", .int(faces.several)), ("faces", .int(faces.most))])
      }
    ])

  /// The face is turned away.
  public static let mediaTurnedFace = Rule(
    "media.turned-face", .warning,
    "The face is turned by more than \(figure(Limits.faceYaw, 0)) degrees to a side: lips of a profile come out badly.",
    "Use a video in which the speaker looks into the camera.", limit: "\(figure(Limits.faceYaw, 0)) degrees",
    evidence: ["pictures", "with_face", "whole", "yaw_degrees"],
    judges: [
      Judge { (part: VideoPart) in
        guard let faces = part.media.facts.faces, let yaw = faces.yaw, yaw > Limits.faceYaw else {
          return nil as Seen?
        }
        return Seen(
          "The face is turned by \(figure(yaw, 0)) degrees to a side, in half of the pictures by more.",
          looked(faces) + [("yaw_degrees", .double(yaw, places: 1))])
      }
    ])

  private static func looked(_ faces: FaceFacts) -> [JSON.Member] {
    [
      ("pictures", .int(faces.pictures)), ("with_face", .int(faces.withFace)),
      ("whole", .bool(faces.isWhole)),
    ]
  }

  private static func percent(_ share: Double) -> String { "\(figure(share * 100, 0)) %" }
}
