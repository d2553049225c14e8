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
    "-", "[object object]",
  ]

  /// What to do about a path that leads to nothing; nil for what the rule says.
  private static func remedy(_ path: String) -> String? {
    if nothings.contains(path.lowercased()) {
      return "Put the file's path or its link there: \(path) is what programs write where they have no value."
    }
    return hostAndPath(path).map { "If it is a link, write https:// in front of it: https://\($0)." }
  }

  /// The rule that fires; nil where the file can be opened.
  static func finding(_ path: String, about subject: Subject) -> Finding? {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      let code = errno
      let isMissing = code == ENOENT || code == ENOTDIR
      return isMissing
        ? Finding(
          .fileMissing, about: subject, "There is no file at \(path).",
          remedy: remedy(path),
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
