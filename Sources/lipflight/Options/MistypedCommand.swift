internal import ArgumentParser
internal import LipSync

/// Words that are no command, and the one that was probably meant.
enum MistypedCommand {
  /// What to say of the first word that should be a command and is none; nil if there is none.
  static func refusal(_ given: [String]) -> ValidationError? {
    let isHelp = given.first == "help"
    let (words, command) = CommandTree.command(given)
    let known = command.configuration.subcommands.map { $0._commandName }
    let rest = given.dropFirst(words.count + (isHelp ? 1 : 0))
    guard !known.isEmpty, let word = rest.first, !word.hasPrefix("-") else { return nil }
    if words.isEmpty, !isHelp, let pair = pair(rest) { return pair }
    let typed = (words + [word]).joined(separator: " ")
    let hint = nearest(word, in: known + (words.isEmpty ? ["help"] : [])).map { near in
      " Did you mean '\((words + [near]).joined(separator: " "))'?"
    }
    let all = (["lipflight"] + words + ["--help"]).joined(separator: " ")
    return ValidationError("There is no command '\(shown(typed))'." + (hint ?? " `\(all)` lists them all."))
  }

  /// Two sources where a command should be.
  private static func pair(_ words: ArraySlice<String>) -> ValidationError? {
    let sources = words.prefix { !$0.hasPrefix("-") }
    guard sources.count == 2, sources.allSatisfy(isSource) else { return nil }
    let line = shown(Resumption.line(Array(sources)))
    return ValidationError(
      "A command has to come first. Did you mean 'lipflight check \(line)', or 'lipflight run \(line) -o out'?"
    )
  }

  private static func isSource(_ word: String) -> Bool {
    word.contains("://") || word.dropFirst().contains(".")
  }

  private static func shown(_ text: String) -> String { Printable.text(text, keepingStyles: false) }

  /// The word of a list that is so near that it was probably meant.
  static func nearest(_ word: String, in known: [String]) -> String? {
    known.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }.flatMap {
      $0.1 <= max(1, word.count / 3) ? $0.0 : nil
    }
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

/// An option that does not exist, and the one that was probably meant: the parser tells of it only where nothing else is missing.
enum MistypedOption {
  /// What to say of the first one; nil if all are known.
  static func refusal(_ given: [String]) -> ValidationError? {
    let (words, _) = CommandTree.command(given)
    let options = given.prefix { $0 != "--" }.filter { $0.hasPrefix("--") && !$0.hasPrefix("---") }
    guard !options.isEmpty, let known = known(words) else { return nil }
    guard let unknown = options.map({ String($0.prefix { $0 != "=" }) }).first(where: { !known.contains($0) })
    else {
      return nil
    }
    let hint =
      MistypedCommand.nearest(unknown, in: known.sorted()).map { " Did you mean '\($0)'?" }
      ?? known.filter { $0.hasPrefix(unknown) }.min().map { " Did you mean '\($0)'?" } ?? ""
    let command = (["lipflight"] + words).joined(separator: " ")
    return ValidationError(
      "`\(command)` has no option '\(Printable.text(unknown, keepingStyles: false))'.\(hint)")
  }

  /// The long options of a command, from what the parser says of itself; nil where it does not.
  static func known(_ words: [String]) -> Set<String>? {
    var command = JSON(parsing: Lipflight._dumpHelp().utf8)?["command"]
    for word in words {
      guard case .array(let children)? = command?["subcommands"] else { return nil }
      command = children.first { $0["commandName"]?.stringValue == word }
    }
    guard case .array(let arguments)? = command?["arguments"] else { return nil }
    let names = arguments.flatMap { argument -> [String] in
      guard case .array(let names)? = argument["names"] else { return [] }
      return names.filter { $0["kind"]?.stringValue == "long" }.compactMap { $0["name"]?.stringValue }
    }
    return Set(names.map { "--" + $0 } + ["--help", "--help-hidden", "--version"])
  }
}
