/// The pairs of a folder, by their files' names: `anna.mp4` goes with `anna.wav`, and with `anna.de.wav` and `anna_fr.m4a`, whose
/// rest names the language.
package struct PairFolder: Sendable, Equatable {
  /// A video and an audio that belong together.
  package struct Pair: Sendable, Equatable {
    /// The audio's name without its ending.
    package var id: String
    package var video: String
    package var audio: String
    /// What the audio's name has beyond the video's; nil for nothing.
    package var language: String?
  }

  /// In the order of their names.
  package var pairs: [Pair] = []
  /// Media files without a partner.
  package var alone: [String] = []

  /// Pairs names of files; those of other kinds and hidden ones are left out.
  package init(_ names: [String]) {
    let media = names.filter { !$0.hasPrefix(".") }.sorted()
    let videos = media.filter { Self.videos.contains(Self.ending($0)) }
    let audios = media.filter { Self.audios.contains(Self.ending($0)) }
    var used: Set<String> = []
    for audio in audios {
      let stem = Self.stem(audio)
      // The longest name wins: of anna.mp4 and anna.part2.mp4 the second has anna.part2.wav.
      let video = videos.filter { Self.rest(of: stem, after: Self.stem($0)) != nil }.max {
        Self.stem($0).count < Self.stem($1).count
      }
      guard let video, let rest = Self.rest(of: stem, after: Self.stem(video)) else {
        alone.append(audio)
        continue
      }
      used.insert(video)
      // Two audios of one name and different endings are two jobs.
      let isTwice = audios.contains { $0 != audio && Self.stem($0) == stem }
      pairs.append(
        Pair(id: isTwice ? audio : stem, video: video, audio: audio, language: rest.isEmpty ? nil : rest))
    }
    alone += videos.filter { !used.contains($0) }
  }

  /// The pairs as a list that can be read: JSON lines, with `language` as a label.
  ///
  /// - Parameter folder: what is put in front of each name.
  package func lines(in folder: String) -> String {
    pairs.map { pair in
      let start = folder.hasSuffix("/") ? folder : folder + "/"
      var members: [JSON.Member] = [
        ("id", .string(pair.id)), ("video", .string(start + pair.video)),
        ("audio", .string(start + pair.audio)),
      ]
      members.append(("language", .string(pair.language ?? "")))
      return JSON.object(members).text + "\n"
    }.joined()
  }

  /// What a name has after another one; nil if it does not begin with it, or goes on within a word.
  private static func rest(of name: String, after start: String) -> String? {
    guard name.hasPrefix(start) else { return nil }
    let rest = name.dropFirst(start.count)
    guard let mark = rest.first else { return "" }
    return [".", "-", "_", " "].contains(mark) && rest.count > 1 ? String(rest.dropFirst()) : nil
  }

  private static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  private static func ending(_ name: String) -> String {
    name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }

  private static let videos: Set = [
    "mp4", "mov", "m4v", "webm", "mkv", "avi", "mpg", "mpeg", "mts", "m2ts", "ts", "3gp", "wmv", "flv",
  ]
  private static let audios: Set = [
    "wav", "mp3", "m4a", "aac", "flac", "ogg", "oga", "opus", "aif", "aiff", "caf", "wma", "amr", "ac3",
  ]
}
