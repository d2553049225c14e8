internal import LipSync

// Reports of the library as the tool's user gets them: remedies name options and commands, all else stays.

extension Finding {
  /// With a remedy in terms of this command line.
  func withToolRemedies(_ resumption: Resumption = Resumption()) -> Finding {
    var resumption = resumption
    resumption.taskID = resumption.taskID ?? text("task_id")
    var copy = self
    let command = hasCommand ? Remedies.command(rule, resumption) : nil
    copy.remedy = Remedies.joined(remedy, settings, command)
    return copy
  }

  /// Whether the rule's command fits: not if the finding has a remedy of its own.
  private var hasCommand: Bool {
    if rule == .taskFailed { return text("cause") != FailureCause.Kind.creditsUsedUp.rawValue }
    return remedy == rule.remedy || MendPlan.mendable.contains(rule)
  }

  private func text(_ name: String) -> String? { JSON.object(evidence)[name]?.stringValue }
}

extension [Finding] {
  func withToolRemedies(_ resumption: Resumption = Resumption()) -> [Finding] {
    map { $0.withToolRemedies(resumption) }
  }
}

extension CheckReport {
  func withToolRemedies(_ resumption: Resumption = Resumption()) -> CheckReport {
    var copy = self
    copy.findings = findings.withToolRemedies(resumption)
    return copy
  }
}

extension VerifyReport {
  func withToolRemedies(_ resumption: Resumption = Resumption()) -> VerifyReport {
    var copy = self
    copy.findings = findings.withToolRemedies(resumption)
    return copy
  }
}

extension JobReport {
  func withToolRemedies(_ resumption: Resumption) -> JobReport {
    var resumption = resumption
    resumption.taskID = task?.id ?? resumption.taskID
    var copy = self
    copy.check = check?.withToolRemedies(resumption)
    copy.verification = verification?.withToolRemedies(resumption)
    copy.taskFindings = taskFindings.withToolRemedies(resumption)
    return copy
  }
}

extension Rule {
  /// With a remedy in terms of this command line.
  var withToolRemedy: Rule {
    var copy = self
    copy.remedy = Remedies.joined(remedy, settings, Remedies.command(self, Resumption()))
    return copy
  }
}

extension JournalEntry {
  /// The document that is printed of it.
  var document: PaymentDocument {
    var copy = PaymentDocument(self)
    copy.outlook = outlookWithOptions
    return copy
  }

  /// What a run of the same job would do, and the options that ask for it.
  var outlookWithOptions: String {
    let options = settings.map { Remedies.words($0).option }.joined(separator: ", ")
    return options.isEmpty ? outlook : "\(outlook) (\(options))"
  }
}
