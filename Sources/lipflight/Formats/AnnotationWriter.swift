internal import LipSync

/// The commands of a GitHub workflow that make annotations: one line for each finding, at its place in the list where there is one.
struct AnnotationWriter: SheetWriter {
  init(command: String) {}

  var head: String { "" }

  func add(_ entry: FindingSheet.Case) -> String {
    entry.entries.map { Self.line($0, of: entry.name) }.joined()
  }

  func tail(_ sum: FindingSheet.Sum) -> String {
    sum.notes.isEmpty ? "" : "::notice title=lipflight::\(Self.data(sum.notes.joined(separator: "\n")))\n"
  }

  private static func line(_ entry: FindingSheet.Entry, of name: String) -> String {
    let level =
      switch entry.severity {
      case .error: "error"
      case .warning: "warning"
      case .info: "notice"
      }
    var properties: [(String, String)] = []
    if let place = entry.place {
      properties += [("file", place.file), ("line", String(place.line)), ("col", String(place.column))]
    } else if let source = entry.source, !source.contains("://") {
      properties.append(("file", source))
    }
    properties.append(("title", entry.rule.id))
    let shown = properties.map { "\($0)=\(property($1))" }.joined(separator: ",")
    let remedy = entry.remedy.isEmpty ? "" : "\n" + entry.remedy
    return "::\(level) \(shown)::" + data("\(name), \(entry.subject): \(entry.message)\(remedy)") + "\n"
  }

  /// Text after the colons.
  private static func data(_ text: String) -> String {
    text.flatMap { character -> String in
      switch character {
      case "%": "%25"
      case "\r\n": "%0D%0A"
      case "\r": "%0D"
      case "\n": "%0A"
      default: String(character)
      }
    }.reduce(into: "") { $0.append($1) }
  }

  /// The value of a property.
  private static func property(_ text: String) -> String {
    data(text).reduce(into: "") { $0 += $1 == ":" ? "%3A" : $1 == "," ? "%2C" : String($1) }
  }
}
