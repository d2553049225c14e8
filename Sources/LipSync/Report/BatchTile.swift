/// A job on the page of a batch.
package struct BatchTile: Sendable {
  /// The job's id.
  var id: String
  /// How it ended; nil if it is not over.
  var verdict: Verdict?
  /// A picture of its result, as JPEG.
  var picture: [UInt8]?
  /// The link to its own report.
  var link: String?
  /// The lines about it.
  var lines: [String]
  /// Why it failed.
  var error: String?

  /// A job.
  package init(
    id: String, verdict: Verdict?, picture: [UInt8]?, link: String?, lines: [String], error: String?
  ) {
    (self.id, self.verdict, self.picture) = (id, verdict, picture)
    (self.link, self.lines, self.error) = (link, lines, error)
  }

  var html: HTML {
    var parts: [HTML] = []
    if let picture { parts.append(ReportPage.image(picture, "a picture of the result of \(id)")) }
    parts.append(.tag("b", [], .text(id)))
    parts += lines.map { .tag("p", [], .text($0)) }
    if let error { parts.append(.tag("p", [("class", "why")], .text(error))) }
    let content: HTML = link.map { .tag("a", [("href", $0)], all: parts) } ?? .pieces(parts)
    return .tag("li", [("class", verdict?.rawValue ?? "open")], content)
  }
}

/// The page of a batch.
package struct BatchPageBody: Sendable {
  private let title: String
  private let isOver: Bool
  private let isDoneWell: Bool
  private let rows: [(String, String)]
  private let findings: [(String, String)]
  private let groups: [(title: String, head: [String], rows: [[String]])]
  private let tiles: [BatchTile]
  private let left: Int
  private let whereAllAre: String?

  /// - Parameters:
  ///   - title: the page's title.
  ///   - isOver: whether no job is left.
  ///   - isDoneWell: whether all jobs succeeded.
  ///   - rows: names and figures of the whole.
  ///   - findings: rules for which jobs failed or were set aside, and how many.
  ///   - groups: tables of jobs by label: title, head and rows.
  ///   - tiles: a picture for each result that is shown.
  ///   - left: jobs that are not among the tiles.
  ///   - whereAllAre: a sentence that says where those are found.
  package init(
    title: String, isOver: Bool, isDoneWell: Bool, rows: [(String, String)], findings: [(String, String)],
    groups: [(title: String, head: [String], rows: [[String]])] = [], tiles: [BatchTile], left: Int,
    whereAllAre: String? = nil
  ) {
    (self.title, self.isOver, self.isDoneWell, self.rows) = (title, isOver, isDoneWell, rows)
    self.groups = groups
    (self.findings, self.tiles, self.left, self.whereAllAre) = (findings, tiles, left, whereAllAre)
  }

  /// The page as HTML.
  package var markup: String {
    let verdict: Verdict = !isOver ? .warn : isDoneWell ? .pass : .fail
    let words =
      !isOver
      ? "Not finished yet." : isDoneWell ? "Every job is done and verified." : "Some jobs did not succeed."
    var sections = [ReportPage.header(verdict, title, words), ReportPage.table("In all", rows)]
    if !findings.isEmpty { sections.append(ReportPage.table("Why jobs failed or were set aside", findings)) }
    sections += groups.map { ReportPage.grid($0.title, $0.head, $0.rows) }
    let note =
      left > 0
      ? (["\(left) more jobs are not shown.", whereAllAre].compactMap(\.self)).joined(separator: " ") : nil
    // Without the script there is nothing to search with, and it stays hidden.
    let search = HTML.tag(
      "p", [("hidden", "")],
      .tag("label", [("for", "find")], "Show jobs with "),
      .tag("input", [("type", "search"), ("id", "find")]),
      " ", .tag("span", [("id", "found"), ("role", "status")]))
    let list = HTML.tag("ul", [("class", "tiles")], all: tiles.map(\.html))
    sections.append(ReportPage.section("Jobs", note, [search, list]))
    return ReportPage.document(title: "\(title): batch", scripts: [.search], sections)
  }
}
