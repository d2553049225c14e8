import Foundation
import LipSync
import Testing

@testable import lipflight

@Suite struct AgentPathsTests {
  @Test(
    "A path is judged as it is once links are followed, and one that does not exist by the folder it would be in"
  )
  func paths() async throws {
    try await withTemporaryDirectory { folder in
      let base = try #require(AgentPaths.real(folder))
      let files = FileManager.default
      for name in ["open/deep", "shut"] {
        try files.createDirectory(atPath: base + "/" + name, withIntermediateDirectories: true)
      }
      try files.createSymbolicLink(atPath: base + "/open/out", withDestinationPath: base + "/shut")
      try files.createSymbolicLink(atPath: base + "/open/nowhere", withDestinationPath: base + "/shut/none")
      try files.createSymbolicLink(atPath: base + "/open/in", withDestinationPath: base + "/open/deep")
      let paths = AgentPaths(folders: [base + "/open"], roots: nil)
      let rows: [(path: String, real: String?)] = [
        ("a", "open/a"), ("deep/./b", "open/deep/b"), ("in/b", "open/deep/b"), (base + "/open", "open"),
        ("new/one/two", "open/new/one/two"), ("deep/../a", "open/a"), ("new/../a", nil), ("out/a", nil),
        ("out", nil),
        ("nowhere", nil),
        ("../shut/a", nil), (base + "/opened", nil), ("/", nil), ("new/../../shut", nil),
      ]
      for row in rows {
        let real = try? paths.resolved(row.path)
        #expect(real == row.real.map { base + "/" + $0 }, "\(row.path)")
      }
      let narrowed = AgentPaths(folders: [base + "/open"], roots: [base + "/open/deep"])
      #expect((try? narrowed.resolved("b")) == base + "/open/deep/b")
      #expect((try? narrowed.resolved(base + "/open/b")) == nil)
      #expect((try? AgentPaths(folders: [base], roots: []).resolved(base)) == nil)
      #expect(
        AgentPaths.folders(
          of: .object([
            (
              "roots",
              .array([
                .object([("uri", .string("file://\(base)/o%70en"))]), .object([("uri", "https://a/b")]),
              ])
            )
          ]))
          == [base + "/open"])
    }
  }

  @Test("A call becomes a command line in which nothing that was given can be an option")
  func words() throws {
    let tool = try #require(AgentTool.named("fetch"))
    let arguments = JSON.object([
      ("task_id", "-x"), ("output", "out"), ("strict", true), ("timeout_seconds", .number("30")),
      ("video", "https://a/b"),
    ])
    let words = try tool.words(arguments, settings: ["--allow-private"]) { path throws(AgentRefusal) in
      "/r/" + path
    }
    #expect(
      words == [
        "fetch", "--json", "--allow-private", "--output=/r/out", "--video=https://a/b", "--strict",
        "--timeout=30", "--", "-x",
      ])
    for tool in AgentTool.all where tool.effect == .pays {
      #expect(tool.inputs.contains { $0.name == AgentTool.maxCredits && $0.isRequired })
    }
  }
}
