import ArgumentParser
import Foundation
import LipSyncTransfer
import Testing

@testable import LipSync
@testable import lipflight

@Suite("What the library says, in this command line's words", .timeLimit(.minutes(2)))
struct RemediesTests {
  /// All remedies that the tool can add something to.
  private static let remedies: [String] =
    Rule.all.map(\.withToolRemedy.remedy) + errors.map { Remedies.remedy($0, Resumption()) }
    + JournalError.Code.allCases.map { Remedies.remedy(JournalError($0, subject: "s", message: "m")) }
    + TransferError.Code.allCases.compactMap {
      Remedies.remedy(TransferError($0, subject: "s", message: "m"))
    }

  private static let errors = ServiceError.Code.allCases.flatMap { code in
    ServiceError.Operation.allCases.map { operation in
      ServiceError(
        code, operation: operation, subject: "s", message: "m.", remedy: "R.", taskID: "t-1",
        settings: Setting.allCases,
        sent: SentPair(videoURL: "https://h/v", audioURL: "https://h/a", playbackType: .normal))
    }
  }

  /// The help of all commands, and the guide at the tool's own.
  private static let help =
    (allCommands(Lipflight.self).map { Lipflight.helpMessage(for: $0) }
    + [Guide.of([]).map { $0.text(width: 80) } ?? ""]).joined(separator: "\n")

  private static func allCommands(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    [command] + command.configuration.subcommands.flatMap(allCommands)
  }

  @Test("Each setting has an option or a variable that there is", arguments: Setting.allCases)
  func settings(_ setting: Setting) {
    let (option, sentence) = Remedies.words(setting)
    #expect(sentence.contains(option) && sentence.hasSuffix("."))
    #expect(Self.help.contains(option))
  }

