/// What was seen of faces in a video's pictures, or in a photo.
///
/// Drawn faces and animals' are found less surely than people's: the networks were made with photographs of people.
public struct FaceFacts: Sendable, Equatable {
  /// Pictures a second that are looked at where all of a video is.
  package static let rate = 2

  /// Why no face was looked for.
  public enum Absence: String, Sendable, CaseIterable {
    /// Nobody asked.
    case notAsked = "not-asked"
    /// There are no pictures to look at.
    case noPictures = "no-pictures"
    /// The networks are not installed.
    case noNetworks = "no-networks"
    /// The program that reads media was built without an engine for them.
    case noEngine = "no-engine"
    /// It was tried and failed, or was no longer within the time allowed.
    case failed
  }

  /// Pictures that were looked at.
  public var pictures: Int
  /// Whether these were two a second, from beginning to end; else a few.
  public var isWhole: Bool
  /// How many of them show a face.
  public var withFace: Int
  /// Height of the largest face over that of the picture, 0...1, the median of pictures with one; nil without. From forehead to chin.
  public var height: Double?
  /// Most faces in a picture; of more than four, four.
  public var most: Int
  /// Pictures that show a second face at least half as high as the largest.
  public var several: Int
  /// By how many degrees the largest face is turned to a side, the median of pictures with one; nil without.
  public var yaw: Double?
  /// The longest part without a face; nil where there is none, or only a few pictures were looked at.
  public var longestWithout: PictureFacts.Stretch?

  /// Share of pictures with a face, 0...1; nil where none was looked at.
  public var share: Double? { pictures > 0 ? Double(withFace) / Double(pictures) : nil }

  /// Facts as seen.
  package init(
    pictures: Int, isWhole: Bool, withFace: Int, height: Double? = nil, most: Int = 0, several: Int = 0,
    yaw: Double? = nil, longestWithout: PictureFacts.Stretch? = nil
  ) {
    (self.pictures, self.isWhole, self.withFace, self.height) = (pictures, isWhole, withFace, height)
    (self.most, self.several, self.yaw, self.longestWithout) = (most, several, yaw, longestWithout)
  }
}

extension FaceFacts: JSONDocument {
  /// What was seen of faces, in a document.
  public var json: JSON {
    .object([
      ("pictures", .int(pictures)), ("whole", .bool(isWhole)), ("with_face", .int(withFace)),
      ("share", share.map { .double($0, places: 3) } ?? .null),
      ("height", height.map { .double($0, places: 3) } ?? .null), ("most_faces", .int(most)),
      ("several", .int(several)), ("yaw_degrees", yaw.map { .double($0, places: 1) } ?? .null),
      (
        "longest_without_seconds",
        longestWithout.map { .array([.seconds($0.start), .seconds($0.end)]) } ?? .null
      ),
    ])
  }

  /// Reads what `json` states.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      pictures: try json.required("pictures", .whole), isWhole: try json.required("whole", .bool),
      withFace: try json.required("with_face", .whole), height: try json.nullable("height", .number),
      most: try json.required("most_faces", .whole), several: try json.required("several", .whole),
      yaw: try json.nullable("yaw_degrees", .number))
    // It follows from the others.
    _ = try json.nullable("share", .number)
    longestWithout = try json.nullable("longest_without_seconds", .twoTimes)
      .map { PictureFacts.Stretch(start: $0, end: $1) }
  }
}
