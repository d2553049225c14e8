internal import ArgumentParser
internal import LipSync

/// What counts.
struct JudgementOptions: ParsableArguments {
  @Flag(name: .long, help: "Warnings count as errors.")
  var strict = false

  @Option(
    name: .long,
    help: ArgumentHelp("Leave a rule out of the verdict; may be repeated.", valueName: "rule"),
    completion: .list(Rules.all.map(\.id.rawValue)), transform: Parse.rule)
  var ignore: [RuleID] = []

  /// The rules to leave out.
  var ignored: Set<RuleID> { Set(ignore) }

  /// The same, as the library takes it.
  var judgement: Judgement { Judgement(strict: strict, ignoredRules: ignored) }
}
