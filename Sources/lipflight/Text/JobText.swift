internal import LipSync

/// A whole job for people.
enum JobText {
  static func report(_ report: JobReport, _ style: Style) -> String {
    guard let task = report.task else {
      return report.check.map { CheckText.report($0, style) } ?? style.verdict(report.verdict)
    }
    var lines = [style.verdict(report.verdict) + "  " + words(report)]
    let checked = report.check?.findings ?? []
    lines += FindingText.lines(checked + report.taskFindings + (report.verification?.findings ?? []), style)
    var rows = [["task", "\(task.id), \(task.status)" + (report.isReused ? ", created before" : "")]]
    if let check = report.check, let type = check.chosen {
      rows.append(["asked", type.rawValue + (check.credits.map { ", \($0.text) credits" } ?? "")])
    }
    if let verification = report.verification {
      rows += VerifyText.rows(verification)
    }
    if let path = report.path { rows.append(["report", path]) }
    lines += Columns(rows: rows).lines()
    if let verification = report.verification { lines += VerifyText.checks(verification) }
    return lines.joined(separator: "\n")
  }

  private static func words(_ report: JobReport) -> String {
    switch (report.exit, report.verdict) {
    case (.taskFailed, _): "the service failed the task"
    case (_, .fail): "the result is not what was asked for"
    case (_, _) where report.verification?.isUncompared == true:
      "done and downloaded; it was compared with nothing"
    case (_, .warn): "done; read the warnings first"
    case (_, .pass): "done, downloaded and verified"
    }
  }
}
