internal import LipSync

/// What was found, in the form that all formats are made from: a verdict for each case, and findings with the places that they are about.
struct FindingSheet {
  /// A place in a list.
  struct Place: Sendable, Equatable {
    /// As the user named the list.
    var file: String
    /// From 1.
    var line: Int
    /// In characters, from 1.
    var column: Int
  }

  /// A finding as a reader outside gets it.
  struct Entry: Sendable {
    var rule: Rule
    var severity: Severity
    /// Of the case: `video`, `result`.
    var subject: String
    var message: String
    var remedy: String
    /// Where a list names what it is about; nil where there is no list.
    var place: Place?
    /// The file or link that it is about, shortened.
    var source: String?
  }

  /// How a case ended.
  enum Outcome: Sendable, Equatable {
    case judged(Verdict)
    /// Nothing is known of it yet.
    case open(String)
    /// It could not be judged.
    case broken
  }

  /// A pair, a job or a result.
  struct Case: Sendable {
    var name: String
    /// What it belongs to, such as its labels.
    var group = ""
    var outcome: Outcome
    var place: Place?
    var entries: [Entry]
  }

  /// How all of it ended.
  struct Sum: Sendable {
    var verdict: Verdict
    var exit: ExitStatus
    /// What is to be said of all cases, such as credits.
    var notes: [String] = []
  }
}

extension FindingSheet.Entry {
  /// From a finding of the library.
  ///
  /// - Parameters:
  ///   - place: where a list names its subject.
  ///   - source: the file or link of its subject.
  init(_ finding: Finding, place: FindingSheet.Place? = nil, source: String? = nil) {
    self.init(
      rule: finding.rule, severity: finding.severity, subject: finding.subject.rawValue,
      message: finding.message,
      remedy: finding.remedy, place: place, source: source)
  }
}

/// Writes a sheet in one format: a text before the cases, one for each of them, and one after.
protocol SheetWriter: Sendable {
  /// - Parameter command: what was run, such as `lipflight check`.
  init(command: String)
  /// The text before the cases.
  var head: String { get }
  /// A case's text, now or at the end.
  mutating func add(_ entry: FindingSheet.Case) -> String
  /// The text after the cases.
  func tail(_ sum: FindingSheet.Sum) -> String
}
