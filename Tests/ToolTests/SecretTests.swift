import Foundation
import LipSync
import TestSupport
import Testing

/// The key and the signatures of links are in nothing that a job leaves behind.
@Suite("Secrets stay secret", .timeLimit(.minutes(3)))
struct SecretTests {
  private static let key = "sk-4711-not-to-be-seen"
  private static let signature = "f00dfacef00dface"

  @Test(
    "In no output, log, journal or report of a job, however it ends",
    arguments: [
      [], ["task-failed"], ["no-lookup", "lost-create-answer"],
    ])
  func job(faults: [String]) async throws {
    try await withTemporaryDirectory { directory in
      let origin = try Origin()
      defer { origin.stop() }
      for (path, file, type) in [("/v.mp4", Tool.clip, "video/mp4"), ("/a.m4a", Tool.speech, "audio/mp4")] {
        origin.serve(path, Array(try Data(contentsOf: URL(fileURLWithPath: file))), type: type)
      }
      let query =
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20991231T000000Z&X-Amz-Expires=600"
        + "&X-Amz-SignedHeaders=host&X-Amz-Credential=AKIA&X-Amz-Signature=" + Self.signature
      let sandbox = try await RunningSandbox.start(
        ["--api-key", Self.key] + faults.flatMap { ["--fault", $0] })
      let environment = [
        "JOGG_BASE_URL": sandbox.baseURL, "JOGG_API_KEY": Self.key, "XDG_STATE_HOME": directory + "/state",
      ]
      var said = ""
      for (name, key) in [("run", Self.key), ("run", Self.key), ("run", Self.key + "-wrong")] {
        let outcome = try await Tool.run(
          name, origin.url("/v.mp4") + query, origin.url("/a.m4a") + query, "-o", directory + "/out",
          "--allow-private", "--poll-interval", "0.1", "--json", "--ignore", "link.expired", "--ignore",
          "link.expires-soon", environment: environment.merging(["JOGG_API_KEY": key]) { $1 })
        said += outcome.out + outcome.err
      }
      let jobs = try await Tool.run("jobs", "--json", environment: environment)
      #expect(try jobs.document().count("jobs") ?? 0 > 0, "\(jobs.out) \(said)")
      said += jobs.out + jobs.err
      _ = await sandbox.stop()
      for secret in [Self.key, Self.signature] {
        #expect(!said.contains(secret), "\(said)")
        let files = FileManager.default.enumerator(atPath: directory)
        for case let name as String in files ?? FileManager.DirectoryEnumerator() {
          let bytes = (try? Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))) ?? Data()
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
        }
      }
    }
  }
}
