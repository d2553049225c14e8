internal import ArgumentParser

/// A word that is no command, and the one that was probably meant.
enum MistypedCommand {
  /// What to say of the first word; nil if it is a command or an option.
  static func refusal(_ given: [String], known: [String]) -> ValidationError? {
    guard let word = given.first, !word.hasPrefix("-"), !known.contains(word) else { return nil }
    let near = known.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }
    let hint = near.flatMap { $0.1 <= max(1, word.count / 3) ? " Did you mean '\($0.0)'?" : nil }
    return ValidationError("There is no command '\(word)'." + (hint ?? " `lipflight --help` lists them all."))
  }

  /// How many letters have to be put in, taken out, exchanged, or swapped with the next one (optimal string alignment).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let exchanged = rows[i][j] + (a[i] == b[j] ? 0 : 1)
        var best = min(exchanged, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
