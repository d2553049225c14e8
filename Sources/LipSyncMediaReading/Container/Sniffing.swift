internal import CFFmpeg
internal import Platform

/// Which demuxer the first bytes call for, and what is turned away before a demuxer sees it.
enum Sniffing {
  /// Demuxers of lists and descriptions that would fetch other things, by the word a user knows them by.
  private static let lists: [String: String] = [
    "hls": "an HLS playlist", "hls,applehttp": "an HLS playlist", "dash": "a DASH manifest",
    "concat": "a list of files", "sdp": "a session description", "imf": "an IMF package",
    "rtsp": "an RTSP description", "asf_o": "an ASF redirector",
  ]
  /// Demuxers that show text or raw bytes as pictures or sound, and those of subtitles alone.
  private static let texts: Set<String> = [
    "tty", "txt", "bin", "xbin", "adf", "idf", "lavfi", "data", "ffmetadata", "aqtitle", "ass", "jacosub",
    "lrc",
    "mcc", "microdvd", "mpl2", "mpsub", "pjs", "realtext", "sami", "scc", "srt", "stl", "subviewer",
    "subviewer1", "sup", "tedcaptions", "vobsub", "vplayer", "webvtt",
  ]

  /// Demuxers of coded sound without any header, which a name's end alone tells.
  private static let bareSounds: [String: String] = [
    "g722": "g722", "aptx": "aptx", "aptxhd": "aptx_hd", "sbc": "sbc", "msbc": "sbc", "dfpwm": "dfpwm",
    "tco": "g723_1", "rco": "g723_1", "g723_1": "g723_1", "g729": "g729", "gsm": "gsm", "rso": "rso",
  ]

  /// How many bytes are looked at, step by step: all demuxers look at them, and some at each byte.
  private static let looks = [2 << 10, 8 << 10, 32 << 10, 256 << 10, 1 << 20]
  /// Up to this score (`AVPROBE_SCORE_RETRY`) more bytes are looked at, where there are more.
  private static let doubt = AVPROBE_SCORE_MAX / 4

  static func format(of io: SourceIO) throws(MediaError) -> UnsafePointer<AVInputFormat> {
    let faults = io.faults
    guard let format = try recognised(io) ?? bareSound(io) else { throw unrecognised(io) }
    let name = String(cString: format.pointee.name)
    if let list = lists[name] {
      throw MediaError(
        .notMedia, operation: "av_probe_input_format3", subject: faults.subject,
        message: "this is \(list), not a media file; give the address of the file itself")
    }
    if texts.contains(name) { throw unrecognised(io) }
    guard AcceptedMedia.accepts(container: name) else {
      throw MediaError(
        .unsupported, operation: "av_probe_input_format3", subject: faults.subject,
        message:
          "this is \(format.pointee.long_name.map { String(cString: $0) } ?? name) (\(name)), which is not opened here"
      )
    }
    return format
  }

  /// As `av_probe_input_buffer2` does, in steps of its own, and behind ID3 tags from the first: that one doubles what it
  /// looks at, and looks through a tag on the way, where nothing that it finds counts.
  private static func recognised(_ io: SourceIO) throws(MediaError) -> UnsafePointer<AVInputFormat>? {
    defer { avio_seek(io.context, 0, SEEK_SET) }
    var bytes = try start(io)
    for look in looks {
      try read(io, &bytes, upTo: look)
      let isLast = bytes.count < look || look == looks.last
      let (format, score) = guess(&bytes, io.faults)
      if let format, isLast || score > doubt { return format }
      if isLast { break }
    }
    return nil
  }

  /// Goes to where a source starts, behind tags where anything follows, and gives its first bytes.
  private static func start(_ io: SourceIO) throws(MediaError) -> [UInt8] {
    var (offset, bytes) = (Int64(0), [UInt8]())
    try read(io, &bytes, upTo: ID3Tag.headLength)
    // Two in a row are seen now and then.
    for _ in 0..<4 {
      let length = ID3Tag.length(bytes)
      guard length > 0, avio_seek(io.context, offset + Int64(length), SEEK_SET) >= 0 else { break }
      var next: [UInt8] = []
      try read(io, &next, upTo: ID3Tag.headLength)
      guard !next.isEmpty else { break }
      (offset, bytes) = (offset + Int64(length), next)
    }
    avio_seek(io.context, offset + Int64(bytes.count), SEEK_SET)
    return bytes
  }

  /// Reads on from what is held; less where the source ends.
  private static func read(_ io: SourceIO, _ bytes: inout [UInt8], upTo count: Int) throws(MediaError) {
    let held = bytes.count
    guard count > held else { return }
    bytes += repeatElement(0, count: count - held)
    let got = bytes.withUnsafeMutableBufferPointer { buffer in
      Log.collecting(in: io.faults) {
        avio_read(io.context, buffer.baseAddress.map { $0 + held }, CInt(count - held))
      }
    }
    bytes.removeLast(count - held - Int(max(0, got)))
    try io.faults.check(got == cffmpeg_ERROR_EOF ? 0 : got, "avio_read")
  }

  /// The demuxer that is surest of some bytes, and how sure it is.
  private static func guess(_ bytes: inout [UInt8], _ faults: FaultLog) -> (
    UnsafePointer<AVInputFormat>?, score: CInt
  ) {
    let count = bytes.count
    // Demuxers may look so far behind the end.
    bytes += repeatElement(0, count: Int(AVPROBE_PADDING_SIZE))
    defer { bytes.removeLast(bytes.count - count) }
    var score: CInt = 0
    let format = bytes.withUnsafeMutableBufferPointer { buffer in
      "".withCString { name in
        var data = AVProbeData(filename: name, buf: buffer.baseAddress, buf_size: CInt(count), mime_type: nil)
        return Log.collecting(in: faults) { av_probe_input_format3(&data, 1, &score) }
      }
    }
    return (format, score)
  }

  /// By the end of the source's name, what nothing in its bytes tells.
  private static func bareSound(_ io: SourceIO) -> UnsafePointer<AVInputFormat>? {
    let path = io.source.name.prefix { $0 != "?" }
    guard io.source.size != 0, let dot = path.lastIndex(of: "."),
      let name = bareSounds[path[path.index(after: dot)...].lowercased()],
      avio_seek(io.context, 0, SEEK_SET) == 0
    else { return nil }
    return av_find_input_format(name)
  }

  private static func unrecognised(_ io: SourceIO) -> MediaError {
    let isEmpty = io.source.size == 0 || io.firstOffsetPastEnd == 0
    let message =
      isEmpty
      ? "the file is empty (0 bytes)"
      : "no media format is recognised in these bytes; give a video or audio file"
    return MediaError(
      .notMedia, operation: "av_probe_input_format3", subject: io.faults.subject, message: message)
  }
}
