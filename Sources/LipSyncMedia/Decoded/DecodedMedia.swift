/// What a full decode of a source found.
package struct DecodedMedia: Sendable {
  /// What to keep of what is decoded.
  package struct Options: Sendable {
    /// A signature of every picture: 2,304 bytes each, of the first 250,000 at most.
    package var signatures: Bool
    /// Colours and fine detail of a few pictures, at most 64: what is held against another video's.
    package var details: Bool
    /// The audio's loudness: 800 bytes a second.
    package var envelope: Bool
    /// The audio's samples as one channel: 16 kB a second, of the first two hours.
    package var waveform: Bool
    /// Whether to decode the video at all.
    package var video: Bool
    /// Loudness, silence, and black and frozen stretches, as `info.facts`.
    package var content: Bool
    /// Faces, in two pictures a second, as `info.facts`.
    package var faces: Bool
    /// How the mouth of the largest face moves, of the first 1,500 pictures.
    package var mouth: Bool

    /// Everything, unless told otherwise; details where there are signatures.
    package init(
      signatures: Bool = true, details: Bool? = nil, envelope: Bool = true, waveform: Bool = false,
      video: Bool = true, content: Bool = false, faces: Bool = false,
      mouth: Bool = false
    ) {
      self.signatures = signatures
      self.details = details ?? signatures
      self.envelope = envelope
      self.waveform = waveform
      self.video = video
      self.content = content
      self.faces = faces
      self.mouth = mouth
    }
  }

  /// A picture that plays.
  package struct Frame: Sendable {
    /// Start on the stream's clock, the first frame's start being zero.
    package var time: MediaTime
    /// The picture as it is shown, turned and mirrored; nil where signatures were not asked for.
    package var signature: FrameSignature?

    /// A picture at a time.
    package init(time: MediaTime, signature: FrameSignature?) {
      self.time = time
      self.signature = signature
    }
  }

  /// Facts of the source, with durations as decoded.
  package var info: MediaInfo
  /// Every picture that plays, in order of showing.
  package var frames: [Frame]
  /// Details of a few of them, at most 64; none where they were not asked for, or of tiny pictures.
  package var details: [FrameDetail]
  /// Width over height of the first picture as it is shown, its pixels' shape and its rotation applied.
  package var aspect: Double?
  /// Last frame's end minus first frame's start.
  package var videoDuration: MediaTime?
  /// Decoded samples of one channel; 0 where there is no audio.
  package var audioSamples: Int64
  /// Decoded samples divided by the sample rate.
  package var audioDuration: MediaTime?
  /// The audio's loudness; nil without audio or where it was not asked for.
  package var envelope: AudioEnvelope?
  /// The audio's samples; nil without audio or where they were not asked for.
  package var waveform: Waveform?
  /// How the mouth moves; nil where it was not asked for, or for what `mouthUnseen` says.
  package var mouth: MouthTrack?
  /// Why no mouth was followed; nil where one was, or was looked for in vain.
  package var mouthUnseen: FaceFacts.Absence? = .notAsked
  /// Start of the first picture on the container's clock.
  package var videoStart: MediaTime?
  /// Start of the first sample on the container's clock: its difference from `videoStart` is how far the streams
  /// start apart.
  package var audioStart: MediaTime?
  /// Faults in the decoders' words, at most 20; `errorCount` counts all.
  package var errors: [String]
  /// Packets that a decoder refused, and pictures and samples that it had to guess at.
  package var errorCount: Int

  /// Takes what was found as it is.
  package init(
    info: MediaInfo, frames: [Frame], details: [FrameDetail], aspect: Double?, videoDuration: MediaTime?,
    audioSamples: Int64, audioDuration: MediaTime?, envelope: AudioEnvelope?, waveform: Waveform? = nil,
    videoStart: MediaTime?, audioStart: MediaTime?, errors: [String], errorCount: Int
  ) {
    self.info = info
    self.frames = frames
    self.details = details
    self.aspect = aspect
    self.videoDuration = videoDuration
    self.audioSamples = audioSamples
    self.audioDuration = audioDuration
    self.envelope = envelope
    self.waveform = waveform
    self.videoStart = videoStart
    self.audioStart = audioStart
    self.errors = errors
    self.errorCount = errorCount
  }
}
