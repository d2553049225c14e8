internal import ArgumentParser
internal import LipSync

/// `lipflight rules`: the catalogue, or one rule explained.
struct RulesCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Print the catalogue of rules, or explain one.")

  @Argument(
    help: "A rule's id, such as link.html-page.", completion: .list(Rule.all.map(\.id)),
    transform: Parse.rule)
  var rule: Rule?

  @Flag(name: .long, help: "Print the catalogue as a Markdown table.")
  var markdown = false

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let rules = (rule.map { [$0] } ?? Rule.all).map(\.withToolRemedy)
    console.document(.rules, .object([("rules", .array(rules.map(Self.json)))]))
    if markdown {
      console.print(Rule.markdownTable(of: rules))
    } else if rule != nil {
      for rule in rules { console.print(RuleText.explained(rule, console.style)) }
    } else {
      console.print(RuleText.catalogue(rules, console.style))
    }
    return .passed
  }

  private static func json(_ rule: Rule) -> JSON {
    .object([
      ("rule", .string(rule.id)), ("severity", .string(rule.severity.rawValue)),
      ("fires_when", .string(rule.sentence)), ("limit", .optional(rule.limit)),
      ("remedy", .string(rule.remedy)),
    ])
  }
}
