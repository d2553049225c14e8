import Foundation
import LipSync
import LipSyncMedia
import TestSupport
import Testing

@testable import LipSyncLedger

/// The page of a batch: whatever jobs are called, it is sound, loads nothing, and stays small.
@Suite("The page of a batch") struct BatchPageTests {
  private static let lease = Duration.seconds(600)
  private static let hostile = "</b><script>alert(1)</script>\" onerror=\"x' & 日本"

  @Test("It is well-formed, runs and loads nothing, links to what is there, and writes hostile words out")
  func page() async throws {
    let directory = try TemporaryDirectory()
    let store = try await SQLiteLedger.open(directory.file("ledger"))
    _ = try await store.begin(
      id: "b", name: "<i>\(Self.hostile)", settings: "{}", budget: Credits(hundredths: 99))
    let rows = (1...4).map { number in
      BatchRow(
        ordinal: number, id: "\(number) \(Self.hostile)", video: "v", audio: "a",
        labels: ["<u>\(Self.hostile)": Self.hostile])
    }
    try await store.fill("b", with: rows)
    let claims = try await store.claim("b", worker: "w", limit: 3, lease: Self.lease).claims
    // A folder whose name has to be encoded in a link, with a result and its report.
    let folder = directory.file("out/50 % #1 ?é")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try await onBlockingThread { try Fixtures.writeVideo(to: folder + "/r.mp4", width: 96, height: 64) }
    try Data("<p>".utf8).write(to: URL(fileURLWithPath: folder + "/report.html"))
    func outcome(_ state: BatchJobState, _ folder: String?, error: String? = nil, rule: Rule? = nil)
      -> BatchNote
    {
      BatchNote(
        state, verdict: .warn, error: error, rule: rule, output: folder.map { $0 + "/r.mp4" },
        report: folder.map { $0 + "/report.html" })
    }
    #expect(try await store.finish(claims[0].lease, outcome(.verified, folder)))
    // Another machine's result.
    #expect(try await store.finish(claims[1].lease, outcome(.verified, "/elsewhere/2")))
    #expect(
      try await store.finish(
        claims[2].lease, outcome(.failed, nil, error: "link.timeout: \(Self.hostile)", rule: .linkTimeout)))
    let path = directory.file("out/batch.html")
    try await BatchPage.write(store, "b", to: path, examiner: .installed)
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let check = HTMLCheck(page)
    #expect(check.faults.isEmpty && check.loads.isEmpty, "\(check.faults) \(check.loads)")
    #expect(check.elements["html"] == 1 && check.elements["li"] == 4 && check.elements["img"] == 1)
    #expect(check.text.ranges(of: Self.hostile).count >= 10, "title, four ids, four labels and an error")
    let links = check.attributes.filter { $0.name == "href" }.map(\.value)
    #expect(links.count == 1)
    let target = URL(string: links[0], relativeTo: URL(fileURLWithPath: path))
    #expect(target.map { FileManager.default.fileExists(atPath: $0.path) } == true, "\(links)")
  }

  @Test("Why jobs failed is counted by their rule, whatever their errors' words look like")
  func reasons() async throws {
    let directory = try TemporaryDirectory()
    let store = try await SQLiteLedger.open(directory.file("ledger"))
    _ = try await store.begin(id: "b", name: "b", settings: "{}", budget: nil)
    try await store.fill(
      "b", with: (1...6).map { BatchRow(ordinal: $0, id: "job-\($0)", video: "v", audio: "a") })
    let claims = try await store.claim("b", worker: "w", limit: 6, lease: Self.lease).claims
    let newer = Rule("newer.rule")
    for (claim, note) in zip(
      claims,
      [
        BatchNote(.failed, error: "The service failed task t.", rule: .taskFailed),
        BatchNote(.setAside, error: "anything", rule: .taskFailed),
        BatchNote(.failed, error: "newer.rule: x", rule: newer),
        // A path looks like a rule, and is none.
        BatchNote(.failed, error: "/in/a.mp4: it cannot be read."),
        BatchNote(.verified),
      ])
    {
      #expect(try await store.finish(claim.lease, note))
    }
    // One that is tried again is not over.
    let later = BatchNote(.pending, error: "later", rule: .linkTimeout)
    #expect(try await store.release(claims[5].lease, later, after: Self.lease, counts: true))
    let path = directory.file("batch.html")
    try await BatchPage.write(store, "b", to: path, examiner: .installed)
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let table = try #require(
      page.firstMatch(of: /Why jobs failed or were set aside<\/h2><table>(.*?)<\/table>/)?.1)
    let cells = table.matches(of: />([^<>]+)</).map { String($0.1) }
    #expect(cells == ["task.failed", "2", "newer.rule", "1"], "\(table)")
  }

  @Test("Six thousand jobs make a page of a few megabytes, which says how many it does not show")
  func large() async throws {
    let directory = try TemporaryDirectory()
    let store = try await SQLiteLedger.open(directory.file("ledger"))
    _ = try await store.begin(id: "b", name: "b", settings: "{}", budget: nil)
    try await store.fill(
      "b",
      with: (1...6000).map {
        BatchRow(ordinal: $0, id: "job-\($0)", video: "v", audio: "a", labels: ["l": "x"])
      })
    let path = directory.file("batch.html")
    try await BatchPage.write(store, "b", to: path, examiner: .installed)
    let page = try String(contentsOfFile: path, encoding: .utf8)
    #expect(page.utf8.count < 2_000_000 && page.contains("1000 more jobs are not shown.</p>"))
    #expect(page.ranges(of: "<li").count == BatchPage.lineLimit)
    try await BatchPage.write(
      store, "b", to: path, examiner: .installed, whereAllAre: "The list has them all.")
    let told = try String(contentsOfFile: path, encoding: .utf8)
    #expect(told.contains("1000 more jobs are not shown. The list has them all."))
  }
}
