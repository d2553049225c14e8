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

  /// Moving pictures in containers that FFmpeg takes for a picture's.
  static func refuseMoving(_ demuxer: Demuxer) throws(MediaError) {
    guard let words = moving(demuxer) else { return }
    throw MediaError(
      .unsupported, operation: "probe", subject: demuxer.faults.subject,
      message: "\(words); export it as MP4 (H.264)")
  }

  private static func moving(_ demuxer: Demuxer) -> String? {
    switch demuxer.formatName {
    case "webp_pipe":
      // The extended header's flag of an animation (WebP container specification).
      guard let head = Chunk.bytes(demuxer.io, 12..<21), Chunk.word(head, 0) == "VP8X", head[8] & 2 != 0
      else {
        return nil
      }
      return "this is an animated WebP, which is not decoded here"
    case "jpeg_pipe":
      return JPEGEnd.isSeries(demuxer.io)
        ? "this is a row of JPEG pictures (raw Motion JPEG), which no clock says when to show" : nil
    default: return nil
    }
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
