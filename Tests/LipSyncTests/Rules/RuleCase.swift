import LipSyncMedia
import Testing

@testable import LipSync

/// A case in which a rule fires, and a near one in which it does not.
struct RuleCase: Sendable, CustomTestStringConvertible {
  typealias Findings = @Sendable () async throws -> [Finding]

  let rule: Rule
  let fires: Findings
  let silent: Findings

  /// - Parameters:
  ///   - fires: what is found if the rule is broken.
  ///   - silent: what is found if it is just kept.
  init(_ rule: Rule, fires: @escaping Findings, silent: @escaping Findings) {
    self.rule = rule
    self.fires = fires
    self.silent = silent
  }

  /// A rule that judges facts alone.
  init(_ rule: Rule, _ broken: @autoclosure () -> some Sendable, _ kept: @autoclosure () -> some Sendable) {
    let (broken, kept) = (broken(), kept())
    self.init(
      rule, fires: { rule.findings(on: broken, about: .pair) },
      silent: { rule.findings(on: kept, about: .pair) })
  }

  var testDescription: String { rule.id }
}

@Suite("Rule cases")
struct RuleCases {
  static let all: [RuleCase] =
    fileCases + linkCases + mediaCases + partCases + videoCases + faceCases + audioCases + playbackCases
    + creditsCases
    + taskCases + resultCases + resultWordsCases
    + resultLipCases + resultMomentCases + coverCases + ruleCases

  @Test("every rule has a case in which it fires and one in which it does not")
  func completeness() {
    #expect(Set(Self.all.map { $0.rule }) == Set(Rule.all))
    #expect(Self.all.count == Rule.all.count)
  }

  @Test("each rule fires if it is broken, and not if it is just kept", arguments: all)
  func cases(_ one: RuleCase) async throws {
    let fired = try await one.fires().filter { $0.rule == one.rule }
    #expect(!fired.isEmpty)
    for finding in fired {
      #expect(finding.message.hasSuffix(".") || finding.message.hasSuffix(")"), "\(finding.message)")
      #expect(!finding.remedy.isEmpty)
      #expect(Set(finding.evidence.map(\.0)).isSubset(of: one.rule.evidence), "\(finding.json.text)")
    }
    let silent = try await one.silent().filter { $0.rule == one.rule }
    #expect(silent.isEmpty, "\(silent.map(\.message))")
  }

  static let ruleCases = [
    RuleCase(
      .ruleUnknown, fires: { Finding.unknownRules(in: [Rule("link.expird")], about: .pair) },
      silent: { Finding.unknownRules(in: [.linkExpired], about: .pair) })
  ]
}
