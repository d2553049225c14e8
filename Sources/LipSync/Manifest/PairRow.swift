/// A row that names a pair: columns `video` and `audio`, and `playback_type` where it likes; the rest are labels, which are
/// given back with the result.
public struct PairRow: Sendable {
  /// The line that it begins on, from 1.
  public var line: Int
  /// A path or URL.
  public var video: String
  /// A path or URL.
  public var audio: String
  /// The playback type chosen by hand; nil for the advised one.
  public var playbackType: PlaybackType?
  /// All other fields.
  public var labels: [JSON.Member]

  /// Reads a row.
  /// - Throws: a fault for each field that is missing or cannot be used.
  public init(_ row: ManifestRow) throws(PairRowFaults) {
    var faults: [ManifestFault] = []
    func required(_ name: String) -> String {
      if let text = row[name] { return text }
      let message =
        row.field(name) == nil
        ? "there is no \u{201c}\(name)\u{201d}" : "\u{201c}\(name)\u{201d} is empty, or no text"
      faults.append(row.fault(name, message))
      return ""
    }
    line = row.line
    video = required("video")
    audio = required("audio")
    if let type = row["playback_type"], type != "auto" {
      playbackType = PlaybackType(rawValue: type)
      if playbackType == nil {
        let all = (["auto"] + PlaybackType.allCases.map(\.rawValue)).joined(separator: ", ")
        faults.append(
          row.fault("playback_type", "\u{201c}\(type)\u{201d} is no playback type; there are \(all)"))
      }
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

/// A list of pairs in a file: JSON lines or CSV.
public struct PairList: Sendable {
  /// The file.
  public let path: String
  /// How many rows there are.
  public let count: Int
  /// What is wrong, at most `faultLimit` of it; a list with faults is not to be worked on.
  public let faults: [ManifestFault]
  /// Faults beyond those.
  public let furtherFaults: Int

  private static let columns = ["video", "audio"]

  /// Faults that are told one by one at most.
  public static let faultLimit = 100

  /// Reads a list through once, keeping nothing but faults.
  /// - Throws: `POSIXError` where it cannot be opened.
  public init(path: String) throws {
    self.path = path
    var (count, faults, further) = (0, [ManifestFault](), 0)
    for item in try ManifestReader(path: path, requiring: Self.columns) {
      count += 1
      for fault in Self.faults(of: item) {
        if faults.count < Self.faultLimit { faults.append(fault) } else { further += 1 }
      }
    }
    if count == 0 { faults = [ManifestFault(line: 1, column: 1, message: "the list holds no pair")] }
    (self.count, self.faults, furtherFaults) = (count, faults, further)
  }

  /// The rows in order, read again from the file; none where it is gone meanwhile.
  public func rows() -> some Sequence<PairRow> {
    let reader = try? ManifestReader(path: path, requiring: Self.columns)
    return [reader].lazy.compactMap(\.self).joined().compactMap { try? PairRow($0.get()) }
  }

  private static func faults(of item: ManifestReader.Element) -> [ManifestFault] {
    do {
      _ = try PairRow(item.get())
      return []
    } catch let faults as PairRowFaults {
      return faults.all
    } catch {
      return (error as? ManifestFault).map { [$0] } ?? []
    }
  }
}
