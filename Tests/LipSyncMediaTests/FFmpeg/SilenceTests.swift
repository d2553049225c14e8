import LipSyncMediaReading
import TestSupport
import Testing

/// FFmpeg's log belongs to errors and reports, never to the user's terminal.
@Suite struct SilenceTests {
  @Test func nothingOnStandardError() async throws {
    let result = try await #require(
      processExitsWith: .success, observing: [\.standardErrorContent, \.standardOutputContent]
    ) {
      var bytes = try Fixtures.video(audio: .speech())
      for index in stride(from: bytes.count / 2, to: bytes.count, by: 61) { bytes[index] ^= 0x5A }
      let decoded = try DecodedMedia.decode(MemorySource(bytes, name: "damaged"))
      #expect(!decoded.errors.isEmpty)
      _ = try? MediaInfo.probeBlocking(MemorySource(Array(bytes.prefix(900)), name: "cut"))
    }
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self) == "")
    #expect(!String(decoding: result.standardOutputContent, as: UTF8.self).contains("@ 0x"))
  }
}
