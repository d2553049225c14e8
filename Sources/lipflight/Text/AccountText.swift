internal import LipSync

/// What is known of an account, for people.
enum AccountText {
  static func report(_ report: AccountReport, _ style: Style) -> String {
    let person = [report.name, report.email].compactMap(\.self).joined(separator: ", ")
    let lines = [
      ("service", "\(report.service)\(report.prefix) answers"),
      ("account", person.isEmpty ? "the service does not tell whose (journal: \(report.account))" : person),
      ("credits left", report.credits?.shownDown ?? "not known"), ("clock", clock(report.clockAhead)),
    ]
    return
      (lines.map { name, words in style.strong(name) + String(repeating: " ", count: 14 - name.count) + words
      }
      + report.troubles.map { "not known: " + $0 }).joined(separator: "\n")
  }

  /// A difference that makes signed links end early or late, and the age of a create wrong, is said to be one.
  private static func clock(_ ahead: Int64?) -> String {
    guard let ahead else { return "the service does not tell the time" }
    guard ahead.magnitude > 5 else { return "as the service's, to 5 s" }
    return "this machine's is \(ahead.magnitude) s \(ahead > 0 ? "behind" : "ahead of") the service's: set it"
  }
}