  @Test("Options that are named are there, and commands can be typed")
  func named() throws {
    for remedy in Self.remedies {
      for option in remedy.matches(of: /--[a-z-]+/) {
        let isThere = [" ", "\n", "/", ","].contains { Self.help.contains(option.0 + $0) }
        #expect(isThere, "\(option.0)")
      }
      for command in remedy.matches(of: /`lipflight ([^`]*)`/) {
        #expect(throws: Never.self, "\(command.0)") {
          try Lipflight.parseAsRoot(command.1.split(separator: " ").map(String.init))
        }
      }
    }
    #expect(Self.remedies.contains { $0.contains("`lipflight fetch TASK_ID -o DIR`") })
  }

  @Test("The library's own words name neither")
  func library() {
    for rule in Rule.all { #expect(!rule.remedy.contains("--") && !rule.remedy.contains("lipflight")) }
    for code in JournalError.Code.allCases {
      let remedy = JournalError(code, subject: "s", message: "m").remedy
      #expect(!remedy.contains("--") && !remedy.contains("lipflight "), "\(remedy)")
    }
    for code in ServiceCode.all {
      #expect(!code.remedy.contains("JOGG_") && !code.remedy.contains("lipflight"))
    }
  }

  @Test("A finding that knows better than its rule gets no command of the rule's")
  func findings() {
    let plain = Finding(.resultIncomplete, about: .task, "X.", evidence: [("task_id", "t-1")])
    #expect(plain.withToolRemedies().remedy.hasSuffix("`lipflight fetch t-1 -o DIR` does that."))
    #expect(Finding(.resultIncomplete, about: .task, "X.", remedy: "Y.").withToolRemedies().remedy == "Y.")
    func failed(_ cause: FailureCause.Kind) -> String {
      Finding(
        .taskFailed, about: .task, "X.", remedy: "Y.", evidence: [("cause", .string(cause.rawValue))],
        settings: [.retryFailed]
      ).withToolRemedies().remedy
    }
    #expect(failed(.creditsUsedUp) == "Y. --retry-failed asks for that.")
    #expect(failed(.unknown).hasSuffix("`lipflight check VIDEO AUDIO` checks both inputs."))
  }

  @Test("A report's findings are told, wherever in it they stand")
  func reports() {
    let finding = Finding(.linkTimeout, about: .video, "X.")
    let source = SourceInspection(source: Source("v"))
    let check = CheckReport(
      verdict: .fail, video: source, audio: source, advice: nil, chosen: nil, credits: nil,
      findings: [finding])
    let report = JobReport(
      task: LipSyncTask(id: "a b", status: .success), check: check,
      taskFindings: [Finding(.fileNotWritten, about: .result, "X.")]
    ).withToolRemedies(Resumption())
    #expect(report.check?.findings.first?.remedy.contains("--timeout") == true)
    #expect(report.taskFindings.first?.remedy.contains("lipflight fetch 'a b' -o DIR") == true)
  }

  @Test(
    "What a run of the same job would do names the option, where there is one",
    arguments: JournalEntry.State.allCases)
  func outlook(state: JournalEntry.State) {
    let link = JournalEntry.SentURL(url: nil, digest: "")
    let entry = JournalEntry(
      id: "e", job: "j", account: ServiceAccount(ServiceConfiguration()),
      videoContent: ContentIdentity(text: "v"), audioContent: ContentIdentity(text: "a"),
      playbackType: .normal, video: "v", audio: "a", videoURL: link, audioURL: link, state: state,
      intendedAt: .now)
    let asks = state == .intended || state == .failed
    #expect(entry.outlookWithOptions.hasSuffix(" (--retry-failed)") == asks && !entry.outlook.contains("--"))
  }

  @Test("What is printed of a look that was not allowed says how it is, also where a worker took it")
  func offline() async throws {
    try await withTemporaryDirectory { directory in
      let pair = ["https://h.example/v.mp4", "https://h.example/a.mp3"]
      let list = directory + "/list.csv"
      try Data("video,audio\n\(pair.joined(separator: ","))\n".utf8).write(to: URL(fileURLWithPath: list))
      for arguments in [pair, ["--from", list]] {
        let outcome = try await Tool.run(program: Tool.path, ["check", "--offline", "--json"] + arguments)
        #expect(outcome.out.contains("Leave out --offline."), "\(outcome.out)\(outcome.err)")
      }
    }
  }
}

@Suite("Commands to go on with")
struct ResumptionTests {
  @Test(
    "A shell reads each word as it was, whatever is in it",
    arguments: ["t-1", "x;touch pwned", "it's", "", "a b", "$(id)", "`id`", "-rf", "a\nb", "*", "~"])
  func quoting(_ word: String) async throws {
    var resumption = Resumption()
    resumption.directory = word
    let script = "set -- \(resumption.fetch(word)); printf '%s\\0' \"$@\""
    let outcome = try await Tool.run(program: "/bin/sh", ["-c", script])
    let words = outcome.out.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(
      String.init)
    let isOption = word.hasPrefix("-")
    #expect(words == ["lipflight", "fetch"] + (isOption ? ["-o", word, "--", word] : [word, "-o", word]))
  }

  @Test(
    "The options that were given are given again; a database's URL, which may hold a password, is not shown")
  func options() throws {
    let run = try Run.parse([
      "v", "a", "-o", "my out", "--allow-private", "--journal", "j.sqlite", "--timeout", "3",
      "--sandbox-data", "box",
    ])
    #expect(
      run.resumption.fetch("t-1")
        == "lipflight fetch t-1 -o 'my out' --allow-private --sandbox-data box --journal j.sqlite")
    let wait = try Wait.parse(["t-1", "--journal", "postgres://me:secret@h/d"])
    #expect(wait.resumption.fetch() == "lipflight fetch t-1 -o DIR --journal URL")
    let proxied = try Wait.parse([
      "t-1", "--private-host", "store.test:9000", "--proxy", "http://me:secret@proxy.example:3128",
    ])
    #expect(
      proxied.resumption.wait()
        == "lipflight wait t-1 --private-host store.test:9000 --proxy http://USER:PASSWORD@proxy.example:3128"
    )
    let pair = SentPair(videoURL: "https://h/v?a=1&b=2", audioURL: "https://h/a", playbackType: .normal)
    #expect(
      try Submit.parse(["v", "a", "--allow-private"]).resumption.submit(pair)
        == "lipflight submit 'https://h/v?a=1&b=2' https://h/a --playback-type normal --allow-private")
  }

  @Test("Whatever stops a paid job, its last words hold the command")
  func failures() throws {
    let resumption = try Run.parse(["v", "a", "-o", "out", "--allow-private"]).resumption
    let report = JobReport(task: LipSyncTask(id: "x;y", status: .processing))
    let command = "lipflight fetch 'x;y' -o out --allow-private"
    let broken = TransferError(.timeout, subject: "https://h/r", message: "no answer")
    for error in [broken, JournalError(.busy, subject: "j", message: "is busy")] as [any Error] {
      let failure = Failure(
        JobInterruption(report: report, cause: error), interrupted: false, resumption: resumption)
      #expect(failure.remedy?.contains(command) == true, "\(failure.remedy ?? "")")
    }
    let stopped = Failure(
      CancellationError(), interrupted: true, currentTask: CurrentTask(id: "x;y"), resumption: resumption)
    #expect(stopped.remedy == "Resume with: " + command)
  }
}
