import Foundation
import LipSyncMediaReading
import LipSyncTransfer
import Testing

@testable import LipSync

/// Files that reached decoders nobody needs: one corrupts FFmpeg's memory, one is a drawing that is never done, one a tune for
/// a game console (`LIPFLIGHT_CASES`).
@Suite(
  "Hostile cases",
  .enabled(if: Cases.root != nil, "LIPFLIGHT_CASES names no directory: the cases are skipped"))
struct HostileCaseTests {
  @Test(
    "They are refused by name before a decoder sees them",
    arguments: ["odd-64-64-1.avi", "xturb.svg", "tune.nsf"])
  func refused(_ name: String) async throws {
    let inspector = Inspector(client: HTTPClient(policy: .publicOnly), offline: true)
    let path = Cases.path("security", name)
    let report = await Preflight.check(
      CheckRequest(video: .file(path: path), audio: .file(path: path), deep: true), inspector: inspector)
    for subject in [Subject.video, .audio] {
      let errors = report.findings.filter { $0.subject == subject && $0.severity == .error }
      #expect(!errors.isEmpty, "\(name) as \(subject)")
    }
  }

  @Test("Only what the table lists is opened, and each row has its reason")
  func table() {
    #expect(
      AcceptedMedia.accepts(container: "mov,mp4,m4a,3gp,3g2,mj2")
        && !AcceptedMedia.accepts(container: "libgme"))
    #expect(AcceptedMedia.decodes(codec: "h264") && AcceptedMedia.decodes(codec: "pcm_s24le"))
    for codec in ["magicyuv", "svg", "unknown", "pcm", "ansi", "bink"] {
      #expect(!AcceptedMedia.decodes(codec: codec), "\(codec)")
    }
    for row in AcceptedMedia.rows { #expect(!row.names.isEmpty && !row.reason.isEmpty) }
  }
}
