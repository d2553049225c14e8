/// The containers and codecs that are opened: what a lip-sync job can mean. FFmpeg has some 350 demuxers and 500 decoders; a
/// byte from outside reaches those of this table alone, so a fault in any of the others is out of its reach.
package enum AcceptedMedia {
  /// What a row is about.
  package enum Kind: String, Sendable, CaseIterable {
    case container, video, audio, image
  }

  /// Names of FFmpeg's that belong together, and why they are accepted.
  package struct Row: Sendable {
    package let kind: Kind
    /// Names of demuxers (`AVInputFormat.name`), or of codecs (`avcodec_get_name`); one that ends in `*` stands for all that begin
    /// like it.
    package let names: [String]
    package let reason: String

    init(_ kind: Kind, _ names: String, _ reason: String) {
      self.kind = kind
      self.names = names.split(separator: " ").map(String.init)
      self.reason = reason
    }
  }

  /// Every row.
  package static let rows = [
    Row(.container, "mov,mp4,m4a,3gp,3g2,mj2", "MP4 and QuickTime: what cameras, phones and editors export"),
    Row(.container, "matroska,webm", "Matroska and WebM: screen and browser recordings"),
    Row(.container, "mpegts mpeg", "transport and program streams: broadcast, AVCHD cameras, DVDs"),
    Row(.container, "mxf mxf_opatom", "MXF: broadcast cameras and editing systems"),
    Row(.container, "avi asf flv rm dv nut gxf", "older exports, and dumps of live streams"),
    Row(
      .container, "h264 hevc mpegvideo m4v obu ivf vc1 yuv4mpegpipe",
      "bare video streams, as encoders write them"),
    Row(.container, "wav w64 aiff caf au iff voc", "uncompressed sound in its usual headers"),
    Row(
      .container, "mp3 aac loas flac ogg wv tta ape", "compressed sound: speech services, recorders, archives"
    ),
    Row(.container, "ac3 eac3 dts dtshd truehd mpc mpc8 dsf", "sound tracks of films, and archives of music"),
    Row(
      .container, "amr amrnb amrwb gsm g722 g723_1 g729 aptx aptxhd sbc dfpwm rso", "telephones and headsets"),
    Row(.container, "gif apng", "short animations, which some services take"),
    Row(
      .container, "jpeg_pipe png_pipe webp_pipe bmp_pipe gif_pipe tiff_pipe",
      "covers, and pictures sent in place of a video"),

    Row(.video, "h264 hevc av1 vp8 vp9", "what lip-sync services ask for, and what the web plays"),
    Row(
      .video, "mpeg4 msmpeg4v1 msmpeg4v2 msmpeg4v3 h263 h263p flv1 vp6 vp6f vp6a wmv1 wmv2 wmv3 vc1",
      "older exports"),
    Row(.video, "mpeg1video mpeg2video dvvideo", "broadcast, DVDs and tape"),
    Row(.video, "prores dnxhd cfhd hap v210 v410 r210 rawvideo qtrle", "masters from editing systems"),
    Row(.video, "huffyuv ffvhuff ffv1 utvideo jpeg2000", "lossless masters and archives"),
    Row(.video, "mjpeg theora svq1 svq3 cinepak rv30 rv40 dirac", "older cameras and archives"),
    Row(.image, "png apng gif bmp webp tiff", "stills, animations and covers"),

    Row(
      .audio, "aac aac_latm mp3 mp2 mp1 opus vorbis flac alac", "what recorders and speech services deliver"),
    Row(.audio, "pcm_*", "uncompressed sound of every width and order"),
    Row(.audio, "ac3 eac3 dts truehd mlp s302m", "sound tracks of films and broadcast"),
    Row(
      .audio, "wmav1 wmav2 wmapro wmalossless wmavoice ra_144 ra_288 cook sipr nellymoser qdm2",
      "older exports"),
    Row(
      .audio, "adpcm_ms adpcm_ima_wav adpcm_ima_qt adpcm_swf adpcm_yamaha 8svx_exp 8svx_fib",
      "older compressed WAV, AIFF and IFF"),
    Row(
      .audio,
      "amr_nb amr_wb gsm gsm_ms adpcm_g722 adpcm_g726 adpcm_g726le g723_1 g729 ilbc speex sbc aptx aptx_hd dfpwm",
      "telephones and headsets"),
    Row(.audio, "wavpack tta ape musepack7 musepack8 dsd_*", "archives of music and speech"),
  ]

  /// Whether a demuxer is one that is opened.
  package static func accepts(container name: String) -> Bool { contains(name, containers) }

  /// Whether a codec is one that is decoded.
  package static func accepts(codec name: String) -> Bool { contains(name, codecs) }

  /// `AVFormatContext.format_whitelist`.
  package static let demuxerList = containers.exact.sorted().joined(separator: ",")

  private static let containers = names { $0 == .container }
  private static let codecs = names { $0 != .container }

  private static func names(_ isWanted: (Kind) -> Bool) -> (exact: Set<String>, starts: [String]) {
    let all = rows.filter { isWanted($0.kind) }.flatMap(\.names)
    return (
      Set(all.filter { !$0.hasSuffix("*") }), all.filter { $0.hasSuffix("*") }.map { String($0.dropLast()) }
    )
  }

  private static func contains(_ name: String, _ names: (exact: Set<String>, starts: [String])) -> Bool {
    names.exact.contains(name) || names.starts.contains { name.hasPrefix($0) }
  }
}
