/// JSON that speaks of a file instead of being it.
enum JSONDescription {
  static func sniff(_ json: JSON) -> Sniff {
    var sniff = Sniff(.text, "JSON document")
    let isGoogle =
      json["bucket"] != nil && json["name"] != nil || json["kind"]?.stringValue?.hasSuffix("#file") == true
    if isGoogle || json["kind"]?.stringValue?.hasSuffix("#object") == true {
      sniff.sentence = "It describes the object instead of sending it."
      sniff.remedy = "Add alt=media to the URL's query: then the host sends the object itself."
    } else if let link = link(in: json, depth: 5) {
      sniff.sentence = "It names a link instead of sending the file: \(shortened(link))."
      sniff.remedy = "Use the link that it names, not the address of the API that answers with it."
    }
    return sniff
  }

  /// Members that hold the file's own link, the surest first.
  private static let names = [
    "href", "download_url", "downloadurl", "direct_url", "@microsoft.graph.downloadurl", "signedurl",
    "signed_url",
    "video_url", "audio_url", "file_url", "fileurl", "media_url", "mp4", "url", "link", "output", "src",
    "uri", "location", "file", "play_url", "playurl", "result", "result_url", "download", "video", "audio",
  ]

  private static func link(in json: JSON, depth: Int) -> String? {
    guard depth > 0 else { return nil }
    switch json {
    case .object(let members):
      let found = names.lazy.compactMap { name in
        members.first { $0.0.lowercased() == name }?.1.stringValue.flatMap(web)
      }.first
      return found ?? members.lazy.compactMap { link(in: $0.1, depth: depth - 1) }.first
    case .array(let values):
      return values.lazy.compactMap { web($0.stringValue) ?? link(in: $0, depth: depth - 1) }.first
    default: return nil
    }
  }

  private static func web(_ text: String?) -> String? {
    text.flatMap { ["http://", "https://"].contains(where: $0.lowercased().hasPrefix) ? $0 : nil }
  }
}
