import LipSyncMedia
import TestSupport
import Testing

@testable import LipSync

@Suite("Preflight")
struct PreflightTests {
  static func video(
    seconds: Int64 = 6, header: MediaTime? = MediaTime(6), rotation: Int = 0, varies: Bool = false,
    bytes: Int64 = 1000, isExact: Bool = true
  ) -> MediaInfo {
    MediaInfo(
      container: "mov,mp4,m4a,3gp,3g2,mj2", bytes: bytes, duration: MediaTime(seconds),
      isDurationExact: isExact,
      durationMethod: .index, headerDuration: header,
      video: VideoInfo(
        codec: "h264", width: 640, height: 360, rotation: rotation, frameRate: 25,
        isVariableFrameRate: varies,
        frames: Int(seconds * 25), duration: MediaTime(seconds), pixelFormat: "yuv420p"),
      audio: nil, isImage: false, isTruncated: false)
  }

  static func audio(milliseconds: Int64 = 10_400, header: MediaTime? = MediaTime(10_400, 1000)) -> MediaInfo {
    let duration = MediaTime(milliseconds, 1000)
    return MediaInfo(
      container: "wav", bytes: 1000, duration: duration, isDurationExact: true, durationMethod: .index,
      headerDuration: header, video: nil,
      audio: AudioInfo(codec: "pcm_s16le", sampleRate: 16000, channels: 1, duration: duration),
      isImage: false,
      isTruncated: false)
  }

  static func report(
    _ video: MediaInfo?, _ audio: MediaInfo?, type: PlaybackType? = nil, strict: Bool = false,
    ignoring: Set<Rule> = [], quota: String? = nil
  ) -> CheckReport {
    let request = CheckRequest(
      video: .file(path: "v.mp4"), audio: .file(path: "a.wav"), playbackType: type, strict: strict,
      ignoredRules: ignoring, quota: quota.flatMap(Credits.init(decimal:)))
    let report = Preflight.report(
      request, video: SourceInspection(source: request.video, media: video),
      audio: SourceInspection(source: request.audio, media: audio))
    #expect(ReadBack.loss(of: report) == nil)
    Contract.hold(report.json, to: .check)
    return report
  }

  @Test("a good pair passes, with advice and price")
  func good() throws {
    let report = Self.report(Self.video(), Self.audio())
    #expect(report.verdict == .pass && report.chosen == .normalReverseByAudio)
    #expect(report.findings.map(\.rule.rawValue) == ["playback.video-shorter"])
    #expect(report.credits?.json.text == #"{"low":0.09,"high":0.09}"#)
  }

