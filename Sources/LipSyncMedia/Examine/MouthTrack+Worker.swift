/// A track on its way from a worker.
extension MouthTrack {
  var exact: JSON {
    .object([
      ("several", .bool(hasSeveral)),
      (
        "pictures",
        .array(
          pictures.map { picture in
            .object([
              ("time", .exact(picture.time)),
              (
                "shape",
                picture.shape.map { .array([.exact($0.opening), .exact($0.width), .exact($0.chin)]) } ?? .null
              ),
            ])
          })
      ),
    ])
  }
}

extension JSONReading where Value == MouthTrack {
  /// A track, no longer than any is.
  static var mouth: JSONReading {
    JSONReading { json throws(DocumentError) in
      let pictures = try json.list("pictures", .mouthPicture)
      guard pictures.count <= MouthTrack.most else { throw DocumentError(.malformed, "too many pictures") }
      return MouthTrack(pictures: pictures, hasSeveral: try json.required("several", .bool))
    }
  }
}

extension JSONReading where Value == MouthTrack.Picture {
  fileprivate static var mouthPicture: JSONReading {
    JSONReading { json throws(DocumentError) in
      let time = try json.required("time", .exactTime)
      guard json["shape"]?.isNull == false else { return MouthTrack.Picture(time: time, shape: nil) }
      let values = try json.list("shape", .number)
      guard values.count == 3, values.allSatisfy({ (0...1e3).contains($0) }) else {
        throw DocumentError(.malformed, "measures that no mouth has")
      }
      return MouthTrack.Picture(
        time: time, shape: .init(opening: values[0], width: values[1], chin: values[2]))
    }
  }
}
