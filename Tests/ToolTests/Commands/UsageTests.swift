import LipSync
import Testing

@testable import lipflight

@Suite("What is typed wrongly, and what help says", .timeLimit(.minutes(2)))
struct UsageTests {
  @Test(
    "Wrong usage ends in 64, says why on standard error and prints nothing else",
    arguments: [
      [], ["fly"], ["check"], ["check", "a.mp4"],
      ["check", "a.mp4", "b.wav", "--playback-type", "backwards"],
      ["check", "a.mp4", "b.wav", "--ignore", "no.such-rule"],
      ["check", "a.mp4", "b.wav", "--timeout", "soon"],
      ["check", "a.mp4", "b.wav", "--timeout", "-1"], ["probe", "a.mp4", "--read-limit", "0"],
      ["probe", "a.mp4", "--read-limit", "1G"], ["check", "a.mp4", "b.wav", "--read-limit", "lots"],
      ["run", "a.mp4", "b.wav"],
      ["run", "a.mp4", "b.wav", "-o", "out", "--offline"], ["wait"], ["estimate", "a.mp4"],
      ["estimate", "--video-seconds", "4"], ["estimate", "a.mp4", "b.wav", "--video-seconds", "4"],
      ["estimate", "--video-seconds", "0", "--audio-seconds", "1"], ["rules", "no.such-rule"],
      ["sandbox", "--port", "70000"], ["sandbox", "--http-status", "418"],
      ["verify", "http://127.0.0.1/result.mp4", "--offline"],
    ])
  func wrongUsage(_ arguments: [String]) async throws {
    let outcome = try await Tool.run(program: Tool.path, arguments + (arguments.isEmpty ? [] : ["--json"]))
    // The bare tool shows its help, which is no error.
    if arguments.isEmpty {
      #expect(outcome.status == 0)
      #expect(outcome.out.contains("USAGE"))
    } else {
      #expect(outcome.status == ExitStatus.usage.rawValue)
      #expect(outcome.out.isEmpty)
      #expect(outcome.err.contains("Error: "))
    }
  }

  @Test(
    "A word with one dash that is no option is wrong usage, never help",
    arguments: [
      ["check", "-hello.mp4", "a.wav"], ["-hello.mp4"], ["check", "a.mp4", "-h.wav"], ["-help"],
      ["probe", "-oh"],
      ["run", "a.mp4", "b.wav", "-o", "-hidden"], ["batch", "status", "-ho"],
      ["check", "-talk.mp4", "a.wav"],
    ])
  func singleDash(_ arguments: [String]) async throws {
    let outcome = try await Tool.run(program: Tool.path, arguments)
    #expect(outcome.status == ExitStatus.usage.rawValue)
    #expect(outcome.out.isEmpty && outcome.err.contains("Unknown option '-"), "\(outcome.err)")
    #expect(outcome.err.contains("'./-"))
  }

  @Test("Options of one letter are known, and names behind -- are the command's")
  func letters() async throws {
    let dump = try await Tool.run(program: Tool.path, ["--experimental-dump-help"]).out
    let letters = dump.matches(of: /"kind"\s*:\s*"short",\s*"name"\s*:\s*"(.)"/).map { "-" + $0.1 }
    #expect(Set(letters) == Set(SingleDash.options), "\(letters)")
    #expect(
      SingleDash.unknownOption(in: ["run", "a", "-o=x", "-o", "y", "-h", "-", "--", "-hello.mp4"]) == nil)
    #expect(SingleDash.unknownOption(in: ["---completion", "check", "-hel"]) == nil)
    #expect(SingleDash.unknownOption(in: ["check", "--ignore=-x", "-5"]) == "-5")
    for arguments in [["-h"], ["check", "-h"]] {
      #expect(try await Tool.run(program: Tool.path, arguments).status == 0)
    }
    let behind = try await Tool.run(program: Tool.path, ["probe", "--json", "--", "-hello.mp4"])
    #expect(behind.status == ExitStatus.failedCheck.rawValue, "\(behind.err)")
  }

  @Test(
    "Every command has help",
    arguments: [
      "probe", "check", "estimate", "submit", "wait", "fetch", "verify", "run", "sandbox", "rules",
    ])
  func help(_ command: String) async throws {
    let outcome = try await Tool.run(command, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.out.contains("USAGE: lipflight \(command)"))
    #expect(outcome.out.contains("--json"))
    #expect(outcome.err.isEmpty)
  }

  @Test("Help shows the defaults that the library works with")
  func defaults() async throws {
    let help = try await Tool.run("check", "--help").out.split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
    let (source, wait) = (Defaults.sourceTimeout.components.seconds, Defaults.waitTimeout.components.seconds)
    #expect(help.contains("\(source) for a source, \(wait) for a task"))
    #expect(help.contains("default: auto"))
  }

  @Test("Completions for the three shells", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) async throws {
    let outcome = try await Tool.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.out.contains("normal_reverse_by_audio"))
  }
}
