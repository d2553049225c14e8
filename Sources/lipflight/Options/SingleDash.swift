internal import ArgumentParser

/// Words with one dash before them, looked at before the parser does.
///
/// The parser takes `-hello.mp4` for the options `-h`, `-e`, `-l` and so on, prints its help and ends in 0: a script that goes on
/// where a check has passed would submit.
enum SingleDash {
  /// All options of one letter.
  static let options = ["-o", "-h"]

  /// The first word that is none of them; nil where all is well. What follows `--` is for the command.
  static func unknownOption(in arguments: [String]) -> String? {
    // What shells ask for completions holds the user's unfinished words.
    guard arguments.first?.hasPrefix("---") != true else { return nil }
    return arguments.prefix { $0 != "--" }.first { word in
      word.hasPrefix("-") && word.count > 1 && !word.hasPrefix("--")
        && !options.contains { word == $0 || word.hasPrefix($0 + "=") }
    }
  }

  /// Why it is wrong usage.
  static func refusal(_ unknownOption: String) -> ValidationError {
    let word = Printable.text(unknownOption, keepingStyles: false)
    return ValidationError("Unknown option '\(word)'. A file with such a name is written './\(word)'.")
  }
}
