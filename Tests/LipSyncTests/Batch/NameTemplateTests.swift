import Foundation
import TestSupport
import Testing

@testable import LipSync

@Suite("Names of results")
struct NameTemplateTests {
  private static func row(_ video: String, _ more: [(String, JSON)] = []) throws -> JobRow {
    let fields = [
      ("id", JSON.string("j1")), ("video", .string(video)), ("audio", .string("a/speech.de.wav")),
    ]
    return try JobRow(
      ManifestRow(
        line: 2,
        fields: (fields + more).map { ManifestRow.Field(name: $0.0, value: $0.1, column: 1) }))
  }

  @Test(
    "are made of the row",
    arguments: [
      ("{video}.{language}.mp4", "in/talk.v2.mp4", "talk.v2.de"), ("{language}/{id}.MP4", "v", "de/j1"),
      ("{audio}-{id}", "v", "speech.de-j1"),
      ("{video}", "https://h.example/x/My%20clip.mov?sig=1#f", "My clip"),
      ("日本-{video}.mp4", "é.mp4", "日本-é"),
      ("{id}.final", "v.mp4", "j1.final"),
    ])
  func names(template: String, video: String, name: String) throws {
    let row = try Self.row(video, [("language", .string(" de "))])
    #expect(try NameTemplate(template).path(for: row) == name)
    let below = try Self.row(video, [("language", .string("de")), ("output", .string("a/b"))])
    #expect(try NameTemplate(template).path(for: below) == "a/b/" + name)
  }

  @Test(
    "templates that lead elsewhere, or give all results one name, are refused",
    arguments: [
      ("result.mp4", "one name"), ("{id", "brace"), ("id}", "brace"), ("{}", "one name between"),
      ("{a{b}}", "one name between"), ("../{id}.mp4", "begins with a dot"), ("/tmp/{id}", "empty part"),
      ("x//{id}", "empty part"), ("{id}/", "empty part"), (".{id}", "begins with a dot"),
      ("a\\{id}", "slash"),
    ])
  func refused(template: String, words: String) {
    let error = #expect(throws: NameTemplate.Fault.self) { try NameTemplate(template) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test(
    "values that are no part of a name are refused, and named",
    arguments: [
      ("../../etc", "begins with a dot"), ("a/b", "slash"), ("a\nb", "control"), ("", "empty part"),
      (String(repeating: "x", count: 201), "longer than 200 bytes"),
    ])
  func values(value: String, words: String) throws {
    let row = try Self.row("v.mp4", [("language", .string(value))])
    let error = #expect(throws: ManifestFieldFault.self) { try NameTemplate("{language}").path(for: row) }
    #expect(error?.field == "language" && error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(throws: ManifestFieldFault.self) { try NameTemplate("{none}.mp4").path(for: row) }
    #expect(throws: ManifestFieldFault.self) {
      try NameTemplate("{video}").path(for: Self.row("https://h.example/%2e%2e%2f"))
    }
  }

  @Test("names that some system does not tell apart are one name")
  func taken() {
    var names = TakenNames()
    let given = ["Stra\u{df}e/\u{e9}", "stra\u{df}e/e\u{301}", "strasse/e", "STRASSE/E"]
    #expect(given.map { names.take($0) } == [true, false, true, false])
  }
}
