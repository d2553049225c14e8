/// What the reads of a probe have shown of a host.
enum ReadsJudge {
  /// The rules that fire; `link` learns that ranges do not work after all.
  static func findings(
    _ http: HTTPSource, link: inout LinkInfo?, besides findings: [Finding], about subject: Subject
  ) -> [Finding] {
    // Who names ranges wrongly was told so.
    guard !findings.contains(where: { $0.rule == .linkBadRanges }) else { return [] }
    let host = link?.finalURL.flatMap { URLParts($0)?.host } ?? "The host"
    var found: [Finding] = []
    if let change = http.change {
      found.append(contradiction(host, change, subject))
    }
    if link?.supportsRanges == true, http.supportsRanges == false {
      link?.supportsRanges = false
      found.append(
        Finding(
          .linkNoRanges, about: subject,
          "\(host) answers the first byte range with that range, and later ones with the whole file, so a broken download "
            + "has to start over.", evidence: [("status", .int(200)), ("index_is_last", .null)]))
    }
    return found
  }

  private static func contradiction(_ host: String, _ change: String, _ subject: Subject) -> Finding {
    Finding(
      .linkBadRanges, about: subject,
      "\(host) contradicts itself from answer to answer: \(change). Either the file is being replaced, or the host's "
        + "machines disagree; a broken download is not resumed then, or put together wrongly.",
      remedy:
        "Wait until the upload is complete, or use a host that names one state of a file in one way.",
      severity: .warning, evidence: [("change", .string(change))])
  }
}
