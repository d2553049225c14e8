import Foundation
import LipSync
import Testing

@Suite("Bad input ends in an exit code, one sentence and a remedy", .timeLimit(.minutes(2)))
struct BadInputTests {
  /// A bad source, and the rule that is to name it.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var rule: String
    /// Makes the source inside a directory and names it.
    var make: @Sendable (String) throws -> String
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "a missing file", rule: "file.missing") { $0 + "/nothing.mp4" },
    Case(name: "a directory", rule: "file.not-a-file") { $0 },
    Case(name: "an empty file", rule: "link.empty") { directory in
      try Data().write(to: URL(fileURLWithPath: directory + "/empty.mp4"))
      return directory + "/empty.mp4"
    },
    Case(name: "a page called .mp4", rule: "link.html-page") { _ in Tool.page },
    Case(name: "a host that is down", rule: "link.unreachable") { _ in
      "http://127.0.0.1:\(try closedPort())/clip.mp4"
    },
  ]

  @Test("check refuses it as the video", arguments: cases)
  func video(_ bad: Case) async throws {
    try await withTemporaryDirectory { directory in
      try await expectRefusal(
        video: bad.make(directory), audio: Tool.speech, rule: bad.rule, subject: "video")
    }
  }

  @Test("check refuses it as the audio", arguments: cases)
  func audio(_ bad: Case) async throws {
    try await withTemporaryDirectory { directory in
      try await expectRefusal(video: Tool.clip, audio: bad.make(directory), rule: bad.rule, subject: "audio")
    }
  }

  @Test("A video without a picture is no video")
  func noVideo() async throws {
    try await expectRefusal(
      video: Tool.speech, audio: Tool.speech, rule: "media.no-video-stream", subject: "video")
  }

  @Test("An audio without sound is no audio")
  func noAudio() async throws {
    try await withTemporaryDirectory { directory in
      let mute = directory + "/mute.mp4"
      let made = try await Tool.run(
        program: "/usr/bin/env", ["ffmpeg", "-v", "error", "-i", Tool.clip, "-an", "-c", "copy", mute])
      try #require(made.status == 0, "ffmpeg is needed to drop the sound: \(made.err)")
      try await expectRefusal(video: Tool.clip, audio: mute, rule: "media.no-audio-stream", subject: "audio")
    }
  }

  @Test("One bad source of a probe hides no other")
  func probe() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await Tool.run(
        "probe", directory + "/nothing.mp4", Tool.clip, Tool.page, Tool.speech, "--json")
      #expect(outcome.status == 1)
      let document = try outcome.document()
      #expect(document.count("sources") == 4)
      #expect(document.string("sources.0.error.rule") == "file.missing")
      #expect(document.isNull("sources.1.error"))
      #expect(document.number("sources.1.media.video.frames") == 110)
      #expect(document.string("sources.2.error.rule") == "link.html-page")
      #expect(document.isNull("sources.3.error"))
      #expect(abs((document.number("sources.3.media.audio.duration_seconds") ?? 0) - 12.0744) < 0.001)
    }
  }

  @Test("A rule that is ignored does not fail the check")
  func ignored() async throws {
    let outcome = try await Tool.run(
      "check", Tool.clip, Tool.speech, "--ignore", "playback.video-shorter", "--json")
    #expect(outcome.status == 0)
    #expect(try !outcome.document().rules("findings").contains("playback.video-shorter"))
  }

  @Test("A rule that is ignored does not fail a probe; strictly, a warning does")
  func probeJudgement() async throws {
    let ignored = try await Tool.run("probe", Tool.page, "--ignore", "link.html-page", "--json")
    #expect(ignored.status == 0, "\(ignored.out)")
    #expect(try ignored.document().isNull("sources.0.error"))

    try await withTemporaryDirectory { directory in
      let bare = directory + "/speech.aac"
      let made = try await Tool.run(
        program: "/usr/bin/env", ["ffmpeg", "-v", "error", "-i", Tool.speech, "-c", "copy", bare])
      try #require(made.status == 0, "ffmpeg is needed to drop the container: \(made.err)")
      let lax = try await Tool.run("probe", bare, "--json")
      #expect(lax.status == 0, "\(lax.out)")
      let strict = try await Tool.run("probe", bare, "--strict", "--json")
      #expect(strict.status == ExitStatus.failedCheck.rawValue)
      #expect(try strict.document().string("sources.0.error.rule") == "media.duration-misstated")
    }
  }

  @Test("verify says why there is no result to verify")
  func verifyMissing() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await Tool.run("verify", directory + "/nothing.mp4", "--json")
      #expect(outcome.status != 0)
      #expect(try outcome.document().string("verdict") == "fail")
    }
  }

  private func expectRefusal(video: String, audio: String, rule: String, subject: String) async throws {
    let outcome = try await Tool.run("check", video, audio, "--allow-private", "--json")
    #expect(outcome.status == ExitStatus.failedCheck.rawValue, "\(outcome.err)")
    let document = try outcome.document()
    #expect(document.string("verdict") == "fail")
    let findings = document["findings"] as? [[String: Any]] ?? []
    let hit = findings.first { $0["rule"] as? String == rule && $0["subject"] as? String == subject }
    let finding = try #require(hit, "findings: \(findings)")
    #expect(finding["severity"] as? String == "error")
    #expect((finding["message"] as? String)?.isEmpty == false)
    #expect((finding["remedy"] as? String)?.isEmpty == false)

    let human = try await Tool.run("check", video, audio, "--allow-private")
    #expect(human.status == ExitStatus.failedCheck.rawValue)
    #expect(human.out.hasPrefix("FAIL  "))
    #expect(human.out.contains(rule) && human.out.contains("remedy:"))
  }
}

/// A port of 127.0.0.1 on which nobody listens: one that was bound a moment ago and given back.
func closedPort() throws -> UInt16 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let result = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
    }
  }
  try #require(result == 0)
  return UInt16(bigEndian: address.sin_port)
}
