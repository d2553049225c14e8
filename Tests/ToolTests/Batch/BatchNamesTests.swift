import Foundation
import LipSync
import Testing

@Suite("Results of a batch by name", .timeLimit(.minutes(5)))
struct BatchNamesTests {
  @Test("each result has the name that the template gives it, and a table by label says what is done")
  func named() async throws {
    try await BatchBench.run { bench in
      let made = try await bench.manifest(videos: 1, audios: 2)
      // The same list as a spreadsheet in Europe saves it.
      let text = try String(contentsOfFile: made, encoding: .utf8)
        .replacing("id,video,audio", with: "ID,Video URL,audio_url").replacing(",", with: ";")
      let manifest = try bench.write(["\u{feff}" + text], as: "sheet.csv")
      let arguments = ["run", manifest, "-o", bench.out, "--name", "{video}.{language}.mp4"]
      let outcome = try await bench.work(arguments)
      #expect(outcome.status == 0, "\(outcome.err)")
      let files = try FileManager.default.contentsOfDirectory(atPath: bench.out).sorted()
      for name in ["v0.l0", "v0.l1"] {
        for ending in ["mp4", "jpg", "html", "json"] {
          #expect(files.contains("\(name).\(ending)"), "\(files)")
        }
      }
      #expect(try bench.tasks == 2)
      // The batch's own files are no obstacle to continuing it.
      let again = try await bench.work(arguments)
      #expect(again.status == 0, "\(again.err)")
      #expect(try bench.tasks == 2)

      let status = try await bench.tool("status", "--ledger", bench.ledger, "--by", "language")
      #expect(status.out.contains("jobs  verified  failed  set aside  open  credits"), "\(status.out)")
      let row = status.out.split(separator: "\n").first { $0.contains("l1 ") }
      #expect(row?.split(separator: " ").dropLast() == ["l1", "1", "1", "0", "0", "0"], "\(status.out)")
      let page = bench.directory + "/batch.html"
      _ = try await bench.tool("report", "--ledger", bench.ledger, "-o", page)
      let markup = try String(contentsOfFile: page, encoding: .utf8)
      #expect(
        markup.contains("By language") && markup.contains("<th scope=\"row\">l1</th><td>1</td><td>1</td>"))
    }
  }

  @Test("names that collide, or would replace a file, are refused before anything is paid")
  func refused() async throws {
    try await BatchBench.run { bench in
      let manifest = try await bench.manifest(videos: 2, audios: 1)
      let same = try await bench.work(["run", manifest, "-o", bench.out, "--name", "{language}.mp4"])
      #expect(
        same.status == 64 && same.err.contains("line 3, column 1: an earlier row's result"), "\(same.err)")
      let plan = try await bench.tool("plan", manifest, "--name", "{language}.mp4", "--allow-private")
      #expect(plan.status == 64 && plan.err.contains("an earlier row's result"), "\(plan.err)")
      let source = try await bench.work(["run", manifest, "-o", bench.directory, "--name", "{video}.mp4"])
      #expect(source.status == 64 && source.err.contains("would replace a source"), "\(source.err)")

      try FileManager.default.createDirectory(atPath: bench.out, withIntermediateDirectories: true)
      let mine = bench.out + "/v1.mp4"
      try Data("mine".utf8).write(to: URL(fileURLWithPath: mine))
      let taken = try await bench.work(["run", manifest, "-o", bench.out, "--name", "{video}.mp4"])
      #expect(taken.status == 64 && taken.err.contains("v1.mp4 is there already"), "\(taken.err)")
      #expect(try bench.tasks == 0 && bench.uploads == 0)
      #expect(try String(contentsOfFile: mine, encoding: .utf8) == "mine")
      let over = try await bench.work(
        ["run", manifest, "-o", bench.out, "--name", "{video}.mp4", "--overwrite"])
      #expect(over.status == 0, "\(over.err)")
    }
  }
}
