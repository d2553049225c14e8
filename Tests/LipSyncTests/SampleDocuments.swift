@testable import LipSync
@testable import LipSyncMedia

/// Documents in which every member holds something.
enum SampleDocuments {
  static let media: MediaInfo = {
    var media = PreflightTests.video(seconds: 6, header: MediaTime(6006, 1001))
    media.duration = MediaTime(150 * 1001, 24000)
    media.audio = AudioInfo(codec: "aac", sampleRate: 44_100, channels: 2, duration: MediaTime(1, 3))
    media.facts.displayWidth = 640
    media.facts.displayHeight = 360
    media.facts.dynamicRange = .dolbyVision
    media.facts.hasAlpha = false
    (media.facts.videoStreams, media.facts.audioStreams) = (1, 2)
    (media.facts.videoStream, media.facts.audioStream) = (0, 2)
    media.facts.videoStart = MediaTime(1, 90_000)
    media.facts.audioStart = MediaTime(-1024, 48_000)
    (media.facts.audioWait, media.facts.audioGaps) = (MediaTime(1, 3), MediaTime(1, 7))
    media.facts.faces = FaceFacts(
      pictures: 9, isWhole: true, withFace: 6, height: 0.25, most: 2, several: 1, yaw: -12.5,
      longestWithout: .init(start: MediaTime(1), end: MediaTime(5, 2)))
    media.facts.facesUnseen = .failed
    media.facts.trailing = TrailingBytes(offset: 900, count: 100, kind: "RIFF")
    media.foreignBytesAt = 512
    media.unreadBytes = 4096
    media.facts.sound = SoundFacts(
      loudness: -23.456, peak: -0.1, silentHead: MediaTime(1, 7), silentTail: .zero, isSilent: false)
    var seen = PictureFacts(looked: MediaTime(6), isWhole: true, isBlack: false, isStill: true)
    seen.black = [PictureFacts.Stretch(start: .zero, end: MediaTime(2002, 1001))]
    seen.still = [PictureFacts.Stretch(start: MediaTime(1, 3), end: MediaTime(5))]
    media.facts.pictures = seen
    return media
  }()

  static let link: LinkInfo = {
    var link = LinkInfo(served: .errorDocument)
    link.finalURL = "https://cdn.example/v.mp4?…"
    link.status = 206
    link.contentType = "video/mp4"
    link.bytes = 5 << 32
    link.supportsRanges = true
    link.redirects = ["https://a.example/", "https://cdn.example/v.mp4"]
    link.directURL = "https://cdn.example/direct"
    link.expiresAt = UnixTime(1_795_422_600)
    (link.requests, link.bytesRead) = (3, 65_536)
    return link
  }()

  static let finding = Finding(
    .linkNoRanges, about: .video, "It \"says\"\n no.",
    evidence: [("b", .number("1.00")), ("a", .array([.null]))])

  static let check: CheckReport = {
    var report = PreflightTests.report(media, PreflightTests.audio())
    report.video.link = link
    report.findings.append(finding)
    report.quota = Credits(hundredths: 9952)
    return report
  }()

  static let verify: VerifyReport = {
    var report = VerifyReport(source: "https://res.example/r.mp4")
    (report.path, report.bytes, report.sha256) = ("out/r.mp4", 12_345, "ab12")
    (report.verifiedBy, report.media, report.page) = ("etag", media, "out/report.html")
    report.cover = VerifyReport.Cover(
      source: "c.jpg", path: "out/c.jpg", width: 640, height: 360, moment: MediaTime(12, 25),
      similarity: 0.98765)
    report.lengths = .init(
      reported: MediaTime(10), measured: MediaTime(1001, 100), expected: MediaTime(10)...MediaTime(125))
    report.audio = AudioMatch(
      similarity: 0.98765, offsetMilliseconds: -12.34, driftPPM: 3.21, missingHeadMilliseconds: 0,
      missingTailMilliseconds: 5,
      dropouts: [AudioMatch.Dropout(start: MediaTime(1, 3), duration: MediaTime(1, 4))],
      jumps: [.init(at: MediaTime(5), beforeMilliseconds: 0.5, afterMilliseconds: 120.5)],
      foreign: [.init(start: MediaTime(6), duration: MediaTime(3, 2))], found: 0.9, waveform: 0.98,
      leastWaveform: 0.12, offsets: [.init(at: MediaTime(3, 4), milliseconds: -12.5)])
    (report.lips, report.lipsUnjudged) = (
      LipOffset(offsetMilliseconds: 166.7, confidence: 0.5, judged: 0.75), .tooShort
    )
    report.checks = [
      ProofCheck(kind: .sync, outcome: .fail, figure: "120 ms late", limit: "45 ms", why: nil),
      ProofCheck(kind: .cover, outcome: .notCompared, figure: nil, limit: nil, why: "no cover was named"),
    ]
    report.playback = VerifyReport.Playback(
      requested: .normal, detected: .normalReverse,
      models: [PlaybackModel(whenShort: .hold, whenLong: .keep, whenUneven: .finish)],
      reversals: [MediaTime(2), MediaTime(4004, 1001)],
      trace: [
        .init(result: .zero, source: MediaTime(1, 25)),
        .init(result: MediaTime(2), source: MediaTime(49, 25)),
      ],
      distance: 1.234, lag: MediaTime(1, 25))
    report.difference = PictureDifference(
      region: EditedRegion(
        left: 0.25, top: 0.3333, width: 0.5, height: 0.125, share: 0.0625, difference: 7.77, cells: [true],
        movement: []), outside: 0.456, brightness: -1.25, sharpness: 0.987, colour: 1.5)
    report.findings = [finding]
    return report
  }()

  static let job: JobReport = {
    var report = JobReport(
      task: LipSyncTask(
        id: "t", status: .success, createdAt: 1_700_000_000, completedAt: 1_700_000_100, errorMessage: "words"
      ),
      isReused: true, check: check, verification: verify)
    report.charged = Credits(hundredths: 108)
    return report
  }()

  static let payment: PaymentDocument = {
    let account = ServiceAccount(service: "https://api.example", account: "0123456789ab")
    return PaymentDocument(
      JournalEntry(
        id: "0123456789ab", job: "j", account: account, videoContent: ContentIdentity(text: "packets:1"),
        audioContent: ContentIdentity(text: "url:2"), playbackType: .normalReverse, video: "v.mp4",
        audio: "a.wav",
        videoURL: .init(url: "https://assets/v", digest: "d"),
        audioURL: .init(url: "https://assets/a", digest: "e"),
        state: .failed, taskID: "t", error: "because", intendedAt: UnixTime(1_700_000_000),
        createdAt: UnixTime(1_700_000_001), completedAt: UnixTime(1_700_000_002),
        estimate: Credits(hundredths: 12), charged: Credits(hundredths: 100)))
  }()

  static let probe = ProbeDocument(sources: [
    .init(
      source: .file(path: "v.mp4"), link: link, media: media,
      error: .init(rule: .linkText, message: "Text."))
  ])

  static let estimate = EstimateDocument(
    advice: check.advice, credits: CreditRange(output: MediaTime(1)...MediaTime(2)), findings: [finding])

  static let all: [any JSONDocument] = [
    check, verify, job.document, probe, estimate, JobsDocument(jobs: [payment], error: "late"),
  ]
}
