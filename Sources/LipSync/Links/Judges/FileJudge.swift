internal import Platform

/// Whether a path leads to a regular file with bytes in it.
enum FileJudge {
  /// What looks like a link whose scheme was left out; nil for what looks like a path.
  static func hostAndPath(_ path: String) -> String? {
    let text = path.hasPrefix("//") ? String(path.dropFirst(2)) : path
    guard let slash = text.firstIndex(of: "/") else { return nil }
    let labels = text[..<slash].split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, last.count >= 2,
      last.allSatisfy({ $0.isLetter && $0.isASCII }),
      labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } })
    else { return nil }
    return text
  }

  /// What spreadsheets and programs write into a field that has no value.
  private static let nothings: Set<String> = [
    "#n/a", "#ref!", "#value!", "#name?", "#null!", "#div/0!", "#error!", "none", "null", "nil", "nan",
    "undefined", "n/a", "tbd", "tba",
    "[object object]",
  ]

  /// A path on one line.
  static func shown(_ path: String) -> String {
    path.contains(where: \.isNewline)
      ? path.split(whereSeparator: \.isNewline).joined(separator: "\\n") : path
  }

  /// What to do about a path that leads nowhere, from how it is written; nil where that tells nothing.
  static func typedRemedy(_ path: String) -> String? {
    if let link = hostAndPath(path) {
      return "If it is a link, write https:// in front of it: https://\(link)."
    }
    return typed.first { $0.fits(path) }?.remedy(path)
  }

  /// What shells and people do to paths, the first that fits.
  private static let typed: [(fits: @Sendable (String) -> Bool, remedy: @Sendable (String) -> String)] = [
    ({ $0.isEmpty }, { _ in "Give a path or a URL. If it comes from a variable, that is not set." }),
    (
      { $0 == "-" },
      { _ in
        "Standard input is not taken, since a source is read more than once: save it to a file, and name that."
      }
    ),
    (
      { nothings.contains($0.lowercased()) },
      { "Put the file's path or its link there: \($0) is what programs write where they have no value." }
    ),
    (
      { $0.unicodeScalars.contains("\u{fffd}") },
      { _ in
        "The name holds bytes that are no UTF-8 text, and cannot be named here: give the file another name."
      }
    ),
    (
      { $0.hasPrefix("~") },
      { _ in "A shell replaces ~ only outside quotes: leave the quotes out, or write $HOME in the place of ~."
      }
    ),
    (
      { path in ["'", "\"", "\u{201c}"].contains { path.hasPrefix($0) } && path.count > 1 },
      { "The quotes are part of the name: leave them out, as in \($0.dropFirst().dropLast())." }
    ),
    (
      { $0.contains("*") || $0.contains("?") },
      { _ in "A shell replaces * and ? only outside quotes, and only where a file fits: name the file itself."
      }
    ),
  ]

  /// The rule that fires; nil where the file can be opened.
  static func finding(_ path: String, about subject: Subject) -> Finding? {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      let code = errno
      let isMissing = code == ENOENT || code == ENOTDIR
      return isMissing
        ? Finding(
          .fileMissing, about: subject,
          path.isEmpty ? "The path is empty." : "There is no file at \(shown(path)).",
          remedy: typedRemedy(path),
          evidence: [("path", .string(path))])
        : Finding(
          .fileUnreadable, about: subject, "\(path) cannot be examined: \(String(cString: strerror(code))).",
          evidence: [("path", .string(path))])
    }
    let kind = facts.st_mode & S_IFMT
    guard kind == S_IFREG else {
      let word = kind == S_IFDIR ? "a directory" : "a device, a pipe or a socket"
      return Finding(
        .fileNotAFile, about: subject, "\(path) is \(word), not a file.", evidence: [("path", .string(path))])
    }
    guard access(path, R_OK) == 0 else {
      return Finding(
        .fileUnreadable, about: subject, "\(path) may not be read: \(String(cString: strerror(errno))).",
        evidence: [("path", .string(path))])
    }
    return nil
  }
}
