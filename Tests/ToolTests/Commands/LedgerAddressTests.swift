import Foundation
import LipSync
import Testing

@testable import LipSyncLedger

@Suite("A ledger's address that is of no kind there is", .timeLimit(.minutes(2)))
struct LedgerAddressTests {
  private static let strange = [
    "POSTGRES://u:s3cretpw@db.example/jobs", "postgresql+psycopg://u:s3cretpw@db.example/jobs",
    " postgres://u:s3cretpw@db.example/jobs", "postgres:/u:s3cretpw@db.example/jobs",
    "mysql://u:s3cretpw@db.example/jobs",
  ]

  @Test("Is wrong usage; nothing is made and no password is said", arguments: strange)
  func refused(_ address: String) async throws {
    try await withTemporaryDirectory { directory in
      for command in [
        ["jobs"], ["jobs", "show", "x"], ["wait", "some-task"], ["batch", "status"],
        ["submit", Tool.clip, Tool.speech],
        ["batch", "run", "jobs.csv", "-o", "out"], ["batch", "work", "-o", "out"],
      ] {
        try Data("id,video,audio\na,v.mp4,a.wav\n".utf8).write(
          to: URL(fileURLWithPath: directory + "/jobs.csv"))
        let outcome = try await Tool.run(
          program: Tool.path, command + ["--ledger", address, "--json"],
          environment: ["JOGG_BASE_URL": "http://127.0.0.1:\(try closedPort())", "JOGG_API_KEY": "any"],
          in: directory)
        #expect(outcome.status == ExitStatus.usage.rawValue, "\(command): \(outcome.err)")
        #expect(
          outcome.err.contains("is not a ledger: give a file or a postgres:"), "\(command): \(outcome.err)")
        #expect(!(outcome.err + outcome.out).contains("s3cretpw"), "\(command): \(outcome.err)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["jobs.csv"], "\(command)")
      }
    }
  }

  @Test("Paths stay paths, and databases databases")
  func kinds() {
    let table: [(String, LedgerPlace.Kind)] =
      Self.strange.map { ($0, .unknown) } + [
        ("journal.sqlite", .file), ("/var/lib/x:y/z", .file), ("./mysql://x", .file), ("a b:/c", .file),
        ("2026:/x", .file), ("", .file), ("day:1.sqlite", .file),
        ("postgres:u:p@h/d", .unknown), ("file:///tmp/x", .unknown), ("\t\nSQLite:/x", .unknown),
        ("postgres://h/d", .postgres), ("postgresql:///d", .postgres),
      ]
    for (place, kind) in table { #expect(LedgerPlace.kind(place) == kind, "\(place)") }
  }
}
