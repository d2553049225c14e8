internal import LipSyncMedia
internal import Platform

/// Reports as pages for a browser: one file, light and dark, nothing to load but media that lie beside it.
public enum ReportPage {
  /// A document around its sections.
  ///
  /// - Parameters:
  ///   - title: what a browser's tab shows.
  ///   - subject: whose page it is, whatever came of it; nil takes the title.
  ///   - scripts: what runs in it, and nothing else does.
  ///   - sections: its parts.
  static func document(
    title: String, subject: String? = nil, scripts: [PageScript] = [], _ sections: [HTML]
  ) -> String {
    let sources = scripts.isEmpty ? "" : "; script-src " + scripts.map(\.source).joined(separator: " ")
    let head = HTML.tag(
      "head", [], .tag("meta", [("charset", "utf-8")]),
      .tag("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
      // Whatever a report holds, it loads nothing from elsewhere and runs nothing that is not named here.
      .tag(
        "meta",
        [
          ("http-equiv", "Content-Security-Policy"),
          (
            "content",
            "default-src 'none'; img-src data:; media-src 'self' file:; style-src 'unsafe-inline'" + sources
          ),
        ]), .tag("meta", [("name", "generator"), ("content", generator)]),
      .tag("meta", [("name", "subject"), ("content", subject ?? title)]),
      .tag("meta", [("name", "referrer"), ("content", "no-referrer")]), .tag("title", [], .text(title)),
      .tag("style", [], .text(PageStyle.sheet)))
    let code = scripts.map { HTML.code("script", $0.text) }
    let body = HTML.tag("body", [], all: [.tag("main", [], all: sections)] + code)
    return "<!DOCTYPE html>\n" + HTML.tag("html", [("lang", "en")], head, body).markup + "\n"
  }

  /// By what a page is known as one of ours.
  static let generator = "lipflight"

  /// Writes a page to a path. An earlier one about the same is replaced; anything else stays, and the page gets a number after its
  /// stem.
  /// - Returns: its path.
  static func save(_ page: String, about subject: String, to path: String) throws -> String {
    let free = DownloadedFile.free(path) {
      FileManager.default.fileExists(atPath: $0) && !isPage($0, about: subject)
    }
    // What is there by now is a page; a link that leads nowhere is none, and stays.
    let isThere = FileManager.default.fileExists(atPath: free)
    try Data(page.utf8).write(
      to: URL(fileURLWithPath: free), options: isThere ? .atomic : .withoutOverwriting)
    return free
  }

  /// Whether a file is a page of ours about a subject, by its head.
  private static func isPage(_ path: String, about subject: String) -> Bool {
    guard let file = try? FileSource(path: path) else { return false }
    var head = [UInt8](repeating: 0, count: 8192)
    let count = (try? head.withUnsafeMutableBytes { try file.read(at: 0, into: $0, deadline: .none) }) ?? 0
    let marks = [("generator", generator), ("subject", subject)].map { name, content in
      HTML.tag("meta", [("name", name), ("content", content)]).markup
    }
    let text = String(decoding: head[..<max(0, count)], as: UTF8.self)
    return marks.allSatisfy(text.contains)
  }

  /// Verdict and headline.
  static func header(_ verdict: Verdict, _ title: String, _ line: String) -> HTML {
    .tag(
      "header", [("class", verdict.rawValue)], .tag("p", [("class", "verdict")], .text(verdict.rawValue)),
      .tag("h1", [], .text(title)), .tag("p", [], .text(line)))
  }

  /// The findings, the worst first.
  static func findings(_ findings: [Finding]) -> HTML {
    guard !findings.isEmpty else {
      return .tag("section", [], .tag("h2", [], "Findings"), .tag("p", [], "None."))
    }
    let items = findings.sorted { $0.severity > $1.severity }.map { finding in
      HTML.tag(
        "li", [("class", finding.severity.rawValue)],
        .tag(
          "p", [("class", "rule")], .tag("b", [], .text(finding.severity.rawValue)), " ",
          .tag("code", [], .text(finding.rule.rawValue)), .text(" " + finding.subject.rawValue)),
        .tag("p", [], .text(finding.message)), .tag("p", [("class", "remedy")], .text(finding.remedy)))
    }
    return .tag(
      "section", [], .tag("h2", [], "Findings"), .tag("ul", [("class", "findings")], all: items))
  }

  /// Names and figures.
  static func table(_ title: String, _ rows: [(String, String)]) -> HTML {
    .tag(
      "section", [], .tag("h2", [], .text(title)),
      .tag(
        "table", [],
        all: rows.map {
          .tag("tr", [], .tag("th", [("scope", "row")], .text($0.0)), .tag("td", [], .text($0.1)))
        }))
  }

  /// Figures in columns, each row under the name in its first cell; wide ones scroll within their section.
  static func grid(_ title: String, _ head: [String], _ rows: [[String]]) -> HTML {
    func row(_ cells: [String], isHead: Bool) -> HTML {
      .tag(
        "tr", [],
        all: cells.enumerated().map { index, cell in
          (index > 0 && !isHead) || cell.isEmpty
            ? .tag("td", [], .text(cell))
            : .tag("th", [("scope", isHead ? "col" : "row")], .text(cell))
        })
    }
    return .tag(
      "section", [], .tag("h2", [], .text(title)),
      .tag(
        // Who has no mouse scrolls it by the keyboard.
        "div", [("class", "wide"), ("tabindex", "0"), ("role", "region"), ("aria-label", title)],
        .tag(
          "table", [("class", "figures")],
          all: [row(head, isHead: true)] + rows.map { row($0, isHead: false) })))
  }

  /// A chart or pictures under a title, with a note.
  static func section(_ title: String, _ note: String? = nil, _ content: [HTML]) -> HTML {
    .tag(
      "section", [],
      all: [.tag("h2", [], .text(title))] + (note.map { [.tag("p", [("class", "note")], .text($0))] } ?? [])
        + content)
  }

  /// A picture with a caption; boxes are drawn over it in shares of its sides.
  ///
  /// - Parameter link: the attributes of a link that the caption is; nil for none.
  static func picture(
    _ jpeg: [UInt8], _ caption: String, boxes: [(Double, Double, Double, Double)] = [],
    link: [(String, String)]? = nil
  ) -> HTML {
    let marks = boxes.map { box in
      HTML.tag(
        "span",
        [
          ("class", "box"),
          (
            "style",
            "left:\(percent(box.0));top:\(percent(box.1));width:\(percent(box.2));height:\(percent(box.3))"
          ),
        ])
    }
    return .tag(
      "figure", [], .tag("div", [("class", "frame")], all: [image(jpeg, caption)] + marks),
      .tag("figcaption", [], link.map { .tag("a", $0, .text(caption)) } ?? .text(caption)))
  }

  /// A picture alone, within the page.
  static func image(_ jpeg: [UInt8], _ words: String) -> HTML {
    .tag("img", [("src", "data:image/jpeg;base64," + Data(jpeg).base64EncodedString()), ("alt", words)])
  }

  static func channels(_ count: Int) -> String {
    count == 1 ? "mono" : count == 2 ? "stereo" : "\(count) channels"
  }

  static func percent(_ share: Double) -> String { figure(share * 100) + "%" }

  static func seconds(_ time: MediaTime) -> String { figure(time.seconds) + " s" }
}
