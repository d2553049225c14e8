internal import CFFmpeg

/// Which samples of an indexed file have to be read to be sure of what its index says.
///
/// An ISO file lists every sample in its index, or in those of its fragments: place, size, time. Read are the first pictures up to the
/// first key picture, and the first packets of sound: that they decode, what they decode to, and where they start is
/// what the index cannot say (ISO/IEC 14496-12 § 8.6 and 8.7).
enum IndexPlan {
  /// Sources at least this long, in bytes, are not read from end to end even where reading is cheap.
  private static let long: Int64 = 256 << 20
  /// Packets of sound to read at the start, where the decoder finds its pace and drops its priming.
  private static let soundPackets = 4
  /// Packets of sound that may hold more than one frame to read at most.
  private static let longPackets = 64
  /// Bytes behind the last sample of a fragmented file at most: the list of its fragments.
  private static let longestEnd: Int64 = 1 << 20
  /// A first key picture has to come this soon.
  private static let headPictures = 16
  private static let pictures: Set<AVCodecID> = [
    AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_VP9, AV_CODEC_ID_AV1, AV_CODEC_ID_MPEG4,
    AV_CODEC_ID_PRORES,
    AV_CODEC_ID_DNXHD,
  ]
  /// Codecs of which each packet decodes to as many samples as the others, whatever its time says: a recorder's times wander,
  /// and leap where a loop begins anew.
  static let fixedSound: Set<AVCodecID> = [AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_AC3]
  /// Those, and one of which all packets are as long by custom, and the last one's time alone may be cut short.
  static let evenSound = fixedSound.union([AV_CODEC_ID_OPUS])

  /// Codecs whose packets decode by themselves, to as many samples as the others but for the last, which is read.
  static let wholeSound: Set<AVCodecID> = [AV_CODEC_ID_ALAC, AV_CODEC_ID_FLAC]

  /// What to leave unread; nil where everything has to be read.
  static func gaps(_ demuxer: Demuxer, video: Int?, audio: Int?) -> PayloadGaps? {
    let source = demuxer.io.source
    guard let size = source.size, source.isRemote && !source.holds(0..<size) || size >= long,
      demuxer.formatName.hasPrefix("mov"),
      !demuxer.isAnalysed, video != nil || audio != nil
    else { return nil }
    var wanted: [Range<Int64>] = []
    var payload: Range<Int64>?
    for index in 0..<demuxer.streamCount {
      let entries = Entries(demuxer.stream(index))
      guard let span = entries.span else {
        if index == video || index == audio { return nil }
        continue
      }
      guard span.upperBound <= size else { return nil }
      payload =
        payload.map { min($0.lowerBound, span.lowerBound)..<max($0.upperBound, span.upperBound) } ?? span
      let codec = demuxer.stream(index).pointee.codecpar.pointee.codec_id
      if index == video {
        guard pictures.contains(codec), let head = entries.throughFirstKey(within: headPictures) else {
          return nil
        }
        wanted += head
      }
      if index == audio {
        let isWhole = wholeSound.contains(codec)
        guard isWhole || evenSound.contains(codec) || Codec.isUncompressed(codec) else { return nil }
        wanted += entries.head(soundPackets)
        if isWhole { wanted += entries.last }
        if fixedSound.contains(codec) {
          let long = entries.multiples
          // MP3 does not decode without the packets before.
          guard long.isEmpty || codec != AV_CODEC_ID_MP3, long.count <= longPackets else { return nil }
          wanted += long
        }
      }
    }
    guard let payload else { return nil }
    // Fragments are visited when a file is opened, but for those that a list of them (`sidx`) announces.
    if demuxer.isFragmented, size - payload.upperBound > longestEnd { return nil }
    let witnesses = Witnesses(demuxer, stream: video ?? audio ?? 0, within: payload)
    demuxer.io.expect(wanted + witnesses.ranges)
    return witnesses.speakForAll ? PayloadGaps(payload: payload, keeping: wanted) : nil
  }

  /// A stream's index as libavformat holds it (`avformat_index_get_entry`).
  struct Entries {
    let stream: UnsafeMutablePointer<AVStream>
    let count: CInt

    init(_ stream: UnsafeMutablePointer<AVStream>) {
      self.stream = stream
      count = avformat_index_get_entries_count(stream)
    }

    private func entry(_ index: CInt) -> AVIndexEntry? {
      avformat_index_get_entry(stream, index)?.pointee
    }

    func bytes(_ index: CInt) -> Range<Int64>? {
      entry(index).map { $0.pos..<$0.pos + Int64($0.size) }
    }

    /// Where its samples lie, others' between them; nil where there are none.
    var span: Range<Int64>? {
      var (low, high) = (Int64.max, Int64.min)
      for index in 0..<count {
        guard let bytes = bytes(index), bytes.lowerBound >= 0 else { return nil }
        (low, high) = (min(low, bytes.lowerBound), max(high, bytes.upperBound))
      }
      return low < high ? low..<high : nil
    }

    /// The samples up to the first key picture that is shown.
    func throughFirstKey(within limit: Int) -> [Range<Int64>]? {
      var found: [Range<Int64>] = []
      for index in 0..<min(count, CInt(limit)) {
        guard let entry = entry(index), let bytes = bytes(index) else { return nil }
        found.append(bytes)
        let flags = entry.flags
        // Pictures that are decoded and not shown: the order in which they come out is for a decoder to say.
        if flags & AVINDEX_DISCARD_FRAME != 0 { return nil }
        if flags & AVINDEX_KEYFRAME != 0 { return found }
      }
      return nil
    }

    /// Samples that last as long as two usual ones or more, to two ticks: they may hold as many frames.
    var multiples: [Range<Int64>] {
      let starts = (0..<count).map { entry($0)?.timestamp ?? 0 }
      let steps = zip(starts.dropFirst(), starts).map { $0 &- $1 }
      let usual = steps.isEmpty ? 0 : steps.sorted()[steps.count / 2]
      guard usual > 0 else { return [] }
      return steps.indices.filter { index in
        let rest = steps[index] % usual
        return steps[index] > usual && steps[index] - usual > 2 && (rest <= 2 || usual - rest <= 2)
      }.compactMap { bytes(CInt($0)) }
    }

    var last: [Range<Int64>] { bytes(count - 1).map { [$0] } ?? [] }

    /// The first packets, and before them what an edit list drops, so that what follows is right.
    func head(_ packets: Int) -> [Range<Int64>] {
      let dropped = (0..<count).prefix { (entry($0)?.flags ?? 0) & AVINDEX_DISCARD_FRAME != 0 }.count
      return (0..<count).prefix(dropped + packets).compactMap(bytes)
    }
  }
}
