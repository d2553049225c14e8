internal import CFFmpeg

/// Telling pictures from videos.
enum StillImage {
  /// Brands of ISO base media files that hold pictures (ISO/IEC 23008-12, AVIF).
  private static let brands: Set<String> = [
    "avif", "heic", "heix", "heim", "heis", "mif1", "miaf", "MA1A", "MA1B",
  ]
  /// Demuxers that hold one picture or, with more than one frame, an animation.
  private static let animated: Set<String> = ["gif", "apng", "webp_pipe", "jpegxl_pipe"]

  static func isImage(_ demuxer: Demuxer, frames: Int?, hasAudio: Bool) -> Bool {
    let name = demuxer.formatName
    guard !hasAudio else { return false }
    if animated.contains(name) { return (frames ?? 1) <= 1 }
    if name.hasSuffix("_pipe") || name == "image2" || name == "ico" { return true }
    guard name.hasPrefix("mov"),
      let brand = av_dict_get(demuxer.context.pointee.metadata, "major_brand", nil, 0)
    else { return false }
    return brands.contains(String(cString: brand.pointee.value)) && (frames ?? 1) <= 1
  }

  /// What can be said of a picture whose container FFmpeg cannot read: that it is one. Nil for all else.
  static func describe(_ source: any ByteSource, unreadBecauseOf error: MediaError) -> MediaInfo? {
    guard [.malformed, .unsupported, .truncated].contains(error.code) else { return nil }
    var head = [UInt8](repeating: 0, count: 12)
    let count = try? head.withUnsafeMutableBytes { try source.read(at: 0, into: $0, deadline: .none) }
    guard count == 12, head[4..<8].elementsEqual("ftyp".utf8),
      brands.contains(String(decoding: head[8..<12], as: UTF8.self))
    else { return nil }
    return MediaInfo(
      container: "mov,mp4,m4a,3gp,3g2,mj2", bytes: source.size, duration: nil, isDurationExact: false,
      durationMethod: .header, headerDuration: nil, video: nil, audio: nil, isImage: true, isTruncated: false)
  }
}
