internal import ArgumentParser
internal import LipSync
internal import LipSyncBase
internal import LipSyncMedia
internal import Platform

/// `lipflight demo`: a bad source is refused, then a whole job, with the samples and the sandbox: no key, no network.
struct Demo: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a refused source and a whole job, with samples and the sandbox: no key, no network.",
    discussion: """
      Runs `lipflight check` and `lipflight run --sandbox` on the samples that are installed with the tool, and shows both \
      commands. No setting of yours is used, and nothing is left but the files that it names at its end.
      """)

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Directory for the result; created if missing.", valueName: "dir"),
    completion: .directory)
  var directory = "demo-output"

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let samples = try Samples.folder()
    let scratch = TemporaryDirectory.orKept(nil)
    defer { scratch.removeIfTemporary() }
    let stage = DemoStage(console: console, settings: output, scratch: scratch.path)
    let (page, clip, speech) = (samples + "/page.mp4", samples + "/talking.mp4", samples + "/speech.m4a")

    console.print("One: a web page that was saved as a video.")
    try await stage.play(["check", page, speech], expecting: .failedCheck, isShownAsJSON: false)
    console.print("(exit code 1: refused before anything was uploaded or paid for)")

    console.print("\nTwo: a clip of 4.4 s and a speech of 12.1 s, all the way.")
    let before = Self.files(directory)
    try await stage.play(
      ["run", clip, speech, "--sandbox", "-o", directory], expecting: .passed, isShownAsJSON: true)
    console.print("\nWhat it left in \(directory)/, and nowhere else:")
    let left = Self.files(directory).subtracting(before).sorted()
    console.print(
      Columns(rows: left.map { [Self.kind(of: $0), "\(directory)/\($0)"] }).lines().joined(separator: "\n"))
    console.print("\nWith a key, on your own files: JOGG_API_KEY=... lipflight run VIDEO AUDIO -o out")
    return .passed
  }

  private static func files(_ directory: String) -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [])
  }

  private static func kind(of name: String) -> String {
    let kinds = ["mp4": "result", "jpg": "cover", "json": "report", "html": "page"]
    return name.split(separator: ".").last.flatMap { kinds[String($0)] } ?? ""
  }
}

/// Where the demo's commands run: as processes of their own, with no setting of the user's, and a home that goes with it.
struct DemoStage {
  let console: Console
  let settings: OutputOptions
  let scratch: String

  /// Shows a command and runs it.
  ///
  /// - Parameter isShownAsJSON: whether its document is the demo's, where one was asked for.
  /// - Throws: `Failure` where it does not end as it should.
  func play(_ words: [String], expecting: ExitStatus, isShownAsJSON: Bool) async throws {
    console.print("\n$ lipflight " + Resumption.line(words))
    var options: [String] = []
    if settings.json { options.append("--json") }
    if settings.quiet { options.append("--quiet") }
    if settings.noColor { options.append("--no-color") }
    var start = ProgramStart(
      ThisProgram.path, arguments: ["lipflight"] + words + options, environment: environment)
    start.errors = .descriptor(STDERR_FILENO)
    if isShownAsJSON || !settings.json { start.output = .descriptor(STDOUT_FILENO) }
    let program = try ChildProcess(start)
    let end = await withTaskCancellationHandler {
      await onBlockingThread { program.wait() }
    } onCancel: {
      // Ctrl-C reaches it by itself; a second one would end it before it has tidied up.
      Task {
        try? await Task.sleep(for: .seconds(1))
        program.send(SIGTERM)
      }
    }
    try Task.checkCancellation()
    guard end == .exit(expecting.rawValue) else {
      throw Failure(
        .fault,
        "The demo's `lipflight \(words[0])` ended with \(end.words) instead of exit code \(expecting.rawValue).",
        remedy: "`lipflight --version --verbose` says what this program is made of; please report both.")
    }
  }

  /// This process's, less all that names a service, a key or a proxy.
  private var environment: [String] {
    var environment = ProcessInfo.processInfo.environment
    for name in SettingName.names.union(["CREDENTIALS_DIRECTORY"]) { environment[name] = nil }
    environment["XDG_CONFIG_HOME"] = scratch + "/config"
    environment["XDG_STATE_HOME"] = scratch + "/state"
    return environment.map { "\($0)=\($1)" }
  }
}

/// The samples that are installed with the tool.
enum Samples {
  /// Their folder, as short as it can be written here.
  ///
  /// - Throws: `Failure` where they are missing.
  static func folder() throws -> String {
    let own = WorkerProgram.ownFolder ?? "."
    // Where they are installed, or where a build's own sources are.
    let places = ["\(own)/../share/lipflight/samples", "\(own)/../../../samples"]
    for place in places where access(place + "/talking.mp4", R_OK) == 0 {
      guard let real = realpath(place, nil) else { continue }
      defer { free(real) }
      return shortened(String(cString: real))
    }
    throw Failure(
      .usage, "The samples of the demo are not in \(places[0]).",
      remedy: "Install all of Lipflight: its package, or `make install`.")
  }

  private static func shortened(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }
}
