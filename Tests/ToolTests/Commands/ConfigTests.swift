import Foundation
import LipSync
import Testing

@testable import lipflight

@Suite("Files of settings, as systemd reads them")
struct EnvironmentFileTests {
  @Test(
    "values",
    arguments: [
      ("A=b", "b"), ("A= b c \t\r\n", "b c"), ("A=", ""), ("A=\"x y \"", "x y "),
      ("A='x \\ \"y'", "x \\ \"y"),
      ("A=\"a\nb\"", "a\nb"), ("A='a\nb'", "a\nb"), ("A=a\\\nb", "ab"), ("A=\"a\\\nb\"", "ab"),
      ("A=\"\\\"\\\\\\`\\$\\n\"", "\"\\`$\\n"), ("A=a\\ \\\\b", "a \\b"), ("A=a\"b\"'c'", "a\"b\"'c'"),
      ("A=\"a\"b", "ab"), ("A='a' 'b'", "ab"), ("A=a # no comment", "a # no comment"), ("A=a\\", "a"),
      (" A =b", "b"), ("A=b=c", "b=c"), ("#A=c\n;A=d\nA=b", "b"), ("# goes on \\\nA=b", "b"),
      ("A=x\nA=y", "y"), ("A=é日", "é日"), ("A=\"unquoted\" \n", "unquoted"),
    ])
  func values(text: String, value: String) throws {
    #expect(try EnvironmentFile(text).assignments.last?.value == value)
  }

  @Test("lines without = are ignored and counted, as are those of assignments")
  func lines() throws {
    let file = try EnvironmentFile("\nnothing\nA=\"x\ny\"\n\nB=z\nend")
    #expect(file.ignored == [2, 7])
    #expect(file.assignments.map(\.line) == [3, 6] && file.assignments.map(\.name) == ["A", "B"])
  }

  @Test("what cannot be meant", arguments: [("A=1\nB=\"x\n", 2), ("A='", 1), ("export A=b", 1), ("1A=b", 1)])
  func faults(text: String, line: Int) {
    let fault = #expect(throws: EnvironmentFile.Fault.self) { try EnvironmentFile(text) }
    #expect(fault?.line == line)
  }
}

