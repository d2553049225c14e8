/// A piece of an HTML page, escaped by construction: text and attributes cannot become markup.
enum HTML: ExpressibleByStringInterpolation {
  /// Text as it is read.
  case text(String)
  /// An element; attributes with an empty value stand without one.
  indirect case element(String, [(String, String)], [HTML])
  /// Pieces one after the other.
  case pieces([HTML])
  /// An element with a script of ours, which is written as it is.
  case code(String, String)

  /// Elements that have no content and no closing tag (HTML Living Standard, section 13.1.2).
  private static let void: Set<String> = ["img", "meta", "br", "input"]

  init(stringLiteral value: String) { self = .text(value) }

  /// An element with children.
  static func tag(_ name: String, _ attributes: [(String, String)] = [], _ children: HTML...) -> HTML {
    .element(name, attributes, children)
  }

  /// An element with an array of children.
  static func tag(_ name: String, _ attributes: [(String, String)] = [], all children: [HTML]) -> HTML {
    .element(name, attributes, children)
  }

  /// The markup.
  var markup: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .text(let text): Self.escape(text, to: &out)
    case .pieces(let pieces): for piece in pieces { piece.write(to: &out) }
    case .code(let name, let text): out += "<" + name + ">" + text + "</" + name + ">"
    case .element(let name, let attributes, let children):
      out += "<" + name
      for (key, value) in attributes {
        out += " " + key
        guard !value.isEmpty else { continue }
        out += "=\""
        Self.escape(value, to: &out)
        out += "\""
      }
      out += ">"
      guard !Self.void.contains(name) else { return }
      for child in children { child.write(to: &out) }
      out += "</" + name + ">"
    }
  }

  /// What ends text or an attribute, and control characters, which no page may hold.
  private static func escape(_ text: String, to out: inout String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\n", "\t": out.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": out += "\u{FFFD}"
      // Marks that turn the direction of text could make a name read as another one.
      case "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
  }
}
