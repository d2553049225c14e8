import LipSyncMedia
import LipSyncTransfer
import Testing

@testable import LipSync

@Suite("SourceFault")
struct SourceFaultTests {
  @Test("every kind of failure has its rule", arguments: TransferError.Code.allCases)
  func transfer(code: TransferError.Code) throws {
    let rule = try #require(SourceFault.transferRules[code])
    let error = TransferError(code, subject: "https://cdn.example.com/a", message: "it broke", status: 500)
    let finding = SourceFault.finding(error, about: .video, isReading: true)
    #expect(finding.rule == rule && finding.message == "https://cdn.example.com/a: it broke.")
    // Within a probe the transfer's own error is what counts.
    let wrapped = MediaError(.read, operation: "avio_read", subject: "a", message: "x", cause: error)
    #expect(SourceFault.finding(wrapped, about: .video, isURL: true).rule == rule)
  }

  @Test(
    "malformed, unsupported, truncated and not media at all are four answers",
    arguments: MediaError.Code.allCases)
  func media(code: MediaError.Code) throws {
    let rule = try #require(SourceFault.mediaRules[code])
    let error = MediaError(code, operation: "avformat_open_input", subject: "a.mp4", message: "it broke")
    let finding = SourceFault.finding(error, about: .video, isURL: false)
    #expect(finding.rule == rule && finding.severity == .error)
    let answers: Set<MediaError.Code> = [.malformed, .unsupported, .truncated, .notMedia, .encrypted]
    #expect(Set(answers.compactMap { SourceFault.mediaRules[$0] }).count == answers.count)
  }

  @Test("time that runs out is the host's fault for a URL, and the file's for a file")
  func late() {
    let error = MediaError(.deadline, operation: "av_read_frame", subject: "a", message: "late")
    #expect(SourceFault.finding(error, about: .video, isURL: true).rule.rawValue == "link.timeout")
    #expect(SourceFault.finding(error, about: .video, isURL: false).rule.rawValue == "media.timeout")
  }

  @Test("before the first bytes, an answer that is no HTTP means that there is nobody to talk to")
  func mute() {
    let error = TransferError(.badAnswer, subject: "u", message: "not HTTP")
    #expect(SourceFault.finding(error, about: .video).rule.rawValue == "link.unreachable")
    #expect(SourceFault.finding(error, about: .video, isReading: true).rule.rawValue == "link.bad-ranges")
  }
}