@Suite("Settings")
struct ConfigTests {
  private static func write(_ text: String, _ path: String, mode: Int = 0o600) throws {
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test(
    "each place comes before the next, and config says which one it was; secrets are in none of its words")
  func places() async throws {
    try await withTemporaryDirectory { home in
      let user = home + "/config/lipflight/lipflight.env"
      try Self.write(
        "# mine\nJOGG_BASE_URL=http://127.0.0.1:1\nJOGG_API_PREFIX=/user\nJOGG_API_KEY='s3cret-us3r'\n", user)
      let named = home + "/lipflight.env"
      try Self.write(
        "JOGG_BASE_URL=\"http://127.0.0.1:2\"\nTZ=UTC\nHTTPS_PROXY=http://joe:s3cret-proxy@proxy.example:3128\n",
        named)
      let credentials = home + "/credentials"
      try Self.write("s3cret-cred\n", credentials + "/JOGG_API_KEY")
      let environment = ["XDG_CONFIG_HOME": home + "/config"]
      func config(_ arguments: [String], _ more: [String: String] = [:]) async throws -> [String: String] {
        let outcome = try await Tool.run(
          program: Tool.path, ["config", "--json"] + arguments, environment: environment.merging(more) { $1 },
          in: home)
        #expect(outcome.status == 0 && !(outcome.out + outcome.err).contains("s3cret"), "\(outcome)")
        let document = try outcome.document()
        var places: [String: String] = [:]
        for index in 0..<(document.count("settings") ?? 0) {
          let name = document.string("settings.\(index).name") ?? ""
          places[name] =
            (document.string("settings.\(index).value") ?? "-") + " "
            + (document.string("settings.\(index).from") ?? "-")
        }
        return places
      }
      // The folder's own file is not read by itself.
      let own = try await config([])
      #expect(own["JOGG_BASE_URL"] == "http://127.0.0.1:1 user_file" && own["JOGG_API_KEY"] == "- user_file")
      #expect(own["HTTPS_PROXY"] == "- -" && own["LIPFLIGHT_JOURNAL"] == "- -")
      let both = try await config(["--config", "lipflight.env"], ["CREDENTIALS_DIRECTORY": credentials])
      #expect(
        both["JOGG_BASE_URL"] == "http://127.0.0.1:2 named_file"
          && both["JOGG_API_PREFIX"] == "/user user_file")
      #expect(both["JOGG_API_KEY"] == "- credential")
      #expect(both["HTTPS_PROXY"] == "http://proxy.example:3128, with a user that is not shown named_file")
      let first = try await config(
        ["--config", named],
        ["JOGG_BASE_URL": "http://127.0.0.1:3", "JOGG_API_KEY_FILE": credentials + "/JOGG_API_KEY"])
      #expect(
        first["JOGG_BASE_URL"] == "http://127.0.0.1:3 environment" && first["JOGG_API_KEY"] == "- environment"
      )
      let words = try await Tool.run(
        program: Tool.path, ["config", "--config", named], environment: environment)
      #expect(
        words.out.contains("from \(named), line 1") && words.out.contains("the proxy alone knows"),
        "\(words.out)")
      #expect(
        words.err.contains("ignored: TZ") && !(words.out + words.err).contains("s3cret"), "\(words.err)")
    }
  }

  @Test(
    "the key of a file, of a credential and of a user's file is sent; a key that differs is not",
    .timeLimit(.minutes(2)))
  func keys() async throws {
    try await withTemporaryDirectory { home in
      try await withSandbox("--api-key", "right-key") { base in
        let key = home + "/key"
        try Self.write(" right-key\n", key)
        try Self.write("right-key", home + "/credentials/JOGG_API_KEY")
        try Self.write("JOGG_API_KEY=right-key\n", home + "/config/lipflight/lipflight.env")
        try Self.write("JOGG_API_KEY=other-key\nJOGG_BASE_URL=\(base)\n", home + "/other.env")
        func account(_ more: [String: String], _ arguments: String...) async throws -> Tool.Outcome {
          try await Tool.run(
            program: Tool.path, ["account", "--allow-private"] + arguments,
            environment: more.merging(["JOGG_BASE_URL": base]) { old, _ in old })
        }
        for source in [
          ["JOGG_API_KEY_FILE": key], ["CREDENTIALS_DIRECTORY": home + "/credentials"],
          ["XDG_CONFIG_HOME": home + "/config"],
        ] {
          let outcome = try await account(source)
          #expect(outcome.status == 0, "\(source): \(outcome.err)")
        }
        let other = try await account([:], "--config", home + "/other.env")
        #expect(other.status == 3, "\(other.err)")
        let both = try await account(["JOGG_API_KEY": "right-key", "JOGG_API_KEY_FILE": key])
        #expect(
          both.status == 64 && both.err.contains("Both JOGG_API_KEY and JOGG_API_KEY_FILE"), "\(both.err)")
        let gone = try await account(["JOGG_API_KEY_FILE": home + "/none"])
        #expect(gone.status == 64 && gone.err.contains("none cannot be read"), "\(gone.err)")
      }
    }
  }

  @Test("files that cannot be meant, that others can write to, or that others can read")
  func refused() async throws {
    try await withTemporaryDirectory { home in
      func rules(_ text: String, mode: Int = 0o600) async throws -> Tool.Outcome {
        try Self.write(text, home + "/x.env", mode: mode)
        return try await Tool.run("rules", "--config", home + "/x.env")
      }
      let misspelled = try await rules("A=1\nJOGG_APIKEY=x\n")
      #expect(
        misspelled.status == 64 && misspelled.err.contains("x.env, line 2: there is no setting JOGG_APIKEY"))
      let quote = try await rules("JOGG_API_KEY=\"x\n")
      #expect(quote.status == 64 && quote.err.contains("line 1: a quote that opens here is never closed"))
      let written = try await rules("JOGG_API_PREFIX=/v2\n", mode: 0o666)
      #expect(written.status == 64 && written.err.contains("Anybody can write"), "\(written.err)")
      let read = try await rules("JOGG_API_KEY=x\n", mode: 0o644)
      #expect(read.status == 0 && read.err.contains("can be read by others (mode 644)"), "\(read.err)")
      let quiet = try await rules("JOGG_API_KEY=x\n")
      #expect(quiet.status == 0 && quiet.err.isEmpty, "\(quiet.err)")
      let none = try await Tool.run("rules", "--config", home + "/none")
      #expect(none.status == 64 && none.err.contains("there is no such file"), "\(none.err)")
      let proxy = try await rules("HTTPS_PROXY=http://joe:s3cret@proxy.example\n")
      #expect(proxy.status == 64 && proxy.err.contains("it names no port") && !proxy.err.contains("s3cret"))
    }
  }
}
