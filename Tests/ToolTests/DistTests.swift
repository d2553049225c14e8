import Foundation
import LipSync
import Testing

@testable import lipflight

/// What is packaged, as far as that can be seen without a release build: `make dist-test` tries the packages themselves.
@Suite("What is installed", .timeLimit(.minutes(5)))
struct DistTests {
  /// Lays what is installed below a folder, from the programs under test.
  private static func stage(_ root: String) async throws {
    let outcome = try await Tool.run(
      program: "/bin/bash",
      [
        Tool.root.appendingPathComponent("scripts/stage.sh").path,
        URL(fileURLWithPath: Tool.path).deletingLastPathComponent().path, root,
      ], environment: ["STRIP": "no", "SOURCE_DATE_EPOCH": "1800000000"])
    try #require(outcome.status == 0, "\(outcome.err)")
  }

  private static func files(below root: String) -> Set<String> {
    let all = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
    return Set(
      all.filter { path in
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isDirectory)
          && !isDirectory.boolValue
      })
  }

  /// All commands, from what the parser says: `["batch", "plan"]`.
  static func commands() async throws -> [[String]] {
    let dump = try await Tool.run(program: Tool.path, ["--experimental-dump-help"]).out
    let root = try #require(JSON(parsing: dump.utf8)?["command"])
    func walk(_ command: JSON, _ words: [String]) -> [[String]] {
      guard case .array(let children)? = command["subcommands"] else { return [words] }
      return [words]
        + children.flatMap { child -> [[String]] in
          guard let name = child["commandName"]?.stringValue, name != "help" else { return [] }
          return walk(child, words + [name])
        }
    }
    return walk(root, [])
  }

  @Test(
    "Programs, samples, completions and guides are where they are looked for, a manual page for each command")
  func staged() async throws {
    try await withTemporaryDirectory { root in
      try await Self.stage(root)
      let files = Self.files(below: root)
      var expected: Set = [
        "bin/lipflight", "libexec/lipflight/lipflight-worker", "share/bash-completion/completions/lipflight",
        "share/zsh/site-functions/_lipflight", "share/fish/vendor_completions.d/lipflight.fish",
        "share/lipflight/skills/lipflight/SKILL.md",
      ]
      expected.formUnion(
        ["talking.mp4", "speech.m4a", "page.mp4", "pairs.csv"].map { "share/lipflight/samples/" + $0 })
      expected.formUnion(
        ["README.md", "CHANGELOG.md", "SECURITY.md", "NOTICE", "LICENSE"].map { "share/doc/lipflight/" + $0 })
      for words in try await Self.commands() {
        expected.insert("share/man/man1/" + (["lipflight"] + words).joined(separator: "-") + ".1")
      }
      let guides = files.filter { $0.hasPrefix("share/doc/lipflight/docs/") }
      #expect(files.subtracting(guides) == expected)
      #expect(guides.contains("share/doc/lipflight/docs/licences.md"))
      #expect(guides.contains("share/doc/lipflight/docs/schema/check.json"))

      // It is found there, and away from here: a copy of the demo's commands needs nothing of the clone.
      let home = root + "/home"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      let demo = try await Tool.run(
        program: root + "/bin/lipflight", ["demo", "-o", "shown"],
        environment: [
          "HOME": home, "JOGG_API_KEY": "secret", "JOGG_BASE_URL": "http://127.0.0.1:1",
          "XDG_STATE_HOME": home + "/state",
          "HTTPS_PROXY": "http://127.0.0.1:1",
        ], in: home)
      #expect(demo.status == 0, "\(demo.out)\n\(demo.err)")
      #expect(demo.out.contains("share/lipflight/samples/page.mp4") && demo.out.contains("link.html-page"))
      #expect(demo.out.contains("PASS  done, downloaded and verified"))
      #expect(!demo.out.contains("secret") && !demo.err.contains("secret"))
      let left = Self.files(below: home)
      #expect(left.allSatisfy { $0.hasPrefix("shown/") && demo.out.contains($0) }, "\(left)")
      #expect(Set(left.map { URL(fileURLWithPath: $0).pathExtension }) == ["mp4", "jpg", "json", "html"])
      #expect(!FileManager.default.fileExists(atPath: home + "/state"))

      let uninstalled = try await Tool.run(
        program: "/bin/bash", [Tool.root.appendingPathComponent("scripts/unstage.sh").path, root])
      #expect(uninstalled.status == 0)
      #expect(Self.files(below: root).allSatisfy { $0.hasPrefix("home/") })
    }
  }

  @Test("A sample that is not there is said, with what to do")
  func noSamples() async throws {
    try await withTemporaryDirectory { root in
      try FileManager.default.createDirectory(atPath: root + "/bin", withIntermediateDirectories: true)
      for (program, place) in [(Tool.path, "lipflight"), (Tool.worker, "lipflight-worker")] {
        try FileManager.default.copyItem(atPath: program, toPath: root + "/bin/" + place)
      }
      let outcome = try await Tool.run(program: root + "/bin/lipflight", ["demo"], in: root)
      #expect(outcome.status == 64 && outcome.err.contains("samples of the demo"), "\(outcome.err)")
    }
  }

  @Test("The demo prints the job's document, and nothing else, if JSON is asked for")
  func document() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await Tool.run("demo", "--json", "--quiet", in: directory)
      #expect(outcome.status == 0)
      #expect(try outcome.document().string("task.status") == "success", "\(outcome.out)")
    }
  }

  @Test("Manual pages say each command's options, and no reader of manuals complains")
  func manual() async throws {
    try await withTemporaryDirectory { folder in
      let made = try await Tool.run(
        program: "/usr/bin/env",
        ["python3", Tool.root.appendingPathComponent("scripts/manpages.py").path, Tool.path, folder],
        environment: ["SOURCE_DATE_EPOCH": "1700000000"])
      try #require(made.status == 0, "\(made.err)")
      let check = try String(contentsOfFile: folder + "/lipflight-check.1", encoding: .utf8)
      for word in [
        #"\-\-playback\-type"#, "The video: a path or URL", "2023-11-14", "normal_reverse_by_audio",
      ] {
        #expect(check.contains(word), "\(word)")
      }
      let pages = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
        folder + "/" + $0
      }
      for (reader, options) in [("man", ["--warnings", "-l"]), ("mandoc", ["-T", "lint", "-W", "warning"])]
      where try await Self.isThere(reader) {
        for page in pages {
          let read = try await Tool.run(
            program: "/usr/bin/env", [reader] + options + [page], environment: ["MANPAGER": "cat"])
          #expect(
            read.status == 0 && read.err.isEmpty && !read.out.contains("WARNING"), "\(page): \(read.err)")
        }
      }
    }
  }

  @Test("Shells take their completions", arguments: ["bash", "zsh", "fish"])
  func completions(_ shell: String) async throws {
    guard try await Self.isThere(shell) else { return }
    try await withTemporaryDirectory { folder in
      let script = try await Tool.run(program: Tool.path, ["--generate-completion-script", shell]).out
      try script.write(toFile: folder + "/script", atomically: true, encoding: .utf8)
      let read = try await Tool.run(program: "/usr/bin/env", [shell, "-n", folder + "/script"])
      #expect(read.status == 0 && read.err.isEmpty, "\(read.err)")
    }
  }

  @Test("The guide's systemd unit is the one that is installed")
  func unit() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: Tool.root.appendingPathComponent(path), encoding: .utf8)
    }
    #expect(
      try text("docs/scale.md").contains("```ini\n" + text("packaging/lipflight-worker@.service") + "```"))
  }

  // MARK: - Held against other people's programs, where scripts/python.sh could get them

  private static let python = Tool.root.appendingPathComponent(".build/python/bin/python").path
  private static let hasPython = FileManager.default.isExecutableFile(
    atPath: Tool.root.appendingPathComponent(".build/python/bin/check-jsonschema").path)

  @Test("The bill of materials is valid CycloneDX, and names what is linked", .enabled(if: hasPython))
  func billOfMaterials() async throws {
    let folder = URL(fileURLWithPath: Tool.path).deletingLastPathComponent().path
    let script = Tool.root.appendingPathComponent("scripts/sbom.py").path
    let made = try await Tool.run(program: Self.python, [script, folder])
    try #require(made.status == 0, "\(made.err)")
    let bill = try Document(foreign: made.out)
    let names = Set((bill["components"] as? [[String: Any]])?.compactMap { $0["name"] as? String } ?? [])
    #expect(
      names.isSuperset(of: ["swift-argument-parser", "swift-log", "swift-runtime", "lipflight-worker"]))
    for library in ["libavformat", "libcurl", "libcrypto", "libsqlite3", "libpq"] {
      #expect(names.contains { $0.hasPrefix(library) }, "\(library)")
    }
    try await withTemporaryDirectory { scratch in
      // The check can fail.
      try made.out.replacingOccurrences(of: #""type": "library""#, with: #""type": "shelf""#)
        .write(toFile: scratch + "/bad.json", atomically: true, encoding: .utf8)
      #expect(
        try await Tool.run(program: Self.python, [script, "--check", scratch + "/bad.json"]).status == 1)
    }
  }

  @Test("Workflows, the action and the hooks are what GitHub and pre-commit take", .enabled(if: hasPython))
  func workflows() async throws {
    let folder = Tool.root.appendingPathComponent(".github/workflows").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).map { folder + "/" + $0 }
    let checker = Tool.root.appendingPathComponent(".build/python/bin/check-jsonschema").path
    for (schema, files) in [
      ("vendor.github-workflows", files),
      ("vendor.github-actions", [Tool.root.appendingPathComponent("action.yml").path]),
    ] {
      let outcome = try await Tool.run(program: checker, ["--builtin-schema", schema] + files)
      #expect(outcome.status == 0, "\(outcome.out)")
    }
  }

  /// What the action does, with this build in the image's place.
  @Test("The action puts each report where it belongs, and passes the exit code on")
  func action() async throws {
    let script = Tool.root.appendingPathComponent("packaging/action.sh").path
    try await withTemporaryDirectory { directory in
      try "id,video,audio\na b,\(Tool.page),\(Tool.speech)\n".write(
        toFile: directory + "/a list.csv", atomically: true, encoding: .utf8)
      func run(_ command: String, _ arguments: String, _ format: String) async throws -> (
        Tool.Outcome, String
      ) {
        let outputs = directory + "/outputs"
        try Data().write(to: URL(fileURLWithPath: outputs))
        let outcome = try await Tool.run(
          program: "/bin/bash", [script],
          environment: [
            "LIPFLIGHT": Tool.path, "COMMAND": command, "ARGUMENTS": arguments, "FORMAT": format,
            "GITHUB_OUTPUT": outputs,
            "GITHUB_STEP_SUMMARY": directory + "/summary.md",
          ], in: directory)
        return (outcome, try String(contentsOfFile: outputs, encoding: .utf8))
      }
      let (annotated, said) = try await run("batch plan", "'a list.csv' --offline", "github")
      #expect(
        annotated.status == 1 && annotated.out.hasPrefix("::error file=a list.csv,line=2"),
        "\(annotated.out)\(annotated.err)")
      #expect(said == "exit-code=1\n")
      let (scanned, file) = try await run("batch plan", "'a list.csv'", "sarif")
      #expect(scanned.status == 1 && scanned.out.isEmpty && file == "exit-code=1\nreport=lipflight.sarif\n")
      #expect(
        try Document(foreign: String(contentsOfFile: directory + "/lipflight.sarif", encoding: .utf8)).string(
          "version") == "2.1.0")
      _ = try await run("check", "--from 'a list.csv'", "markdown")
      #expect(
        try String(contentsOfFile: directory + "/summary.md", encoding: .utf8).hasPrefix(
          "### lipflight check: fail"))
      // Nothing of the arguments is run, and only these commands are.
      let (quoted, _) = try await run("check", "$(touch gone) `touch gone`", "text")
      #expect(quoted.status == 64 && !FileManager.default.fileExists(atPath: directory + "/gone"))
      #expect(try await run("run", "a b -o c", "text").0.status == 64)
    }
  }

  @Test(
    "The hooks look at each list, and one that fails stops the commit", arguments: ["batch-plan", "check"])
  func hooks(_ id: String) async throws {
    let text = try String(
      contentsOf: Tool.root.appendingPathComponent(".pre-commit-hooks.yaml"), encoding: .utf8)
    let hook = try #require(
      text.components(separatedBy: "- id: ").first { $0.hasPrefix("lipflight-\(id)\n") })
    let entry = try #require(hook.split(separator: "\n").first { $0.contains(" entry: ") }).drop { $0 != ":" }
      .dropFirst(2)
    try await withTemporaryDirectory { directory in
      for (name, video) in [("good.csv", Tool.clip), ("bad.csv", Tool.page)] {
        try "id,video,audio\na,\(video),\(Tool.speech)\n".write(
          toFile: directory + "/" + name, atomically: true, encoding: .utf8)
      }
      let path = URL(fileURLWithPath: Tool.path).deletingLastPathComponent().path + ":/usr/bin:/bin"
      for (lists, code) in [("good.csv", Int32(0)), ("bad.csv good.csv", 1)] {
        let outcome = try await Tool.run(
          program: "/bin/bash", ["-c", "\(entry) \(lists)"], environment: ["PATH": path], in: directory)
        #expect(outcome.status == code, "\(lists): \(outcome.out)\(outcome.err)")
      }
    }
  }

  private static func isThere(_ program: String) async throws -> Bool {
    try await Tool.run(program: "/bin/sh", ["-c", "command -v \(program)"]).status == 0
  }
}
