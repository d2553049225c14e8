public import LipSync
internal import LipSyncBase

/// The jobs of a batch as rows of a file.
package enum BatchExport: String, Sendable, CaseIterable {
  /// RFC 4180; labels are a JSON object in their column. What a spreadsheet would take for a formula gets a leading
  /// apostrophe: ids and errors come from outside.
  case csv
  /// One JSON object per line.
  case jsonl
  /// JUnit's XML, as build servers show it: a job is a test case.
  case junit

  /// The text before the rows.
  package func head(_ batch: Batch, _ tally: BatchTally) -> String {
    switch self {
    case .csv: return Self.csv(Self.columns)
    case .jsonl: return ""
    case .junit:
      let failures = tally.jobs(.failed) + tally.jobs(.setAside)
      let skipped = tally.left
      let name = XMLText.escaped(batch.name)
      let counts = "tests=\"\(tally.jobs)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\""
      return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites \(counts)>\n"
        + "<testsuite name=\"\(name)\" \(counts) timestamp=\"\(batch.created.iso8601.dropLast())\">\n"
    }
  }

  /// A job.
  package func row(_ job: BatchJob) -> String {
    switch self {
    case .csv:
      guard case .object(let members) = job.json else { return "" }
      return Self.csv(
        members.map { _, value in if case .null = value { "" } else { value.stringValue ?? value.text } })
    case .jsonl: return job.json.headed(.batchJob).text + "\n"
    case .junit: return Self.testCase(job)
    }
  }

  /// The text after the rows.
  package var tail: String { self == .junit ? "</testsuite>\n</testsuites>\n" : "" }

  private static let columns = [
    "id", "state", "video", "audio", "playback_type", "task_id", "verdict", "credits", "output", "attempts",
    "error",
    "labels",
  ]

  private static func csv(_ fields: [String]) -> String {
    fields.map { field in
      let isFormula = field.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
      return isFormula ? "'" + field : field
    }.map { field in
      field.utf8.contains { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }
        ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\"" : field
    }.joined(separator: ",") + "\r\n"
  }

  private static func testCase(_ job: BatchJob) -> String {
    let group = job.row.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
      separator: " ")
    let open =
      "<testcase name=\"\(XMLText.escaped(job.row.id))\" classname=\"\(XMLText.escaped(group.isEmpty ? "batch" : group))\""
    let words = XMLText.escaped(job.error ?? job.state.rawValue)
    switch job.state {
    case .verified: return open + "/>\n"
    case .failed, .setAside:
      return open + "><failure type=\"\(job.state.rawValue)\" message=\"\(words)\"/></testcase>\n"
    case .pending, .checking, .uploading, .submitted, .finished:
      return open + "><skipped message=\"\(words)\"/></testcase>\n"
    }
  }
}

extension BatchJob {
  /// The row as docs/json.md explains it: credits are what was charged, else what the job costs at most.
  public var json: JSON {
    .object([
      ("id", .string(row.id)), ("state", .string(state.rawValue)), ("video", .string(row.video)),
      ("audio", .string(row.audio)),
      ("playback_type", .optional((playbackType ?? row.playbackType)?.rawValue)),
      ("task_id", .optional(taskID)), ("verdict", .optional(verdict?.rawValue)),
      ("credits", (charged ?? planned)?.json ?? .null), ("output", .optional(output)),
      ("attempts", .int(attempts)), ("error", .optional(error)),
      ("labels", .object(row.labels.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
    ])
  }
}
