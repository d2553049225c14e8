import Foundation
import LipSync
import Testing

@testable import lipflight

/// Mistakes of typing, and the sentence that each is answered with.
@Suite("Mistakes of typing", .timeLimit(.minutes(3)))
struct MistypedTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var typed: [String]
    var status: Int32
    var said: [String]
    var testDescription: String { typed.joined(separator: " ") }

    init(_ typed: [String], _ status: Int32, _ said: String...) {
      (self.typed, self.status, self.said) = (typed, status, said)
    }
  }

  static let rows: [Row] = [
    Row(["chekc", "a", "b"], 64, "There is no command 'chekc'. Did you mean 'check'?"),
    Row(["help", "chekc"], 64, "Did you mean 'check'?"),
    Row(["frobnicate"], 64, "`lipflight --help` lists them all."),
    Row(["batch", "plann", "x"], 64, "There is no command 'batch plann'. Did you mean 'batch plan'?"),
    Row(["help", "batch", "plann"], 64, "Did you mean 'batch plan'?"),
    Row(["jobs", "shwo", "ID"], 64, "Did you mean 'jobs show'?"),
    Row(
      ["a.mp4", "b.m4a"], 64, "A command has to come first. Did you mean 'lipflight check a.mp4 b.m4a'"),
    Row(
      ["run", "a", "b", "--ouput", "out"], 64,
      "`lipflight run` has no option '--ouput'. Did you mean '--output'?"),
    Row(["run", "a", "b", "--out", "out"], 64, "has no option '--out'. Did you mean '--output'?"),
    Row(["check", "a", "b", "--jsn"], 64, "has no option '--jsn'. Did you mean '--json'?"),
    Row(["check", "a", "b", "--frobnicate=3"], 64, "`lipflight check` has no option '--frobnicate'."),
    Row(
      ["check", "", Tool.speech], 1, "The path is empty.",
      "If it comes from a variable, that is not set."),
    Row(["check", "-", Tool.speech], 1, "Standard input is not taken"),
    Row(["check", "~/x.mp4", Tool.speech], 1, "A shell replaces ~ only outside quotes"),
    Row(["check", "*.mp4", Tool.speech], 1, "A shell replaces * and ? only outside quotes"),
    Row(
      ["check", "'x.mp4'", Tool.speech], 1,
      "The quotes are part of the name: leave them out, as in x.mp4."),
    Row(["check", "a\nb.mp4", Tool.speech], 1, "There is no file at a\\nb.mp4."),
    Row(["check", "file:///gone/my%20clip.mp4", Tool.speech], 1, "/gone/my clip.mp4"),
    Row(
      ["check", Tool.speech, Tool.clip], 1, "Video and audio are swapped: ",
      "Give them the other way round: the video is \(Tool.clip), the audio is \(Tool.speech)."),
    Row(["probe", "gone.mp4"], 1, "file.missing  There is no file at gone.mp4."),
    Row(
      ["run", Tool.clip, Tool.speech, "--sandbox", "-o", "out.mov"], 64,
      "results are MP4 files. Name it 'out.mp4'"),
  ]

  @Test("Each is named, with what was probably meant", arguments: rows)
  func named(_ row: Row) async throws {
    let outcome = try await Tool.run(program: Tool.path, row.typed)
    #expect(outcome.status == row.status, "\(outcome.out)\(outcome.err)")
    for words in row.said {
      #expect((outcome.out + outcome.err).contains(words), "\(outcome.out)\(outcome.err)")
    }
  }

  @Test("Swapped sources are said once")
  func swapped() async throws {
    let document = try await Tool.run("check", Tool.speech, Tool.clip, "--json").document()
    #expect(document.rules("findings").filter { $0.hasPrefix("media.no-") } == ["media.no-video-stream"])
  }

  @Test("A name that is not UTF-8 is said to be one")
  func bytes() async throws {
    let outcome = try await Tool.run(
      program: "/bin/sh", ["-c", "exec \"$0\" check \"$(printf 'caf\\351.mp4')\" x.wav", Tool.path])
    #expect(outcome.status == 1 && outcome.out.contains("no UTF-8 text"), "\(outcome.out)")
  }

  @Test("-o FILE.mp4 names the result, and replaces nothing; -o of a folder of that name is the folder")
  func name() async throws {
    #expect(DestinationOptions.place("out/anna.mp4") == ("out", "anna"))
    #expect(DestinationOptions.place("anna.MP4") == (".", "anna"))
    #expect(DestinationOptions.place("/anna.mp4") == ("/", "anna"))
    #expect(DestinationOptions.place("out") == ("out", nil))
    try await withTemporaryDirectory { directory in
      let words = ["run", Tool.clip, Tool.speech, "--sandbox", "--quiet", "-o", "new/anna.mp4"]
      let first = try await Tool.run(program: Tool.path, words, in: directory)
      #expect(first.status == 0, "\(first.out)\(first.err)")
      let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/new").sorted()
      #expect(
        names.contains("anna.mp4") && names.contains("anna.jpg") && names.contains("anna.html"), "\(names)")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: directory + "/new/anna.mp4"))
      let second = try await Tool.run(program: Tool.path, words, in: directory)
      #expect(second.status == 64 && second.err.contains("'new/anna.mp4' is there already"), "\(second.err)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: directory + "/new/anna.mp4")) == bytes)
      try FileManager.default.createDirectory(
        atPath: directory + "/old.mp4", withIntermediateDirectories: true)
      #expect(DestinationOptions.place(directory + "/old.mp4") == (directory + "/old.mp4", nil))
    }
  }

  @Test("A folder stands for its pairs by name, for check and batch plan")
  func folder() async throws {
    try await withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(atPath: directory + "/dubs", withIntermediateDirectories: true)
      for (from, name) in [
        (Tool.clip, "anna.mp4"), (Tool.speech, "anna.de.m4a"), (Tool.speech, "anna_fr.m4a"),
        (Tool.clip, "ben.mp4"),
        (Tool.speech, "ben.m4a"),
      ] { try FileManager.default.copyItem(atPath: from, toPath: directory + "/dubs/" + name) }
      let check = try await Tool.run(program: Tool.path, ["check", "--from", "dubs"], in: directory)
      #expect(check.status == 0, "\(check.err)")
      let lines = try check.out.split(separator: "\n").map { try Document(String($0)) }
      #expect(lines.map { $0.string("labels.language") } == ["de", "fr", ""])
      #expect(lines.map { $0.string("labels.id") } == ["anna.de", "anna_fr", "ben"])
      let plan = try await Tool.run("batch", "plan", "dubs/", "--json", in: directory).document()
      #expect(plan.number("jobs") == 3 && plan.string("verdict") == "pass")
      try Data().write(to: URL(fileURLWithPath: directory + "/dubs/carl.wav"))
      let alone = try await Tool.run(program: Tool.path, ["batch", "plan", "dubs"], in: directory)
      #expect(
        alone.status == 64 && alone.err.contains("1 of the files in dubs have no partner: carl.wav"),
        "\(alone.err)")
    }
  }
}
