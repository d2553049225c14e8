import LipSyncMedia
import Testing

@testable import LipSync

@Suite("Plans of mends")
struct MendPlanTests {
  /// A finding, what it is found in, and what is planned.
  struct Row: Sendable, CustomTestStringConvertible {
    var rule: Rule
    var subject = Subject.video
    var change: @Sendable (inout MediaInfo) -> Void = { _ in }
    var steps: [MendStep.Kind]
    var pictures = "none"
    var sound: String
    var format: String
    var testDescription: String { "\(rule.id) \(subject.rawValue)" }
  }

  static let rows: [Row] = [
    Row(rule: .mediaDurationMisstated, steps: [.rewrap], pictures: "copy", sound: "copy", format: "mp4"),
    Row(
      rule: .mediaDurationMisstated,
      change: {
        $0.container = "h264"
        $0.video?.codec = "h264"
      },
      steps: [.rewrap, .encodePictures], pictures: "encode", sound: "copy", format: "mp4"),
    Row(
      rule: .mediaDurationMisstated,
      change: {
        $0.container = "matroska,webm"
        $0.video?.codec = "vp8"
        $0.audio?.codec = "opus"
      },
      steps: [.rewrap], pictures: "copy", sound: "copy", format: "webm"),
    Row(
      rule: .mediaDurationMisstated, change: { $0.audio?.codec = "pcm_s16be" },
      steps: [.rewrap, .encodeSound],
      pictures: "copy", sound: "aac", format: "mp4"),
    Row(
      rule: .mediaDurationMisstated, subject: .audio,
      change: {
        $0.container = "aac"
        $0.audio?.codec = "aac"
      },
      steps: [.rewrap], sound: "copy", format: "ipod"),
    Row(
      rule: .mediaDurationMisstated, subject: .audio, change: { $0.audio?.codec = "adpcm_ima_wav" },
      steps: [.rewrap, .encodeSound], sound: "pcm_s16le", format: "wav"),
    Row(rule: .mediaTrailingBytes, steps: [.rewrap], pictures: "copy", sound: "copy", format: "mp4"),
    Row(rule: .mediaSeveralStreams, steps: [.oneStream], pictures: "copy", sound: "copy", format: "mp4"),
    Row(
      rule: .mediaVariableFrameRate, steps: [.constantRate], pictures: "encode", sound: "copy", format: "mp4"),
    Row(rule: .mediaRotation, steps: [.upright], pictures: "encode", sound: "copy", format: "mp4"),
    Row(rule: .mediaHDR, steps: [.toneMap], pictures: "encode", sound: "copy", format: "mp4"),
    Row(rule: .mediaAlpha, steps: [.flatten], pictures: "encode", sound: "copy", format: "mp4"),
    Row(rule: .mediaLatePicture, steps: [.firstPicture], pictures: "encode", sound: "copy", format: "mp4"),
    Row(
      rule: .mediaRotation, change: { $0.video?.width = 641 }, steps: [.upright, .evenSides],
      pictures: "encode",
      sound: "copy", format: "mp4"),
    Row(
      rule: .mediaRotation, change: { $0.audio?.codec = "vorbis" }, steps: [.upright, .encodeSound],
      pictures: "encode", sound: "aac", format: "mp4"),
    Row(rule: .mediaTooLarge, steps: [.bitRate], pictures: "encode", sound: "copy", format: "mp4"),
    Row(rule: .mediaTooLarge, subject: .audio, steps: [.bitRate], sound: "pcm_s16le", format: "wav"),
    Row(
      rule: .mediaTooLarge, subject: .audio, change: { $0.audio?.duration = MediaTime(1000) },
      steps: [.bitRate],
      sound: "aac", format: "ipod"),
    Row(rule: .mediaLateSound, subject: .audio, steps: [.fillSound], sound: "pcm_s16le", format: "wav"),
    Row(rule: .mediaSoundGaps, subject: .audio, steps: [.fillSound], sound: "pcm_s16le", format: "wav"),
    Row(
      rule: .mediaChannels, subject: .audio, change: { $0.audio?.channels = 6 }, steps: [.mix],
      sound: "pcm_s16le",
      format: "wav"),
    Row(
      rule: .mediaSampleRate, subject: .audio, change: { $0.audio?.sampleRate = 8000 }, steps: [.resample],
      sound: "pcm_s16le", format: "wav"),
    Row(rule: .mediaQuietAudio, subject: .audio, steps: [.loudness], sound: "pcm_s16le", format: "wav"),
    Row(rule: .mediaClippedAudio, subject: .audio, steps: [.peak], sound: "pcm_s16le", format: "wav"),
    Row(rule: .mediaSilentEnds, subject: .audio, steps: [.cutSilence], sound: "pcm_s16le", format: "wav"),
  ]

