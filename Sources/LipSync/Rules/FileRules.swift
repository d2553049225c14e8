extension Rule {
  /// `file.*`, in the order in which a job meets them.
  static let fileRules: [Rule] = [
    .fileMissing, .fileNotAFile, .fileUnreadable, .fileNotWritten,
  ]

  /// There is no file at the path.
  public static let fileMissing = Rule(
    "file.missing", .error,
    "There is no file at the path.",
    "Check the path; a URL has to start with http:// or https://.",
    evidence: ["path"])

  /// The path leads to a directory, a device or a pipe.
  public static let fileNotAFile = Rule(
    "file.not-a-file", .error,
    "The path leads to a directory, a device or a pipe.",
    "Name a regular file.",
    evidence: ["path"])

  /// The file exists but cannot be read.
  public static let fileUnreadable = Rule(
    "file.unreadable", .error,
    "The file exists but cannot be read.",
    "Check its permissions and its disk.",
    evidence: EvidenceKeys.transfer + EvidenceKeys.media + ["path"])

  /// A report could not be written next to its result.
  public static let fileNotWritten = Rule(
    "file.not-written", .warning,
    "A report could not be written next to its result.",
    "Free some space or fix the directory's permissions, then fetch the task again by its id: nothing is paid twice.",
    evidence: ["path"])
}
