import LipSyncMedia

@testable import LipSync

extension RuleCases {
  /// A sound video of six seconds, changed as a row needs it.
  static func media(_ change: (inout MediaInfo) -> Void = { _ in }) -> MediaInfo {
    var media = PreflightTests.video()
    change(&media)
    return media
  }

  /// A sound audio of 10.4 seconds, changed as a row needs it.
  static func sound(_ change: (inout MediaInfo) -> Void = { _ in }) -> MediaInfo {
    var media = PreflightTests.audio()
    change(&media)
    return media
  }

  private static func video(_ change: (inout MediaInfo) -> Void = { _ in }) -> VideoPart? {
    let media = media(change)
    return media.video.map { VideoPart(media: media, stream: $0) }
  }

  private static func audio(_ change: (inout MediaInfo) -> Void = { _ in }) -> AudioPart? {
    let media = sound(change)
    return media.audio.map { AudioPart(media: media, stream: $0) }
  }

  /// An error of the media layer, as a finding.
  private static func failed(_ code: MediaError.Code) -> RuleCase.Findings {
    {
      let error = MediaError(code, operation: "open", subject: "a.mp4", message: "it went wrong")
      return [SourceFault.finding(error, about: .video, isURL: false)]
    }
  }

  static let mediaCases = [
    RuleCase(
      .mediaUnreadable, OpenedMedia(info: media { $0.video?.frames = 0 }, subject: .video),
      OpenedMedia(info: media { $0.video?.frames = 1 }, subject: .video)),
    RuleCase(.mediaNotMedia, fires: failed(.notMedia), silent: failed(.malformed)),
    RuleCase(
      .mediaTruncated, PlayableMedia(info: media { $0.isTruncated = true }), PlayableMedia(info: media())),
    RuleCase(
      .mediaDamaged,
      DecodedWhole(listed: media(), found: media { $0.video?.duration = MediaTime(5940, 1000) }, faults: 0),
      DecodedWhole(listed: media(), found: media { $0.video?.duration = MediaTime(5950, 1000) }, faults: 0)),
    RuleCase(
      .mediaTrailingBytes,
      PlayableMedia(info: media { $0.facts.trailing = TrailingBytes(offset: 9, count: 44, kind: "RIFF") }),
      PlayableMedia(info: media())),
    RuleCase(.mediaEncrypted, fires: failed(.encrypted), silent: failed(.malformed)),
    RuleCase(
      .mediaUnsupported, OpenedMedia(info: media { $0.video?.codec = "vvc" }, subject: .video),
      OpenedMedia(info: media { $0.video?.codec = "hevc" }, subject: .video)),
    RuleCase(.mediaTimeout, fires: failed(.deadline), silent: failed(.read)),
    RuleCase(
      .mediaDurationMisstated, PlayableMedia(info: media { $0.headerDuration = MediaTime(6051, 1000) }),
      PlayableMedia(info: media { $0.headerDuration = MediaTime(6050, 1000) })),
    RuleCase(
      .mediaDurationUncertain, PlayableMedia(info: media { $0.isDurationExact = false }),
      PlayableMedia(info: media())),
  ]

  static let partCases = [
    RuleCase(
      .mediaNoVideoStream, WantedStream(media: sound(), subject: .video),
      WantedStream(media: sound(), subject: .audio)),
    RuleCase(
      .mediaNoAudioStream, WantedStream(media: media(), subject: .audio),
      WantedStream(media: media(), subject: .video)),
    RuleCase(
      .mediaTooLong, SentPart(subject: .video, duration: MediaTime(300_001, 1000), bytes: nil),
      SentPart(subject: .audio, duration: MediaTime(600), bytes: nil)),
    RuleCase(
      .mediaTooLarge, SentPart(subject: .audio, duration: nil, bytes: 20_000_001),
      SentPart(subject: .video, duration: nil, bytes: 100_000_000)),
  ]

