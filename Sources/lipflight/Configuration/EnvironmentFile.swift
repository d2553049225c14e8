/// A file of KEY=VALUE lines in the format of systemd's `EnvironmentFile=` (systemd.exec(5)), so that one file serves a unit and a
/// command: comments after `#` and `;`, single and double quotes that may span lines, lines continued by a backslash.
struct EnvironmentFile: Equatable {
  /// A key with its value.
  struct Assignment: Equatable {
    var name: String
    var value: String
    /// The line that it begins on, from 1.
    var line: Int
  }

  /// What cannot be meant, though systemd would take it.
  struct Fault: Error, Equatable {
    var line: Int
    /// What is wrong, as a clause.
    var message: String
  }

  private(set) var assignments: [Assignment] = []
  /// Lines without `=`, which systemd ignores.
  private(set) var ignored: [Int] = []

  /// Reads a file's text.
  /// - Throws: for a quote that is never closed, and for a name that no variable can have.
  init(_ text: String) throws(Fault) {
    var reader = Reader()
    for scalar in text.unicodeScalars {
      reader.take(scalar)
      if scalar == "\n" { reader.line += 1 }
    }
    let quote = reader.openQuote
    reader.end()
    if let quote { throw Fault(line: quote, message: "a quote that opens here is never closed") }
    if let odd = reader.assignments.first(where: { !Self.isName($0.name) }) {
      throw Fault(
        line: odd.line,
        message:
          "\u{201c}\(odd.name)\u{201d} is no variable's name: letters, digits and _ are; no export, no spaces"
      )
    }
    (assignments, ignored) = (reader.assignments, reader.ignored)
  }

  private static func isName(_ name: String) -> Bool {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0 == "_" || $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
    }
    return isPlain && name.first?.isNumber == false
  }
}

/// The states of systemd's own reader (`parse_env_file_internal` in src/basic/env-file.c).
private struct Reader {
  private enum State {
    case beforeKey, key, beforeValue, value, escape, single, double, doubleEscape, comment
  }

  var line = 1
  private(set) var assignments: [EnvironmentFile.Assignment] = []
  private(set) var ignored: [Int] = []
  private var state = State.beforeKey
  private var key = ""
  private var value = ""
  /// The length of the value without unquoted white space at its end.
  private var kept = 0
  private var keyLine = 1
  private var quoteLine = 1

  /// The line of a quote that is open.
  var openQuote: Int? {
    switch state {
    case .single, .double, .doubleEscape: quoteLine
    default: nil
    }
  }

  mutating func take(_ scalar: Unicode.Scalar) {
    let isLineEnd = scalar == "\n" || scalar == "\r"
    let isBlank = isLineEnd || scalar == " " || scalar == "\t"
    switch state {
    case .beforeKey:
      if scalar == "#" || scalar == ";" {
        state = .comment
      } else if !isBlank {
        (state, key, keyLine) = (.key, String(scalar), line)
      }
    case .key:
      if isLineEnd {
        ignored.append(keyLine)
        state = .beforeKey
      } else if scalar == "=" {
        (state, value, kept) = (.beforeValue, "", 0)
      } else {
        key.unicodeScalars.append(scalar)
      }
    case .beforeValue: begin(scalar, isLineEnd: isLineEnd, isBlank: isBlank)
    case .value:
      if isLineEnd {
        push()
      } else if scalar == "\\" {
        state = .escape
      } else {
        append(scalar, keeping: !isBlank)
      }
    case .escape:
      state = .value
      if !isLineEnd { append(scalar) }
    case .single: if scalar == "'" { state = .beforeValue } else { append(scalar) }
    case .double:
      if scalar == "\"" {
        state = .beforeValue
      } else if scalar == "\\" {
        state = .doubleEscape
      } else {
        append(scalar)
      }
    case .doubleEscape:
      state = .double
      if "\"\\`$".unicodeScalars.contains(scalar) {
        append(scalar)
      } else if scalar != "\n" {
        append("\\")
        append(scalar)
      }
    case .comment: if isLineEnd { state = .beforeKey }
    }
  }

  /// The file has ended.
  mutating func end() {
    switch state {
    case .beforeKey, .comment: break
    case .key: ignored.append(keyLine)
    default: push()
    }
  }

  private mutating func begin(_ scalar: Unicode.Scalar, isLineEnd: Bool, isBlank: Bool) {
    if isLineEnd {
      push()
    } else if scalar == "'" || scalar == "\"" {
      (state, quoteLine) = (scalar == "'" ? .single : .double, line)
    } else if scalar == "\\" {
      state = .escape
    } else if !isBlank {
      state = .value
      append(scalar)
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, keeping: Bool = true) {
    value.unicodeScalars.append(scalar)
    if keeping { kept = value.unicodeScalars.count }
  }

  private mutating func push() {
    let name = String(
      key.unicodeScalars.reversed().drop { $0 == " " || $0 == "\t" }.reversed().reduce(into: "") {
        $0.unicodeScalars.append($1)
      })
    let text = value.unicodeScalars.prefix(kept).reduce(into: "") { $0.unicodeScalars.append($1) }
    assignments.append(EnvironmentFile.Assignment(name: name, value: text, line: keyLine))
    state = .beforeKey
  }
}
