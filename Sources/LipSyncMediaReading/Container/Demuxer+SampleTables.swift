internal import CFFmpeg

/// What FFmpeg 5.1 takes otherwise than files state it.
extension Demuxer {
  /// Has samples of WAV read as wide as they lie in the file: FFmpeg takes the bits of them that count, which may be fewer
  /// (`wValidBitsPerSample`), for all of them. Those that count are the highest.
  func settleSampleWidth() {
    guard ["wav", "w64"].contains(formatName), streamCount == 1 else { return }
    let sound = stream(0).pointee.codecpar
    guard let channels = sound?.pointee.ch_layout.nb_channels, channels > 0,
      let block = sound?.pointee.block_align,
      let codec = sound?.pointee.codec_id, Self.integers.values.contains(codec), block % channels == 0,
      let right = Self.integers[block / channels], right != codec,
      av_get_exact_bits_per_sample(codec) < 8 * block / channels
    else { return }
    sound?.pointee.codec_id = right
    sound?.pointee.bits_per_coded_sample = 8 * block / channels
  }

  /// Whole numbers by their width in bytes, as WAV has them.
  private static let integers: [CInt: AVCodecID] = [
    1: AV_CODEC_ID_PCM_U8, 2: AV_CODEC_ID_PCM_S16LE, 3: AV_CODEC_ID_PCM_S24LE, 4: AV_CODEC_ID_PCM_S32LE,
  ]

  /// Puts the length that an ISO file's tables state of a picture in the place of FFmpeg's, which is a guess where pictures are
  /// reordered.
  func stateLength(of packet: Packet) throws(MediaError) {
    guard hasSampleTables, let dts = packet.dts,
      stream(packet.stream).pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO
    else { return }
    let stream = stream(packet.stream)
    var place = tablePlaces[packet.stream, default: -1] + 1
    if avformat_index_get_entry(stream, place)?.pointee.timestamp != dts {
      place = av_index_search_timestamp(stream, dts, AVSEEK_FLAG_ANY | AVSEEK_FLAG_BACKWARD)
      guard place >= 0, avformat_index_get_entry(stream, place)?.pointee.timestamp == dts else { return }
    }
    tablePlaces[packet.stream] = place
    if let next = avformat_index_get_entry(stream, place + 1)?.pointee.timestamp {
      if next >= dts { packet.raw.pointee.duration = next &- dts }
    } else if !io.source.isArriving, let length = try lastLength(of: packet.stream) {
      packet.raw.pointee.duration = length
    }
  }

  private func lastLength(of index: Int) throws(MediaError) -> Int64? {
    if let known = lastLengths[index] { return known }
    let length = try SampleTable.lastLength(
      io, track: Int64(stream(index).pointee.id), isFragmented: isFragmented)
    lastLengths[index] = .some(length)
    return length
  }
}
