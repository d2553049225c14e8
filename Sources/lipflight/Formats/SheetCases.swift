internal import LipSync
internal import LipSyncLedger

// What commands find, as cases of a sheet.

extension FindingSheet.Case {
  /// A pair that was named on the command line: its findings are about the files themselves.
  init(_ report: CheckReport) {
    let (video, audio) = (report.video.source.shown, report.audio.source.shown)
    self.init(
      name: "\(video) + \(audio)", outcome: .judged(report.verdict),
      entries: report.findings.map {
        FindingSheet.Entry($0, source: $0.subject == .audio ? audio : video)
      })
  }

  /// A pair of a list.
  init(_ report: CheckReport, row: PairRow, of list: String) {
    let place = FindingSheet.Place(file: list, line: row.line, column: 1)
    let id = JSON.object(row.labels)["id"]?.stringValue
    self.init(
      name: id ?? "line \(row.line)", outcome: .judged(report.verdict), place: place,
      entries: report.findings.map { Self.entry($0, row, place) })
  }

  /// A job of a manifest.
  init(_ row: JobRow, _ verdict: Verdict, _ findings: [Finding], of list: String) {
    let place = FindingSheet.Place(file: list, line: row.pair.line, column: 1)
    self.init(
      name: row.id, outcome: .judged(verdict), place: place,
      entries: findings.map { Self.entry($0, row.pair, place) })
  }

  /// What all jobs of a manifest lack.
  init(shortfall: Finding, of list: String) {
    let place = FindingSheet.Place(file: list, line: 1, column: 1)
    self.init(
      name: "all jobs", outcome: .judged(.fail), place: place,
      entries: [FindingSheet.Entry(shortfall, place: place)])
  }

  /// A result.
  init(_ report: VerifyReport) {
    let source = report.path ?? report.source
    self.init(
      name: source, outcome: .judged(report.verdict),
      entries: report.findings.map {
        FindingSheet.Entry($0, source: $0.subject == .cover ? report.cover?.source ?? source : source)
      })
  }

  /// A job of a batch, as its ledger knows it: why it is not verified.
  init(_ job: BatchJob) {
    let group = job.row.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let outcome: FindingSheet.Outcome =
      switch job.state {
      case .verified: .judged(job.verdict ?? .pass)
      case .failed, .setAside: .judged(.fail)
      case .pending, .checking, .uploading, .submitted, .finished: .open(job.state.rawValue)
      }
    let rule = (job.rule ?? Rule("batch.job")).withToolRemedy
    let entries = job.error.map { error in
      [
        FindingSheet.Entry(
          rule: rule, severity: outcome == .judged(.fail) ? .error : .warning, subject: "job", message: error,
          remedy: rule.remedy, source: Source(job.row.video).shown)
      ]
    }
    self.init(
      name: job.row.id, group: group.joined(separator: " "), outcome: outcome, entries: entries ?? [])
  }

  /// A finding at the column of what it is about.
  private static func entry(
    _ finding: Finding, _ row: PairRow, _ place: FindingSheet.Place
  ) -> FindingSheet.Entry {
    var place = place
    switch finding.subject {
    case .video: place.column = row.columns.video
    case .audio: place.column = row.columns.audio
    default: break
    }
    let source = finding.subject == .audio ? row.audio : row.video
    return FindingSheet.Entry(finding, place: place, source: Source(source).shown)
  }
}

extension FindingSheet.Sum {
  /// Of a check: the playback type, and what it costs.
  init(_ report: CheckReport, _ exit: ExitStatus) {
    let cost = [report.chosen?.rawValue, report.credits.map { "\($0.text) credits" }].compactMap(\.self)
    self.init(verdict: report.verdict, exit: exit, notes: cost.isEmpty ? [] : [cost.joined(separator: ", ")])
  }

  /// Of a plan: jobs, and what they cost.
  ///
  /// - Parameter isShort: whether the credits do not suffice.
  init(_ plan: BatchPlan, _ exit: ExitStatus, isShort: Bool) {
    let (least, most) = (plan.paid.least.text, plan.paid.most.text)
    let cost = least == most ? most : "\(least) to \(most)"
    self.init(
      verdict: isShort ? .fail : plan.verdict, exit: exit,
      notes: [
        "\(plan.jobs) jobs, \(plan.paid.jobs) to be paid for, \(cost) credits"
      ])
  }
}
