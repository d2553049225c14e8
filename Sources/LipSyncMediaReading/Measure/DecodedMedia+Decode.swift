internal import CFFmpeg

extension DecodedMedia {
  /// Decodes a source to its end in one pass, video and audio together, video on all cores.
  ///
  /// Blocks. What is faulty in the coded data is counted, not thrown.
  ///
  /// - Parameters:
  ///   - source: where the bytes come from.
  ///   - options: what to keep.
  ///   - deadline: when to give up.
  ///   - kit: what faces are looked for with.
  ///   - progress: told the share of the source that is done, 0...1, never falling.
  /// - Throws: what `MediaInfo.probeBlocking(_:readLimit:deadline:)` throws, and `.unsupported` where an envelope is asked
  ///   for of audio with a sample rate outside 1,000...768,000 Hz.
  package static func decode(
    _ source: any ByteSource, options: Options = Options(), deadline: Deadline = .none,
    faces kit: FaceKit = FaceKit(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(MediaError) -> DecodedMedia {
    let demuxer = try Demuxer.open(source, deadline: deadline, analysis: options.video ? .full : .asNeeded)
    try Encryption.refuse(demuxer)
    let recorder = Recorder(demuxer, options: options, faces: kit)
    var streams = Probe.Streams(demuxer, depth: options.video ? .everything : .audioOnly, observer: recorder)
    try streams.refuseCutIndex()
    try streams.refuseTooLarge()
    let end = try streams.scan(readLimit: nil, progress: progress)
    progress?(1)
    return try recorder.result(streams, end)
  }
}

/// Keeps what goes by while a source is decoded.
private final class Recorder: FrameObserver {
  /// More than two hours at 30 frames a second; 550 MB.
  private static let maximumSignatures = 250_000

  private let demuxer: Demuxer
  private let options: DecodedMedia.Options
  private let envelope: EnvelopeMaker?
  private let waveform: WaveformMaker?
  private let loudness: LoudnessMeter?
  private var watch = PictureWatch()
  private let faces: FaceLookout?
  private let mouth: MouthLookout?
  private var aspect: Double?
  private var makers: (signatures: SignatureMaker, details: DetailMaker)?
  private var plan = DetailPlan()
  private var detailed: [(ticks: Int64, colour: [(blue: Float, red: Float)], detail: [Int: [Float]])] = []
  private var frames: [(ticks: Int64, signature: FrameSignature?)] = []

  init(_ demuxer: Demuxer, options: DecodedMedia.Options, faces kit: FaceKit) {
    self.demuxer = demuxer
    self.options = options
    envelope = options.envelope || options.content ? EnvelopeMaker(faults: demuxer.faults) : nil
    waveform = options.waveform ? WaveformMaker(faults: demuxer.faults) : nil
    loudness = options.content ? LoudnessMeter(faults: demuxer.faults) : nil
    faces = options.faces ? FaceLookout(kit, demuxer) : nil
    mouth = options.mouth ? MouthLookout(kit, demuxer) : nil
  }

  func picture(_ frame: Frame, ticks: Int64, stream: Int) throws(MediaError) {
    if aspect == nil { aspect = demuxer.aspect(of: frame, stream: stream) }
    faces?.look(frame, ticks: ticks, stream: stream)
    mouth?.look(frame, ticks: ticks, stream: stream)
    let isKept = options.signatures && frames.count < Self.maximumSignatures
    let made = isKept || options.content ? try makers(stream).signatures.signature(of: frame) : nil
    if options.content, let made {
      watch.add(made, from: ticks, to: ticks.addingReportingOverflow(max(frame.duration, 0)).partialValue)
    }
    if options.details, plan.wants(frames.count),
      let detail = try makers(stream).details.detail(of: frame)
    {
      detailed.append((ticks, detail.colour, detail.detail))
      plan.thin(&detailed)
    }
    frames.append((ticks, isKept ? made : nil))
  }

  private func makers(_ stream: Int) throws(MediaError) -> (
    signatures: SignatureMaker, details: DetailMaker
  ) {
    if let makers { return makers }
    let orientation = demuxer.orientation(of: stream)
    let made = (
      signatures: try SignatureMaker.open(orientation, faults: demuxer.faults),
      details: DetailMaker(orientation, faults: demuxer.faults)
    )
    makers = made
    return made
  }

  func samples(_ frame: Frame) throws(MediaError) {
    try envelope?.add(frame)
    try waveform?.add(frame)
    try loudness?.add(frame)
  }

  func result(_ streams: Probe.Streams, _ end: Probe.End) throws(MediaError) -> DecodedMedia {
    try envelope?.add(nil)
    try waveform?.add(nil)
    try loudness?.add(nil)
    var info = try streams.info(end)
    let first = frames.first?.ticks ?? 0
    let video = streams.video?.stream
    let errorCount =
      (streams.video?.errorCount ?? 0) + (streams.audio?.errorCount ?? 0) + (end == .broken ? 1 : 0)
    var sound: AudioEnvelope?
    if let envelope, let audio = info.audio {
      sound = AudioEnvelope(levels: envelope.levels, duration: audio.duration ?? .zero)
    }
    // Of sound of which not one sample was decoded, nothing is known: it is not silent.
    if let sound, !sound.levels.isEmpty, let loudness {
      info.facts.sound = SoundFacts(sound, loudness: loudness.loudness, peak: loudness.peak)
    }
    if options.content, !frames.isEmpty, let video {
      info.facts.pictures = watch.facts(isWhole: true) { demuxer.time($0, of: video) }
    }
    if let faces { (info.facts.faces, info.facts.facesUnseen) = faces.facts(length: info.video?.duration) }
    var media = DecodedMedia(
      info: info,
      frames: frames.map { frame in
        DecodedMedia.Frame(
          time: video.map { demuxer.time(frame.ticks &- first, of: $0) } ?? .zero, signature: frame.signature)
      },
      details: detailed.map { detail in
        FrameDetail(
          time: video.map { demuxer.time(detail.ticks &- first, of: $0) } ?? .zero, colour: detail.colour,
          detail: detail.detail)
      },
      aspect: aspect, videoDuration: options.video ? info.video?.duration : nil,
      audioSamples: streams.audio?.sampleCount ?? 0, audioDuration: info.audio?.duration,
      envelope: options.envelope ? sound : nil, waveform: info.audio == nil ? nil : waveform?.waveform,
      videoStart: frames.isEmpty ? nil : video.map { demuxer.time(first, of: $0) },
      audioStart: streams.audio?.start, errors: errorCount > 0 ? demuxer.faults.errorLines : [],
      errorCount: errorCount)
    if let mouth { (media.mouth, media.mouthUnseen) = mouth.outcome }
    return media
  }
}
