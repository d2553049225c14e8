internal import CFFmpeg

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

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

  static func format(of io: SourceIO) throws(MediaError) -> UnsafePointer<AVInputFormat> {
    let faults = io.faults
    var format: UnsafePointer<AVInputFormat>?
    let score = Log.collecting(in: faults) {
      av_probe_input_buffer2(io.context, &format, nil, nil, 0, 1 << 20)
    }
    try faults.check(0, "av_probe_input_buffer2")
    if score < 0 || format == nil { format = bareSound(io) }
    guard let format else { throw unrecognised(io) }
    let name = String(cString: format.pointee.name)
    if let list = lists[name] {
      throw MediaError(
        .notMedia, operation: "av_probe_input_buffer2", subject: faults.subject,
        message: "this is \(list), not a media file; give the address of the file itself")
    }
    if texts.contains(name) { throw unrecognised(io) }
    return format
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
      .notMedia, operation: "av_probe_input_buffer2", subject: io.faults.subject, message: message)
  }
}
