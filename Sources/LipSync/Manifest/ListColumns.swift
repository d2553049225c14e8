/// The columns of a list that have a meaning, under our names for them and those that people and the service's API give them.
struct ListColumns: Equatable {
  /// A column of a list may be either of two of ours.
  struct Clash: Error, Equatable {
    var own: String
    var first: Int
    var second: Int
  }

  /// Ours, those first that a list has to name.
  let own: [String]

  /// Other names, by ours, as `key` writes them.
  private static let others: [String: Set<String>] = [
    "id": ["jobid", "job"],
    "video": Set(sources.map { "video" + $0 } + ["sourcevideo", "inputvideo"]),
    "audio": Set(sources.map { "audio" + $0 } + ["sourceaudio", "inputaudio"]),
    "playback_type": ["playback"],
    "output": ["outputdir", "outputdirectory", "outputfolder"],
  ]

  private static let sources = [
    "url", "uri", "link", "file", "filename", "path", "src", "source",
  ]

  /// A name without case, spaces and signs: `Video URL`, `video-url` and `videoUrl` are `videourl`.
  private static func key(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        }))
  }

  /// How many of ours are among these names, under whatever name.
  func known(in names: [String]) -> Int {
    own.count { column in names.contains { Self.means($0, column) } }
  }

  /// The names with ours in the places of theirs. A name that is written exactly as ours keeps others from being taken for it.
  func renamed(_ names: [String]) throws(Clash) -> [String] {
    var renamed = names
    for column in own where !names.contains(column) {
      let places = names.indices.filter { Self.means(names[$0], column) && !own.contains(names[$0]) }
      guard places.count < 2 else { throw Clash(own: column, first: places[0], second: places[1]) }
      if let place = places.first { renamed[place] = column }
    }
    return renamed
  }

  private static func means(_ name: String, _ column: String) -> Bool {
    if name == column { return true }
    let key = key(name)
    return key == Self.key(column) || others[column]?.contains(key) == true
  }
}