  private static func given(_ row: Row) -> MendCase {
    var media = row.subject == .audio ? PreflightTests.audio() : PreflightTests.video()
    if row.subject == .video {
      media.audio = AudioInfo(codec: "aac", sampleRate: 48_000, channels: 2, duration: media.duration)
    }
    row.change(&media)
    return MendCase(
      subject: row.subject, media: media, findings: [Finding(row.rule, about: row.subject, "It was seen.")],
      pieces: [MediaRecipe.Piece(path: "a")])
  }

  private static func word(_ stream: MediaRecipe.Stream<MediaRecipe.PictureWork>) -> String {
    switch stream {
    case .none: "none"
    case .copy: "copy"
    case .encode: "encode"
    }
  }

  private static func word(_ stream: MediaRecipe.Stream<MediaRecipe.SoundWork>) -> String {
    switch stream {
    case .none: "none"
    case .copy: "copy"
    case .encode(let work): work.codec
    }
  }

  @Test("Each finding calls for its steps, and only the stream that needs it is encoded", arguments: rows)
  func plans(_ row: Row) throws {
    let plan = MendPlan.make(Self.given(row))
    #expect(plan.steps.map(\.kind) == row.steps)
    #expect(plan.mended.contains(row.rule) && plan.left.isEmpty)
    let recipe = try #require(plan.recipe)
    #expect(Self.word(recipe.pictures) == row.pictures && Self.word(recipe.sound) == row.sound)
    #expect(recipe.format == row.format)
    #expect(plan.steps.allSatisfy { $0.does.hasSuffix(".") && !$0.cost.isEmpty })
    #expect((plan.fallback == nil) == (row.pictures != "copy" && row.sound != "copy"))
    #expect(try MediaRecipe(json: recipe.json) == recipe)
  }

  @Test("Every rule about media can be mended, or says why not")
  func complete() {
    let all = Rule.mediaRules + Rule.partRules + Rule.videoRules + Rule.audioRules
    let known = Set(MendRemedy.all.map(\.rule)).union(MendPlan.reasons.keys).union([.mediaTooLong])
    #expect(Set(all).subtracting(known).isEmpty, "\(Set(all).subtracting(known))")
    #expect(Set(MendRemedy.all.map(\.rule)) == Set(Self.rows.map(\.rule)))
  }

  @Test(
    "What cannot be mended is said by name, and nothing else is done then",
    arguments: [Rule.mediaEncrypted, .mediaTruncated, .mediaNoVideoStream, .mediaUnsupported])
  func hopeless(_ rule: Rule) throws {
    var given = Self.given(Row(rule: rule, steps: [], sound: "", format: ""))
    given.findings.append(Finding(.mediaRotation, about: .video, "It is turned."))
    let plan = MendPlan.make(given)
    #expect(plan.isHopeless && plan.recipe == nil && plan.steps.isEmpty)
    #expect(plan.left.map(\.finding.rule) == [rule] && plan.left.first?.reason == MendPlan.reasons[rule])
  }

  @Test("A source without findings is left alone, and so is what is to be left")
  func nothing() {
    var given = Self.given(Row(rule: .mediaRotation, steps: [], sound: "", format: ""))
    var wishes = MendWishes()
    wishes.ignored = [.mediaRotation]
    #expect(MendPlan.make(given, wishes: wishes).recipe == nil)
    given.findings = []
    #expect(MendPlan.make(given).recipe == nil && MendPlan.make(given).left.isEmpty)
    wishes.loudness = -16
    #expect(MendPlan.make(given, wishes: wishes).steps.map(\.kind) == [.loudness])
  }

  @Test("Joined files are decoded one after the other")
  func joined() throws {
    var given = Self.given(Row(rule: .mediaTrailingBytes, subject: .audio, steps: [], sound: "", format: ""))
    given.pieces = [
      MediaRecipe.Piece(path: "a", bytes: 100, length: MediaTime(2)),
      MediaRecipe.Piece(path: "a", offset: 100, length: MediaTime(3)),
    ]
    let plan = MendPlan.make(given)
    #expect(plan.steps.map(\.kind) == [.join] && plan.recipe?.pieces == given.pieces)
    #expect(given.wholeLength == MediaTime(5))
  }
}
