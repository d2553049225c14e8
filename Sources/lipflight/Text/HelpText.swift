internal import ArgumentParser
internal import LipSync
internal import Platform

/// Help as it is printed: the parser's, as wide as the terminal, with the command's guide at its end.
enum HelpText {
  /// The help that the command line asks for; nil if `error` is none.
  static func text(_ error: any Error, _ given: [String]) -> String? {
    guard Lipflight.exitCode(for: error) == .success,
      Lipflight.fullMessage(for: error).hasPrefix("OVERVIEW: ")
    else {
      return nil
    }
    let (words, command) = CommandTree.command(given)
    let width = columns
    let help = Lipflight.helpMessage(
      for: command, includeHidden: given.contains("--help-hidden"), columns: width)
    let guide = Guide.of(words).map { "\n" + $0.text(width: width) + "\n" } ?? ""
    return help.trimmingLineEnds + "\n" + guide
  }

  /// As wide as COLUMNS says, or the terminal is, but not so wide that nobody reads it.
  private static var columns: Int {
    if let said = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), said >= 40 {
      return said
    }
    return isatty(STDOUT_FILENO) == 1 ? min(110, max(40, TerminalSize.of(STDOUT_FILENO).width)) : 80
  }
}

extension String {
  fileprivate var trimmingLineEnds: String {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    return String(text)
  }
}

/// The tool's commands as a tree.
enum CommandTree {
  /// The command that the first words name, and those words; the tool itself where they name none.
  static func command(_ given: [String]) -> (words: [String], command: any ParsableCommand.Type) {
    var (words, command): ([String], any ParsableCommand.Type) = ([], Lipflight.self)
    let named = given.first == "help" ? given.dropFirst() : given[...]
    for word in named {
      guard let child = command.configuration.subcommands.first(where: { $0._commandName == word }) else {
        break
      }
      words.append(word)
      command = child
    }
    return (words, command)
  }
}
