internal import LipSync

/// Payments for people.
enum JournalText {
  static func list(_ entries: [JournalEntry], _ style: Style) -> String {
    guard !entries.isEmpty else { return "Nothing has been paid for yet." }
    let rows = entries.map { entry in
      [
        entry.id, entry.paidAt.iso8601, entry.state.rawValue,
        entry.charged?.text ?? entry.estimate?.text ?? "?",
        entry.taskID ?? "-", name(entry.video) + " + " + name(entry.audio),
      ]
    }
    return Columns(rows: [["id", "paid", "state", "credits", "task", "job"]] + rows).lines().joined(
      separator: "\n")
  }

  static func one(_ entry: JournalEntry, _ style: Style) -> String {
    var rows = [
      ["state", entry.state.rawValue], ["task", entry.taskID ?? "not known"], ["video", entry.video],
      ["audio", entry.audio], ["type", entry.playbackType.rawValue],
      ["service", entry.account.service + ", account " + entry.account.account],
      ["sent", entry.intendedAt.iso8601],
    ]
    if let at = entry.createdAt { rows.append(["answered", at.iso8601]) }
    if let at = entry.completedAt { rows.append(["over", at.iso8601]) }
    if let error = entry.error { rows.append(["error", error]) }
    if let credits = entry.estimate { rows.append(["estimate", credits.text + " credits at most"]) }
    if let credits = entry.charged { rows.append(["charged", credits.text + " credits"]) }
    rows.append(["content", entry.videoContent.text])
    rows.append(["", entry.audioContent.text])
    return
      ([style.strong(entry.id)] + Columns(rows: rows).lines() + ["Now: " + entry.outlookWithOptions + "."])
      .joined(separator: "\n")
  }

  /// The payments that an id or a prefix of one names; of a task's payments only the newest.
  static func matches(_ id: String, _ entries: [JournalEntry]) -> [JournalEntry] {
    let wanted = id.lowercased()
    guard !wanted.isEmpty else { return [] }
    if let exact = entries.first(where: { $0.id == wanted || $0.taskID?.lowercased() == wanted }) {
      return [exact]
    }
    return entries.filter {
      $0.id.hasPrefix(wanted) || $0.taskID?.lowercased().hasPrefix(wanted) == true
    }
  }

  private static func name(_ source: String) -> String {
    source.split(separator: "/").last.map(String.init) ?? source
  }
}
