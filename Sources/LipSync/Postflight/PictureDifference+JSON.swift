extension PictureDifference: JSONDocument {
  /// The `difference` member of the document of `verify`: lengths in shares of the picture's sides, luma in levels.
  public var json: JSON {
    .object([
      ("region", region?.json ?? .null), ("outside", .double(outside, places: 2)),
      ("brightness", .double(brightness, places: 1)),
      ("sharpness", sharpness.map { .double($0, places: 3) } ?? .null),
      ("colour", colour.map { .double($0, places: 2) } ?? .null),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      region: try json.nullable("region", .document), outside: try json.required("outside", .number),
      brightness: try json.required("brightness", .number),
      sharpness: try json.nullable("sharpness", .number), colour: try json.nullable("colour", .number))
  }
}

extension EditedRegion: JSONDocument {
  /// The `region` member of a difference.
  public var json: JSON {
    .object([
      ("left", .double(left, places: 3)), ("top", .double(top, places: 3)),
      ("width", .double(width, places: 3)), ("height", .double(height, places: 3)),
      ("share", .double(share, places: 4)), ("difference", .double(difference, places: 1)),
    ])
  }

  /// Reads what `json` states: the rectangle, without its cells and their movement.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      left: try json.required("left", .number), top: try json.required("top", .number),
      width: try json.required("width", .number), height: try json.required("height", .number),
      share: try json.required("share", .number), difference: try json.required("difference", .number),
      cells: [], movement: [])
  }
}
