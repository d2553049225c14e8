/// What a terminal shows after so many bytes: as much of one as the tool makes use of. Anything else it is given is a fault.
struct Screen {
  let columns: Int
  let rows: Int
  /// All lines from the first one on; the last `rows` of them are on the screen, the others have scrolled away.
  private(set) var lines: [[Character]] = [[]]
  private(set) var faults: [String] = []
  /// How often something was wider than the screen.
  private(set) var breaks = 0
  private var row = 0
  private var column = 0

  init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

  /// The lines as text, without what is empty at their ends.
  var text: [String] {
    lines.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  mutating func show(_ text: String) {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r": column = 0
      case "\n": down()
      case "\u{1b}":
        guard rest.popFirst() == "[" else {
          faults.append("an escape that is no control sequence")
          continue
        }
        var figures = ""
        while let next = rest.first, "0"..."9" ~= next || next == ";" {
          figures.unicodeScalars.append(next)
          rest.removeFirst()
        }
        obey(rest.popFirst(), figures)
      case " "...: put(Character(scalar))
      default: faults.append("the control \(scalar.value)")
      }
    }
  }

  private var top: Int { max(0, lines.count - rows) }

  private mutating func down() {
    row += 1
    if row == lines.count { lines.append([]) }
  }

  private mutating func put(_ character: Character) {
    if column == columns {
      breaks += 1
      column = 0
      down()
    }
    while lines[row].count <= column { lines[row].append(" ") }
    lines[row][column] = character
    column += 1
  }

  private mutating func obey(_ command: Unicode.Scalar?, _ figures: String) {
    switch command {
    case "m": break
    case "A": row = max(top, row - (Int(figures) ?? 1))
    case "J" where figures.isEmpty:
      lines[row] = Array(lines[row].prefix(column))
      for below in lines.indices where below > row { lines[below] = [] }
    case "K" where figures.isEmpty: lines[row] = Array(lines[row].prefix(column))
    default: faults.append("the sequence [\(figures)\(command.map { String($0) } ?? "")")
    }
  }
}
