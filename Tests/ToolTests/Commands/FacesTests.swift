import Foundation
import LipSync
import LipSyncMedia
import TestSupport
import Testing

@testable import lipflight

/// Runs with the tool's own worker; what needs the networks is skipped where they are not here.
@Suite("Faces before paying", .timeLimit(.minutes(3)))
struct FacesTests {
  private static let here = FaceNetworks.here != nil && (try? Examiners.hello().findsFaces) == true

  /// With the networks installed for this run.
  private func withNetworks(_ body: ([String: String], String) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let data = directory + "/data"
      try #require(FaceNetworks.here).install(to: data + "/lipflight/faces")
      try await body(["XDG_DATA_HOME": data], directory)
    }
  }

  @Test("Without the networks, documents and texts say that faces were not looked at, and how they would be")
  func missing() async throws {
    let outcome = try await Tool.run("check", Tool.clip, Tool.speech, "--json")
    let document = try outcome.document()
    #expect(document["video.media.facts.faces"] is NSNull)
    let why = document.string("video.media.facts.faces_not_looked_at")
    #expect(["no-networks", "no-engine"].contains(why))
    let text = try await Tool.run("check", Tool.clip, Tool.speech).out
    #expect(
      text.contains("faces: not looked at")
        && text.contains(why == "no-engine" ? "--traits" : "lipflight faces"))
    let probe = try await Tool.run("probe", Tool.clip, "--json").document()
    #expect(probe.string("sources.0.media.facts.faces_not_looked_at") == "not-asked")
  }

  @Test(
    "What is installed is shown, a folder without the networks is refused with the command that gets them")
  func install() async throws {
    try await withTemporaryDirectory { directory in
      let home = ["XDG_DATA_HOME": directory + "/data"]
      let shown = try await Tool.run("faces", "--json", environment: home).document()
      #expect(
        shown["ready"] as? Bool == false && shown.string("folder") == directory + "/data/lipflight/faces")
      try Data("no network".utf8).write(
        to: URL(fileURLWithPath: directory + "/" + FaceNetworks.Part.mesh.fileName))
      let refused = try await Tool.run("faces", "install", directory, environment: home)
      #expect(refused.status == ExitStatus.failedCheck.rawValue)
      #expect(refused.err.contains("face_landmark.tflite") && refused.err.contains("pip install"))
      #expect(try await Tool.run("faces", "install", directory + "/none", environment: home).status == 64)
      #expect(!FileManager.default.fileExists(atPath: directory + "/data"))
    }
  }

  @Test(
    "The networks of a folder are installed whatever they are called",
    .enabled(if: here, "\(FaceNetworks.missing)"))
  func installed() async throws {
    try await withTemporaryDirectory { directory in
      let home = ["XDG_DATA_HOME": directory + "/data"]
      let networks = try #require(FaceNetworks.here)
      for part in FaceNetworks.Part.allCases {
        let path = "\(directory)/package/\(part.rawValue).tflite"
        try FileManager.default.createDirectory(
          atPath: directory + "/package", withIntermediateDirectories: true)
        try Data(networks.bytes[part] ?? []).write(to: URL(fileURLWithPath: path))
      }
      let outcome = try await Tool.run(
        "faces", "install", directory + "/package", "--json", environment: home)
      let document = try outcome.document()
      #expect(outcome.status == 0 && document["ready"] as? Bool == true)
      #expect(try await Tool.run("faces", environment: home).out.contains("Faces are looked for."))
    }
  }

  @Test(
    "A check looks for faces, and a deep one at two pictures a second",
    .enabled(if: here, "\(FaceNetworks.missing)"))
  func seen() async throws {
    try await withNetworks { home, _ in
      for (arguments, isWhole) in [(["--deep"], true), ([], true)] {
        let document = try await Tool.run(
          program: Tool.path, ["check", Tool.clip, Tool.speech, "--json"] + arguments, environment: home
        ).document()
        #expect(document["video.media.facts.faces_not_looked_at"] is NSNull)
        #expect(document["video.media.facts.faces.whole"] as? Bool == isWhole)
        #expect(document["video.media.facts.faces.share"] as? Double == 1)
        #expect(document["video.media.facts.faces.most_faces"] as? Int == 1)
        #expect(!document.rules("findings").contains { $0.contains("face") })
      }
    }
  }

  @Test(
    "A video without a face is warned of",
    .enabled(if: here, "\(FaceNetworks.missing)"))
  func faceless() async throws {
    try await withNetworks { home, directory in
      let path = directory + "/bars.mp4"
      guard
        try FFmpegProgram.run(
          [
            "-f", "lavfi", "-i", "testsrc2=s=320x180:d=2:r=10", "-c:v", "libx264", "-pix_fmt", "yuv420p",
            path,
          ])
      else { return }
      let outcome = try await Tool.run("check", path, Tool.speech, "--timeout", "300", environment: home)
      #expect(outcome.out.contains("media.no-face"), "\(outcome.out)")
      #expect(outcome.out.contains("No face is seen in any of the"))
    }
  }
}
