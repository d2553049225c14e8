internal import ArgumentParser

/// Words with one leading dash, checked before the parser sees them.
///
/// The parser takes `-hello.mp4` for the options `-h`, `-e`, `-l` and so on, prints its help and ends in 0: a script that continues
/// if a check has passed would submit.
enum SingleDash {
  /// All options of one letter.
  static let options = ["-o", "-h"]

  /// The first such word that is not an option; nil if there is none. What follows `--` is left alone.
  static func unknownOption(in arguments: [String]) -> String? {
    // A shell's request for completions contains the user's unfinished words.
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
