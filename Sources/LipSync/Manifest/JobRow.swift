/// A row that names a job of a batch: columns `id`, `video` and `audio`, and optionally `playback_type` and `output`; the
/// rest are labels.
public struct JobRow: ListedRow {
  /// `id`, `video` and `audio`.
  public static let columns = ["id", "video", "audio"]
  /// Those of a pair, and `output`.
  public static let optionalColumns = PairRow.optionalColumns + ["output"]
  /// Of a job.
  public static let noun = "job"
  /// Bytes that an id may have at most: it becomes the name of a directory.
  public static let idLimit = 120

  /// The job's name, unique in its batch.
  public var id: String
  /// The pair, with its labels.
  public var pair: PairRow
  /// Where the results go, below the batch's directory; nil for a directory of the id's name.
  public var output: String?

  /// The id.
  public var unique: (field: String, value: String)? { ("id", id) }

  /// Reads a row.
  /// - Throws: a fault for each field that is missing or cannot be used.
  public init(_ row: ManifestRow) throws(PairRowFaults) {
    var faults: [ManifestFault] = []
    let name = row["id"]
    id = name ?? ""
    if let name {
      if let trouble = PathPart.trouble(name, limit: Self.idLimit) {
        faults.append(row.fault("id", "the id \u{201c}\(name)\u{201d} \(trouble)"))
      }
    } else {
      let what =
        row.field("id") == nil ? "there is no \u{201c}id\u{201d}" : "\u{201c}id\u{201d} is empty, or not text"
      faults.append(row.fault("id", what))
    }
    output = row["output"]
    if let output {
      let parts = output.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      let trouble = parts.lazy.compactMap { PathPart.trouble($0, limit: 255) }.first
      if let trouble {
        faults.append(
          row.fault(
            "output", "the path \u{201c}\(output)\u{201d}, which is relative to -o, \(trouble)"))
      }
    }
    var rest = row
    rest.fields.removeAll { $0.name == "id" || $0.name == "output" }
    do {
      pair = try PairRow(rest)
    } catch {
      throw PairRowFaults(all: (faults + error.all).sorted { $0.column < $1.column })
    }
    guard faults.isEmpty else { throw PairRowFaults(all: faults) }
    // In JSON, labels may be in an object of their own.
    pair.labels = pair.labels.flatMap { member -> [JSON.Member] in
      if member.0 == "labels", case .object(let members) = member.1 { members } else { [member] }
    }
  }
}
