internal import LipSyncTransfer

/// What an answer says of ranges and lengths.
extension AnswerJudge {
  func rangeFinding(_ range: RangeVerdict, _ bytes: [UInt8]) -> Finding? {
    switch range.support {
    case .honoured:
      return range.cutTo.map { shortFinding($0, of: range.total) } ?? range.grownTo.map(longFinding)
    case .ignored:
      let how =
        refusedRange.map { "refuses byte ranges (status \($0))" }
        ?? "ignores byte ranges (status \(response.status))"
      var message = "\(host) \(how), so a broken download has to start over."
      var remedy: String?
      let isLast = IndexPlace.isLast(bytes)
      if isLast {
        message +=
          " The file's index (moov) comes after its pictures, so it cannot be played until all of it has been downloaded."
        remedy = "Use a host or CDN that supports ranges, or export with the index in front (faststart)."
      }
      return Finding(
        .linkNoRanges, about: subject, message, remedy: remedy,
        evidence: [("status", .int(refusedRange ?? response.status)), ("index_is_last", .bool(isLast))])
    case .wrong(let clause):
      return Finding(
        .linkBadRanges, about: subject, "\(host) \(clause).",
        evidence: [
          ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
        ])
    }
  }

  /// Right bytes, and fewer than were asked for: RFC 9110 allows it, and not every fetcher asks for the rest.
  private func shortFinding(_ bytes: Int64, of total: Int64?) -> Finding {
    Finding(
      .linkBadRanges, about: subject,
      "\(host) sends \(bytes) bytes where \(asked ?? 0) of \(total ?? 0) were asked for: it cuts byte ranges short, and fetchers "
        + "that do not ask for the rest get a cut file.",
      remedy: "Use a host or CDN that sends a byte range as a whole.", severity: .warning,
      evidence: [
        ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
      ])
  }

  func lengthFinding(_ range: RangeVerdict) -> Finding? {
    let lengths = response.headers.filter { $0.name.lowercased() == "content-length" }.map(\.value)
    // Lengths that contradict each other are refused before they come here (`HeaderBlock.contradiction`).
    if lengths.count > 1 {
      return Finding(
        .linkNoLength, about: subject,
        "\(host) sends Content-Length \(lengths.count) times (\(lengths.prefix(3).joined(separator: ", "))); "
          + "some fetchers refuse such an answer.",
        remedy: "Put the host's configuration right, or use another host.", severity: .warning,
        evidence: [("content_length", .array(lengths.prefix(8).map(JSON.string)))])
    }
    if case .wrong = range.support { return nil }
    guard range.total == nil else { return nil }
    return Finding(
      .linkNoLength, about: subject,
      "\(host) does not state the file's length, so a truncated download goes unnoticed.")
  }

  /// Right bytes under a right name, and more than were asked for: who asks for little gets much.
  private func longFinding(_ bytes: Int64) -> Finding {
    Finding(
      .linkBadRanges, about: subject,
      "\(host) sends \(bytes) bytes where \(asked ?? 0) were asked for, and says so in Content-Range: fetchers that count on the "
        + "range they asked for take a damaged file.",
      remedy: "Have the host keep to the range that was asked for, or use another host.", severity: .warning,
      evidence: [
        ("status", .int(response.status)), ("content_range", .optional(response.header("Content-Range"))),
      ])
  }
}
