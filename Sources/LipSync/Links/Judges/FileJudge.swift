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

  /// The rule that fires; nil where the file can be opened.
  static func finding(_ path: String, about subject: Subject) -> Finding? {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      let code = errno
      let isMissing = code == ENOENT || code == ENOTDIR
      return isMissing
        ? Finding(
          .fileMissing, about: subject, "There is no file at \(path).",
          remedy: hostAndPath(path).map { "If it is a link, write https:// in front of it: https://\($0)." },
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
