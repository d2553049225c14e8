import Testing

@testable import LipSyncMedia
@testable import LipSyncMediaReading

@Suite("FFmpeg's version")
struct FFmpegVersionTests {
  @Test(
    "published faults, by the number of the release",
    arguments: [
      ("5.1.9-0+deb12u1", ["CVE-2026-8461", "CVE-2026-40962"]), ("5.1.10", ["CVE-2026-40962"]),
      ("7.1.5-0+deb13u1", ["CVE-2026-40962"]), ("8.0.3", ["CVE-2026-40962"]), ("8.1.1", ["CVE-2026-8461"]),
      ("8.1.2", []), ("n8.1.2", []), ("9.0", []), ("4.4.6", ["CVE-2026-8461", "CVE-2026-40962"]),
      ("N-112345-gabcdef", []), ("git-2026-01-01", []),
    ] as [(String, [String])])
  func concerns(version: String, ids: [String]) {
    #expect(FFmpegVersion(version).concerns.map(\.id) == ids)
  }

  @Test("the version that is loaded can be told")
  func loaded() { #expect(!FFmpegVersion.loaded.text.isEmpty && !FFmpegVersion.licence.isEmpty) }
}