  @Test("the document has the contract's members in the contract's order, none left out")
  func json() {
    let text = Self.report(Self.video(), Self.audio()).json.text
    #expect(text.hasPrefix(#"{"verdict":"pass","video":{"source":"v.mp4","link":null,"media":{"container":"#))
    #expect(
      text.contains(
        #""duration_seconds":6,"duration_exact":true,"duration_method":"index","header_duration_seconds":6,"video":{"codec":"h264","width":640,"height":360,"rotation":0,"mirrored":false,"frame_rate":25,"variable_frame_rate":false,"frames":150,"duration_seconds":6,"pixel_format":"yuv420p"},"audio":null,"image":false,"truncated":false,"foreign_bytes_at":null,"unread_bytes":0,"facts":{"display_width":null,"#
      ))
    #expect(text.contains(#""credits":{"low":0.09,"high":0.09},"quota":null,"findings":["#))
    let unknown = Self.report(nil, nil).json.text
    #expect(unknown.contains(#""playback":null,"credits":null,"quota":null,"findings":[]"#))
  }

  @Test("a link's document has the contract's members, null where unknown")
  func link() {
    #expect(
      LinkInfo().json.text
        == #"{"final_url":null,"status":null,"content_type":null,"bytes":null,"supports_ranges":false,"redirects":[],"served":"unknown","direct_url":null,"expires_at":null,"requests":0,"bytes_read":0}"#
    )
  }

  @Test("video and audio the wrong way round")
  func swapped() {
    let report = Self.report(Self.audio(), Self.video())
    #expect(report.findings.map(\.rule.rawValue) == ["media.no-video-stream"])
    #expect(report.verdict == .fail && report.advice == nil && report.credits == nil)
    #expect(
      report.findings.first?.message
        == "Video and audio are swapped: v.mp4 holds audio only, and the pictures are in a.wav.")
  }

  @Test("a picture called a video has no video stream")
  func picture() {
    var picture = Self.video()
    picture.isImage = true
    let report = Self.report(picture, Self.audio())
    #expect(report.findings.map(\.rule.rawValue) == ["media.no-video-stream"])
    #expect(report.findings[0].message == "It is a still picture (h264, 640 x 360), not a video.")
  }

  @Test("facts that hurt lip sync are warnings, errors where strict, nothing where ignored")
  func facts() {
    let video = Self.video(seconds: 301, rotation: 90, varies: true, bytes: 100_000_001)
    let rules = ["media.variable-frame-rate", "media.rotation", "media.too-long", "media.too-large"]
    let longer = ["playback.video-longer"]
    #expect(Self.report(video, Self.audio()).findings.map(\.rule.rawValue) == rules + longer)
    #expect(Self.report(video, Self.audio()).verdict == .warn)
    #expect(Self.report(video, Self.audio(), strict: true).verdict == .fail)
    #expect(
      Self.report(video, Self.audio(), strict: true, ignoring: Set(rules.map { Rule($0) })).verdict == .pass
    )
  }

  @Test("a rule that is left out and is none is said, in a check and in a batch's plan")
  func uselessIgnoring() throws {
    let typo = Rule("media.hdrr")
    let good = Self.video(seconds: 10)
    #expect(Self.report(good, Self.audio(), ignoring: [.mediaHDR]).verdict == .pass)
    let report = Self.report(good, Self.audio(), ignoring: [typo])
    #expect(report.findings.map(\.rule).contains(.ruleUnknown) && report.verdict == .warn)
    #expect(Self.report(good, Self.audio(), ignoring: [typo, .ruleUnknown]).verdict == .pass)
  }

  @Test("a type chosen by hand that does not fit is a warning")
  func misfit() {
    #expect(Self.report(Self.video(), Self.audio(), type: .normal).verdict == .warn)
    #expect(Self.report(Self.video(), Self.audio(), type: .normalReverse).verdict == .warn)
    #expect(Self.report(Self.video(), Self.audio(), type: .normalReverseByAudio).verdict == .pass)
    let longer = Self.video(seconds: 12)
    #expect(Self.report(longer, Self.audio()).verdict == .pass)
    #expect(Self.report(longer, Self.audio(), type: .normalReverse).verdict == .warn)
    #expect(Self.report(Self.video(), Self.audio(milliseconds: 6000), type: .normalReverse).findings.isEmpty)
  }

  @Test(
    "the highest estimate is held against the quota",
    arguments: [("0.09", false), ("0.085", true), ("0", true)])
  func quota(quota: String, isInsufficient: Bool) {
    let report = Self.report(Self.video(), Self.audio(), quota: quota)
    #expect(report.findings.contains { $0.rule.rawValue == "credits.insufficient" } == isInsufficient)
  }

  @Test("headers that lie by more than a frame or 50 ms, and headers that say nothing")
  func misstated() {
    func rules(_ media: MediaInfo) -> [String] {
      MediaJudge.findings(media, about: .video).map { "\($0.severity) \($0.rule)" }
    }
    #expect(rules(Self.video()).isEmpty)
    #expect(rules(Self.video(header: MediaTime(6050, 1000))).isEmpty)
    #expect(rules(Self.video(header: MediaTime(6051, 1000))) == ["warning media.duration-misstated"])
    #expect(rules(Self.video(header: nil)) == ["error media.duration-misstated"])
    var stream = Self.audio(header: nil)
    stream.container = "mp3"
    #expect(rules(stream) == ["warning media.duration-misstated"])
    let cause = MediaJudge.findings(stream, about: .audio).first?.message
    #expect(
      cause
        == "The format states no length; it is 10.40 s. Its Xing header is missing or leaves it open; tools guess the length from "
        + "the bit rate.")
    #expect(rules(Self.video(isExact: false)) == ["info media.duration-uncertain"])
    // That the header says nothing is certain all the same.
    #expect(
      rules(Self.video(header: nil, isExact: false))
        == ["error media.duration-misstated", "info media.duration-uncertain"])
    var truncated = Self.video()
    truncated.isTruncated = true
    #expect(rules(truncated) == ["error media.truncated"])
    // A header that speaks of the longer stream is right.
    var both = Self.video(header: MediaTime(7))
    both.audio = AudioInfo(codec: "aac", sampleRate: 48000, channels: 2, duration: MediaTime(7))
    #expect(rules(both).isEmpty)
  }

  @Test("audio in which nothing is louder than silence is silent; short of that, what is odd is worth a word")
  func sound() {
    func rules(head: Int64, isSilent: Bool = false, loudness: Double? = -20, peak: Double? = -3) -> [String] {
      var media = Self.audio()
      media.facts.sound = SoundFacts(
        loudness: loudness, peak: peak, silentHead: MediaTime(head), silentTail: .zero, isSilent: isSilent)
      return MediaJudge.stream(media, as: .audio).map(\.rule.rawValue)
    }
    #expect(rules(head: 0) == [])
    #expect(rules(head: 9, isSilent: true, loudness: nil, peak: nil) == ["media.silent-audio"])
    #expect(rules(head: 2) == ["media.silent-ends"])
    #expect(rules(head: 0, loudness: -40) == ["media.quiet-audio"])
    #expect(rules(head: 0, peak: 0) == ["media.clipped-audio"])
  }

  @Test("black and frozen videos are warned of where enough was looked at; parts are worth a word")
  func pictures() {
    func findings(_ change: (inout PictureFacts) -> Void) -> [String] {
      var media = Self.video(seconds: 60)
      var seen = PictureFacts(looked: MediaTime(60), isWhole: true, isBlack: false, isStill: false)
      change(&seen)
      media.facts.pictures = seen
      return MediaJudge.stream(media, as: .video).map { "\($0.rule) \($0.severity)" }
    }
    #expect(findings { _ in } == [])
    #expect(
      findings {
        $0.isBlack = true; $0.isStill = true
      } == ["media.black-video warning"])
    #expect(findings { $0.isStill = true } == ["media.frozen-video warning"])
    #expect(
      findings {
        $0.isStill = true; $0.isWhole = false; $0.looked = MediaTime(2)
      } == [])
    #expect(
      findings {
        $0.isStill = true; $0.isWhole = false
      } == ["media.frozen-video warning"])
    let part = PictureFacts.Stretch(start: MediaTime(5), end: MediaTime(9))
    #expect(findings { $0.black = [part] } == ["media.black-video info"])
  }

  @Test("what the streams state is judged by table")
  func stated() {
    var media = Self.video()
    media.facts.dynamicRange = .pq
    media.facts.hasAlpha = true
    media.facts.videoStreams = 2
    media.facts.videoStream = 0
    media.facts.videoStart = MediaTime(1, 2)
    media.facts.audioStart = .zero
    #expect(
      MediaJudge.stream(media, as: .video).map(\.rule.rawValue) == [
        "media.hdr", "media.alpha", "media.late-picture", "media.several-streams",
      ])
    var sound = Self.audio()
    sound.audio?.sampleRate = 8000
    sound.audio?.channels = 6
    #expect(
      MediaJudge.stream(sound, as: .audio).map(\.rule.rawValue) == ["media.sample-rate", "media.channels"])
    #expect(MediaJudge.part(media, as: .video).contains { $0.rule == .mediaHDR })
  }
}
