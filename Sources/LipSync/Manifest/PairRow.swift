/// A row that names a pair: columns `video` and `audio`, and optionally `playback_type`; the rest are labels, which are
/// given back with the result.
public struct PairRow: ListedRow {
  /// `video` and `audio`.
  public static let columns = ["video", "audio"]
  /// `playback_type` and `allow_private`.
  public static let optionalColumns = ["playback_type", privacy]
  /// Of a pair.
  public static let noun = "pair"

  /// The line that it begins on, from 1.
  public var line: Int
  /// A path or URL.
  public var video: String
  /// A path or URL.
  public var audio: String
  /// The playback type chosen by hand; nil for the advised one.
  public var playbackType: PlaybackType?
  /// Where the line names the video and the audio: characters, from 1.
  public var columns: (video: Int, audio: Int)
  /// All other fields.
  public var labels: [JSON.Member]

  /// Whether its private hosts may be talked to, if private addresses are allowed at all: a column `allow_private` says so.
  public var allowsPrivate: Bool {
    labels.contains { name, value in
      if name == Self.privacy, case .bool(true) = value { return true }
      return name == Self.privacy && Self.yes.contains(value.stringValue?.lowercased() ?? "")
    }
  }

  private static let privacy = "allow_private"
  private static let yes: Set<String> = ["yes", "true", "1"]
  private static let no: Set<String> = ["", "no", "false", "0"]

  /// Both sources with what they are for.
  package var sources: [(source: String, subject: Subject)] { [(video, .video), (audio, .audio)] }

  /// Reads a row.
  /// - Throws: a fault for each field that is missing or cannot be used.
  public init(_ row: ManifestRow) throws(PairRowFaults) {
    var faults: [ManifestFault] = []
    func required(_ name: String) -> String {
      if let text = row[name] { return text }
      let message =
        row.field(name) == nil
        ? "there is no \u{201c}\(name)\u{201d}" : "\u{201c}\(name)\u{201d} is empty, or not text"
      faults.append(row.fault(name, message))
      return ""
    }
    line = row.line
    columns = (row.field("video")?.column ?? 1, row.field("audio")?.column ?? 1)
    video = required("video")
    audio = required("audio")
    if let type = row["playback_type"], type != "auto" {
      playbackType = PlaybackType(rawValue: type)
      if playbackType == nil {
        let all = (["auto"] + PlaybackType.allCases.map(\.rawValue)).joined(separator: ", ")
        faults.append(
          row.fault("playback_type", "\u{201c}\(type)\u{201d} is not a playback type; use one of \(all)"))
      }
    }
    if let word = row[Self.privacy], !Self.yes.union(Self.no).contains(word.lowercased()) {
      faults.append(
        row.fault(
          Self.privacy, "\u{201c}\(word)\u{201d} is neither yes nor no, which allow_private has to be"))
    }
    let own: Set<String> = ["video", "audio", "playback_type"]
    labels = row.fields.filter { !own.contains($0.name) }.map { ($0.name, $0.value) }
    guard faults.isEmpty else { throw PairRowFaults(all: faults) }
  }
}

/// Everything that is wrong with a row.
public struct PairRowFaults: Error, Sendable {
  /// In the order of the fields.
  public var all: [ManifestFault]
}
