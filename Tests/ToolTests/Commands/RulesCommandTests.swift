import LipSync
import Testing

@testable import lipflight

@Suite("The catalogue as the tool prints it", .timeLimit(.minutes(2)))
struct RulesCommandTests {
  @Test("All rules, in order, with severity and remedy")
  func all() async throws {
    let document = try await Tool.run("rules", "--json").document()
    #expect(document.rules("rules") == Rule.all.map(\.id))
    #expect(document.string("rules.0.severity") == Rule.all[0].severity.rawValue)
    #expect(document.string("rules.0.remedy") == Rule.all[0].remedy)
  }

  @Test("One rule explained")
  func one() async throws {
    let outcome = try await Tool.run("rules", "link.html-page")
    #expect(outcome.status == 0)
    #expect(outcome.out.contains(Rule.linkHTMLPage.remedy))
    #expect(try await Tool.run("rules", "link.html-page", "--json").document().count("rules") == 1)
  }

  @Test("The Markdown table is the library's, with this command line's words")
  func markdown() async throws {
    let out = try await Tool.run("rules", "--markdown").out
    #expect(out == Rule.markdownTable(of: Rule.all.map(\.withToolRemedy)) + "\n")
    let row = try #require(out.split(separator: "\n").first { $0.contains("`link.timeout`") })
    #expect(row.hasSuffix("or allow more time. --timeout SECONDS allows more time. |"))
  }
}
