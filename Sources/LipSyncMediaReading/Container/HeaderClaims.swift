internal import CFFmpeg

/// What a container states about lengths, before anything is measured.
struct HeaderClaims {
  /// The whole; nil where the container states none (FFmpeg's guesses from bit rates do not count).
  let container: MediaTime?
  private let streams: [Int: MediaTime]

  init(_ demuxer: Demuxer) {
    let context = demuxer.context.pointee
    // Analysis may put guesses where the header says nothing, and then says so.
    let states =
      !demuxer.isAnalysed || context.duration_estimation_method == AVFMT_DURATION_FROM_STREAM
    var streams: [Int: MediaTime] = [:]
    if states {
      for index in 0..<demuxer.streamCount {
        let duration = demuxer.stream(index).pointee.duration
        // All ones in a track's header stand for a length that is not known (ISO/IEC 14496-12 § 8.4.2).
        let isOpen = demuxer.formatName.hasPrefix("mov") && duration == Int64(UInt32.max)
        if duration != cffmpeg_NO_PTS, duration > 0, !isOpen {
          streams[index] = demuxer.time(duration, of: index)
        }
      }
    }
    // FFmpeg tells no length of PCM in CAF, and a wrong one where samples are wider than what counts of them.
    if let stated = Self.uncompressed(demuxer) {
      self.streams = [stated.stream: stated.length]
      container = stated.length
      return
    }
    if demuxer.formatName == "caf", let table = PacketTable.of(demuxer.io), demuxer.streamCount > 0,
      case let rate = demuxer.stream(0).pointee.codecpar.pointee.sample_rate, rate > 0
    {
      container = MediaTime(table.valid, Int64(rate))
      self.streams = container.map { [0: $0] } ?? [:]
      return
    }
    // FFmpeg counts the encoder's delay and padding in, and forgets a claim that does not fit the file's length.
    if demuxer.formatName == "mp3", let tag = XingTag.of(demuxer.io), demuxer.streamCount > 0 {
      let length = tag.samples.map { MediaTime($0, tag.rate) }
      self.streams = length.map { [0: $0] } ?? [:]
      container = length
      return
    }
    self.streams = streams
    if states, let used = Self.used(demuxer, streams) {
      container = used
      return
    }
    container =
      states && !demuxer.isLengthOpen && context.duration != cffmpeg_NO_PTS && context.duration > 0
      ? MediaTime(context.duration, Int64(AV_TIME_BASE)) : streams.values.max()
  }

  /// How long the streams that play are by their own claims, start to end; nil where the container's length is not another
  /// stream's: subtitles that are shown on, the time code of a camera.
  private static func used(_ demuxer: Demuxer, _ streams: [Int: MediaTime]) -> MediaTime? {
    func ends(_ isWanted: (AVMediaType) -> Bool) -> [MediaTime] {
      streams.compactMap { index, length in
        let stream = demuxer.stream(index).pointee
        guard isWanted(stream.codecpar.pointee.codec_type) else { return nil }
        return length
          + (stream.start_time == cffmpeg_NO_PTS ? .zero : demuxer.time(stream.start_time, of: index))
      }
    }
    let isUsed: (AVMediaType) -> Bool = { $0 == AVMEDIA_TYPE_VIDEO || $0 == AVMEDIA_TYPE_AUDIO }
    guard let used = ends(isUsed).max(), let other = ends({ !isUsed($0) }).max(), other > used else {
      return nil
    }
    return used
  }

  /// The length of the one stream of PCM by the bytes that its container states; nil where there is something else.
  private static func uncompressed(_ demuxer: Demuxer) -> (stream: Int, length: MediaTime)? {
    guard ["wav", "w64", "aiff", "caf", "au"].contains(demuxer.formatName), demuxer.streamCount == 1 else {
      return nil
    }
    let sound = demuxer.stream(0).pointee.codecpar.pointee
    guard Codec.isUncompressed(sound.codec_id), sound.block_align > 0, sound.sample_rate > 0,
      let stated = StatedBytes.of(demuxer.io), stated.count > 0
    else { return nil }
    return (0, MediaTime(stated.count / Int64(sound.block_align), Int64(sound.sample_rate)))
  }

  /// A stream's claim, or the container's where the stream has none of its own.
  func duration(of stream: Int) -> MediaTime? { streams[stream] ?? container }
}
