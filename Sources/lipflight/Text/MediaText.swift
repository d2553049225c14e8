internal import LipSync
internal import LipSyncMedia

/// What is in a source, on a line or two.
enum MediaText {
  /// The streams, each with its length.
  static func lines(_ media: MediaInfo) -> [String] {
    var lines: [String] = []
    if let video = media.video { lines.append(Self.video(video, isImage: media.isImage)) }
    if let audio = media.audio { lines.append(Self.audio(audio)) }
    if let sound = media.facts.sound { lines.append(Self.sound(sound)) }
    if media.video != nil, !media.isImage, let faces = Self.faces(media.facts) { lines.append(faces) }
    if lines.isEmpty { lines.append("neither video nor audio") }
    lines.append(container(media))
    return lines
  }

  private static func video(_ video: VideoInfo, isImage: Bool) -> String {
    var parts = ["\(isImage ? "image" : "video") \(video.codec)", "\(video.width)x\(video.height)"]
    if video.isMirrored { parts.append("mirrored") }
    if video.rotation != 0 { parts.append("rotated \(video.rotation) degrees") }
    if !isImage {
      if let rate = video.frameRate { parts.append(figure(rate, 3) + " fps") }
      if video.isVariableFrameRate { parts.append("variable frame rate") }
      parts.append(video.duration.map(Figures.seconds) ?? "length unknown")
      if let frames = video.frames { parts.append("\(frames) frames") }
    }
    return parts.joined(separator: ", ")
  }

  private static func audio(_ audio: AudioInfo) -> String {
    let channels =
      audio.channels == 1 ? "mono" : audio.channels == 2 ? "stereo" : "\(audio.channels) channels"
    return [
      "audio \(audio.codec)", "\(audio.sampleRate) Hz", channels,
      audio.duration.map(Figures.seconds) ?? "length unknown",
    ].joined(separator: ", ")
  }

  private static func sound(_ sound: SoundFacts) -> String {
    if sound.isSilent { return "sound: none" }
    var parts = [sound.loudness.map { figure($0, 1) + " LUFS" } ?? "loudness not measurable"]
    if let peak = sound.peak { parts.append("peak \(figure(peak, 1)) dB") }
    parts.append("\(Figures.seconds(sound.silentHead)) silent at the head")
    parts.append("\(Figures.seconds(sound.silentTail)) at the tail")
    return "sound " + parts.joined(separator: ", ")
  }

  /// What was seen of faces, or what to do to have them looked for; nil where nobody asked.
  private static func faces(_ facts: MediaFacts) -> String? {
    if let absence = facts.facesUnseen { return FaceText.unseen(absence).map { "faces: not looked at\($0)" } }
    guard let faces = facts.faces else { return nil }
    let looked = "\(faces.pictures) \(faces.pictures == 1 ? "picture" : "pictures") looked at"
    guard faces.withFace > 0, let height = faces.height, let yaw = faces.yaw else {
      return "faces: none in \(looked)"
    }
    return [
      "faces: in \(faces.withFace) of \(looked)", "\(figure(height * 100, 0)) % of the picture's height",
      "turned by \(figure(yaw, 0)) degrees", faces.most > 1 ? "up to \(faces.most) at once" : nil,
    ].compactMap(\.self).joined(separator: ", ")
  }

  private static func container(_ media: MediaInfo) -> String {
    var parts = [media.container]
    if let bytes = media.bytes { parts.append(Figures.bytes(bytes)) }
    if media.duration != nil {
      parts.append(
        (media.isDurationExact ? "exact" : "estimated") + " length from the \(media.durationMethod.words)")
    }
    if let header = media.headerDuration, let real = media.duration,
      (header - real).magnitude > MediaTime(1, 20)
    {
      parts.append("header says \(Figures.seconds(header))")
    }
    if let unread = media.unreadBytes, unread > 0 {
      parts.append("\(Figures.bytes(unread)) of it not looked at")
    }
    if media.isTruncated { parts.append("bytes are missing") }
    return parts.joined(separator: ", ")
  }
}

extension MediaInfo.DurationMethod {
  /// How the length was measured, as the end of a sentence.
  fileprivate var words: String {
    switch self {
    case .header: "header"
    case .index: "frame index"
    case .packets: "packets"
    case .decode: "decoded frames"
    }
  }
}
