internal import LipSync

// Reports of the library as they are told to the tool's user: findings name options and commands, all else stays.

extension Finding {
  /// Its remedy with this command line's words.
  func told(_ resumption: Resumption = Resumption()) -> Finding {
    var resumption = resumption
    resumption.taskID = resumption.taskID ?? text("task_id")
    var told = self
    let command = hasCommand ? Remedies.command(rule, resumption) : nil
    told.remedy = Remedies.joined(remedy, settings, command)
    return told
  }

  /// Whether the rule's command is the remedy at hand: not where the finding knows better.
  private var hasCommand: Bool {
    if rule == .taskFailed { return text("cause") != FailureCause.Kind.creditsUsedUp.rawValue }
    return remedy == rule.remedy
  }

  private func text(_ name: String) -> String? { JSON.object(evidence)[name]?.stringValue }
}

extension [Finding] {
  func told(_ resumption: Resumption = Resumption()) -> [Finding] { map { $0.told(resumption) } }
}

extension CheckReport {
  func told(_ resumption: Resumption = Resumption()) -> CheckReport {
    var told = self
    told.findings = findings.told(resumption)
    return told
  }
}

extension VerifyReport {
  func told(_ resumption: Resumption = Resumption()) -> VerifyReport {
    var told = self
    told.findings = findings.told(resumption)
    return told
  }
}

extension JobReport {
  func told(_ resumption: Resumption) -> JobReport {
    var resumption = resumption
    resumption.taskID = task?.id ?? resumption.taskID
    var told = self
    told.check = check?.told(resumption)
    told.verification = verification?.told(resumption)
    told.taskFindings = taskFindings.told(resumption)
    return told
  }
}

extension Rule {
  /// Its remedy with this command line's words.
  var told: Rule {
    var told = self
    told.remedy = Remedies.joined(remedy, settings, Remedies.command(self, Resumption()))
    return told
  }
}

extension JournalEntry {
  /// What may be told of it.
  var told: PaymentDocument {
    var told = PaymentDocument(self)
    told.outlook = toldOutlook
    return told
  }

  /// What a run of the same job would do, and what that is asked for with.
  var toldOutlook: String {
    let options = settings.map { Remedies.words($0).option }.joined(separator: ", ")
    return options.isEmpty ? outlook : "\(outlook) (\(options))"
  }
}
