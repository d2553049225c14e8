internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Whether a path leads to a regular file with bytes in it.
enum FileJudge {
  /// The rule that fires; nil where the file can be opened.
  static func finding(_ path: String, about subject: Subject) -> Finding? {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      let code = errno
      let isMissing = code == ENOENT || code == ENOTDIR
      return isMissing
        ? Finding(
          .fileMissing, about: subject, "There is no file at \(path).", evidence: [("path", .string(path))])
        : Finding(
          .fileUnreadable, about: subject, "\(path) cannot be looked at: \(String(cString: strerror(code))).",
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