  /// What was seen of a video that lasts a minute.
  private static func seen(isWhole: Bool = true, isBlack: Bool = false, isStill: Bool = false) -> VideoPart? {
    video {
      $0.video?.duration = MediaTime(60)
      $0.facts.pictures = PictureFacts(
        looked: isWhole ? MediaTime(60) : MediaTime(9), isWhole: isWhole, isBlack: isBlack, isStill: isStill)
    }
  }

  static let videoCases = [
    RuleCase(.mediaVariableFrameRate, video { $0.video?.isVariableFrameRate = true }, video()),
    RuleCase(.mediaRotation, video { $0.video?.rotation = 90 }, video()),
    RuleCase(.mediaHDR, video { $0.facts.dynamicRange = .pq }, video { $0.facts.dynamicRange = .standard }),
    RuleCase(.mediaAlpha, video { $0.facts.hasAlpha = true }, video { $0.facts.hasAlpha = false }),
    RuleCase(
      .mediaLatePicture,
      video {
        $0.facts.videoStart = MediaTime(101, 1000)
        $0.facts.audioStart = .zero
      },
      video {
        $0.facts.videoStart = MediaTime(100, 1000)
        $0.facts.audioStart = .zero
      }),
    RuleCase(.mediaBlackVideo, seen(isBlack: true), seen(isWhole: false, isBlack: true)),
    RuleCase(.mediaFrozenVideo, seen(isStill: true), seen(isBlack: true, isStill: true)),
  ]

  private static func faces(_ change: (inout FaceFacts) -> Void) -> VideoPart? {
    video { media in
      var facts = FaceFacts(pictures: 12, isWhole: true, withFace: 12, height: 0.3, most: 1, yaw: 5)
      change(&facts)
      (media.facts.faces, media.facts.facesUnseen) = (facts, nil)
    }
  }

  static let faceCases = [
    RuleCase(.mediaNoFace, faces { $0.withFace = 0 }, faces { $0.withFace = 11 }),
    RuleCase(.mediaSmallFace, faces { $0.height = 0.099 }, faces { $0.height = 0.1 }),
    RuleCase(
      .mediaSeveralFaces,
      faces {
        $0.most = 2
        $0.several = 4
      },
      faces {
        $0.most = 2
        $0.several = 3
      }),
    RuleCase(.mediaTurnedFace, faces { $0.yaw = 41 }, faces { $0.yaw = 40 }),
  ]

  private static func heard(
    head: MediaTime = .zero, loudness: Double? = -20, peak: Double? = -3, isSilent: Bool = false
  ) -> AudioPart? {
    audio {
      $0.facts.sound = SoundFacts(
        loudness: loudness, peak: peak, silentHead: head, silentTail: .zero, isSilent: isSilent)
    }
  }

  static let audioCases = [
    RuleCase(
      .mediaLateSound, audio { $0.facts.audioWait = MediaTime(101, 1000) },
      audio { $0.facts.audioWait = MediaTime(100, 1000) }),
    RuleCase(
      .mediaSoundGaps, audio { $0.facts.audioGaps = MediaTime(101, 1000) },
      audio { $0.facts.audioGaps = MediaTime(100, 1000) }),
    RuleCase(.mediaSilentAudio, heard(isSilent: true), heard()),
    RuleCase(.mediaSilentEnds, heard(head: MediaTime(1001, 1000)), heard(head: MediaTime(1))),
    RuleCase(.mediaQuietAudio, heard(loudness: -36.1), heard(loudness: -36)),
    RuleCase(.mediaClippedAudio, heard(peak: 0), heard(peak: -0.01)),
    RuleCase(
      .mediaSampleRate, audio { $0.audio?.sampleRate = 15_999 }, audio { $0.audio?.sampleRate = 48_000 }),
    RuleCase(.mediaChannels, audio { $0.audio?.channels = 3 }, audio { $0.audio?.channels = 2 }),
    RuleCase(
      .mediaSeveralStreams,
      audio {
        $0.facts.audioStreams = 2
        $0.facts.audioStream = 1
      },
      audio {
        $0.facts.audioStreams = 1
        $0.facts.audioStream = 1
      }),
  ]
}
