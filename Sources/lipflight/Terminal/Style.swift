internal import LipSync

/// Colours and weight, or plain text.
struct Style: Sendable {
  var isColoured: Bool
  /// The columns that text is broken to; nil where it does not go to a terminal, and lines stay whole.
  var width: Int?

  /// All that is ever written to a terminal to change its style.
  static let codes = ["0", "1", "2", "31", "32", "33"].map { "\u{1b}[\($0)m" }

  func strong(_ text: String) -> String { wrap(text, "1") }
  func faint(_ text: String) -> String { wrap(text, "2") }
  func good(_ text: String) -> String { wrap(text, "32") }
  func warned(_ text: String) -> String { wrap(text, "33") }
  func bad(_ text: String) -> String { wrap(text, "31") }

  func verdict(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: strong(good("PASS"))
    case .warn: strong(warned("WARN"))
    case .fail: strong(bad("FAIL"))
    }
  }

  func severity(_ severity: Severity, padding: Int = 7) -> String {
    let text = padded(severity.rawValue, to: padding)
    return switch severity {
    case .info: faint(text)
    case .warning: warned(text)
    case .error: bad(text)
    }
  }

  private func wrap(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}

/// `text` padded with spaces to `width` columns of a terminal.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - TerminalText.width(text)))
}
