internal import LipSync
package import LipSyncMedia
internal import Platform

/// A batch as one page for a browser: nothing to load. Pictures are read from the results on this machine.
package enum BatchPage {
  /// Jobs that are shown with a picture at most; all further ones are lines, and past `lineLimit` only counted.
  package static let pictureLimit = 600
  /// Jobs that are shown at most.
  package static let lineLimit = 5000
  /// The longer side of a picture, in pixels.
  private static let side = 200

  /// Writes the page; an existing one is replaced.
  ///
  /// - Parameters:
  ///   - ledger: where the batch is.
  ///   - id: the batch's id.
  ///   - path: the page.
  ///   - examiner: who reads the results.
  ///   - whereAllAre: a sentence that says where the jobs are found for which the page has no room.
  /// - Throws: `JournalError`, or a file error if it cannot be written.
  package static func write(
    _ ledger: any LedgerStore, _ id: String, to path: String, examiner: MediaExaminer,
    whereAllAre: String? = nil
  ) async throws {
    let figures = try await BatchFigures(ledger, id)
    var tiles: [BatchTile] = []
    var hits: [Rule: Int] = [:]
    var groups = BatchGroups()
    // What needs attention comes first.
    let order: [Set<BatchJobState>] = [
      [.failed, .setAside], [.verified], [.pending, .checking, .uploading, .submitted, .finished],
    ]
    for states in order {
      try await ledger.eachJob(id, states: states) { job in
        groups.add(job)
        if let rule = job.rule, job.state == .failed || job.state == .setAside {
          hits[rule, default: 0] += 1
        }
        guard tiles.count < lineLimit else { return }
        let shown = tiles.count < pictureLimit ? await picture(of: job, examiner) : nil
        tiles.append(tile(job, shown, beside: path))
      }
    }
    let page = BatchPageBody(
      title: figures.batch.name, isOver: figures.tally.left == 0, isDoneWell: figures.isDoneWell,
      rows: rows(figures),
      findings: hits.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        ($0.key.rawValue, "\($0.value)")
      },
      groups: groups.all.map { label, groups in
        ("By " + Excerpt.of(label, 60), BatchGroup.head, groups.map { $0.cells(width: 80) })
      },
      tiles: tiles,
      left: figures.tally.jobs - tiles.count, whereAllAre: whereAllAre)
    try Data(page.markup.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  private static func rows(_ figures: BatchFigures) -> [(String, String)] {
    let (batch, tally) = (figures.batch, figures.tally)
    var rows = [("batch", batch.id), ("started", batch.created.iso8601), ("jobs", String(tally.jobs))]
    for state in BatchJobState.allCases where tally.jobs(state) > 0 {
      rows.append((state == .setAside ? "set aside" : state.rawValue, String(tally.jobs(state))))
    }
    rows.append(("charged", figures.sum(\.charged).text + " credits"))
    if figures.sum(\.reserved).hundredths > 0 {
      rows.append(("reserved", figures.sum(\.reserved).text + " credits"))
    }
    if let budget = batch.budget { rows.append(("ceiling", budget.text + " credits")) }
    if figures.retries > 0 { rows.append(("retries", String(figures.retries))) }
    rows.append(("media verified", figure(figures.verified / .seconds(1), 1) + " s"))
    return rows
  }

  private static func tile(_ job: BatchJob, _ picture: [UInt8]?, beside path: String) -> BatchTile {
    var words = [job.state == .setAside ? "set aside" : job.state.rawValue]
    if let credits = job.charged ?? job.planned { words.append(credits.text + " credits") }
    let labels = job.row.labels.sorted { $0.key < $1.key }.map {
      "\(Excerpt.of($0.key, 30)) \(Excerpt.of($0.value, 60))"
    }
    let verdict: Verdict? =
      switch job.state {
      case .verified: job.verdict ?? .pass
      case .failed, .setAside: .fail
      default: nil
      }
    return BatchTile(
      id: job.row.id, verdict: verdict, picture: picture, link: link(to: job.report, beside: path),
      lines: [words.joined(separator: ", "), labels.joined(separator: ", ")].filter { !$0.isEmpty },
      error: job.error)
  }

  /// The link to a report on this machine; another machine's may not be here.
  private static func link(to report: String?, beside path: String) -> String? {
    guard let report, FileManager.default.fileExists(atPath: report) else { return nil }
    return RelativeLink.to(report, from: path)
  }

  /// A picture of a result on this machine.
  private static func picture(of job: BatchJob, _ examiner: MediaExaminer) async -> [UInt8]? {
    guard let path = job.output else { return nil }
    return try? await onBlockingThread(until: .now + .seconds(10)) { deadline in
      try examiner.pictures(
        of: FileSource(path: path), at: [MediaTime(1, 2)], maximumSide: side, deadline: deadline
      ).first
    }
  }
}
