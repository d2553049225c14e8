internal import ArgumentParser
internal import LipSync

/// What counts.
struct JudgementOptions: ParsableArguments {
  @Flag(name: .long, help: "Warnings count as errors.")
  var strict = false

  @Option(
    name: .long,
    help: ArgumentHelp("Ignore a rule in the verdict; may be repeated.", valueName: "rule"),
    completion: .list(Rule.all.map(\.id)), transform: Parse.rule)
  var ignore: [Rule] = []

  /// The rules to leave out.
  var ignored: Set<Rule> { Set(ignore) }

  /// The same, as the library takes it.
  var judgement: Judgement { Judgement(strict: strict, ignoredRules: ignored) }
}
