internal import LipSync

/// An upload as the sandbox keeps it.
struct AssetRecord: Sendable, Equatable {
  /// A UUID, lower case.
  let id: String
  /// As the client named it, reduced to what is safe in a path; only ever shown in URLs.
  let filename: String
  let contentType: String
  /// The size that the client announced.
  let statedBytes: Int64?
  /// The bytes stored; nil before the upload is done.
  var bytes: Int64?
  /// How often bytes were stored: other bytes have another entity tag.
  var revision: Int64 = 0

  var json: JSON {
    .object([
      ("id", .string(id)), ("filename", .string(filename)), ("content_type", .string(contentType)),
      ("stated_bytes", .optional(statedBytes)), ("bytes", .optional(bytes)),
      ("revision", .int(revision)),
    ])
  }

  init(id: String, filename: String, contentType: String, statedBytes: Int64?) {
    self.id = id
    self.filename = Self.safe(filename)
    self.contentType = contentType
    self.statedBytes = statedBytes
  }

  /// Reads what `json` wrote; nil for anything else.
  init?(_ json: JSON) {
    guard let id = json["id"]?.stringValue, let filename = json["filename"]?.stringValue,
      let contentType = json["content_type"]?.stringValue
    else { return nil }
    self.init(
      id: id, filename: filename, contentType: contentType, statedBytes: json["stated_bytes"]?.intValue)
    bytes = json["bytes"]?.intValue
    revision = json["revision"]?.intValue ?? 0
  }

  /// The type that it is served under: the announced one if that is media, so that a browser shows no page of a stranger's.
  var servedType: String {
    let essence = contentType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    let isMedia =
      essence.hasPrefix("video/") || essence.hasPrefix("audio/")
      || essence.hasPrefix("image/") && !essence.contains("svg")
    return isMedia ? contentType : "application/octet-stream"
  }

  /// The last part of the name with everything but letters, digits, `.`, `-` and `_` replaced.
  private static func safe(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    let kept = last.suffix(80).map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber || ".-_".contains(character))
        ? character : "_"
    }
    let text = String(kept.drop { $0 == "." })
    return text.isEmpty ? "file" : text
  }
}
