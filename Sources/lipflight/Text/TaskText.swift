internal import LipSync

/// Tasks for people.
enum TaskText {
  static func finished(_ task: LipSyncTask, _ style: Style) -> String {
    var rows = [["task", task.id]]
    if let url = task.resultURL { rows.append(["result", Source(url).shown]) }
    if let url = task.coverURL { rows.append(["cover", Source(url).shown]) }
    if let duration = task.reportedDuration {
      rows.append(["length", Figures.seconds(duration) + ", as reported"])
    }
    return ([style.strong(style.good("SUCCESS"))] + Columns(rows: rows).lines()).joined(separator: "\n")
  }
}
