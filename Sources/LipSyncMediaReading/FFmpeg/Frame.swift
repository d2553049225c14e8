package import CFFmpeg

/// An owned `AVFrame`: one picture, or a run of audio samples.
///
/// A class, so that pictures can be kept in arrays.
package final class Frame {
  /// Pictures with more pixels than this are refused: 8 K square.
  static let maximumPixels: Int64 = 8192 * 8192

  package let raw: UnsafeMutablePointer<AVFrame>

  private init(adopting raw: UnsafeMutablePointer<AVFrame>) { self.raw = raw }

  package static func allocate(_ faults: FaultLog) throws(MediaError) -> Frame {
    Frame(adopting: try faults.allocated(av_frame_alloc(), "av_frame_alloc"))
  }

  deinit {
    var raw: UnsafeMutablePointer<AVFrame>? = raw
    av_frame_free(&raw)
  }

  /// Gives the payload back; the frame can be filled again.
  func clear() { av_frame_unref(raw) }

  /// A frame of its own that shares this one's (reference counted) payload.
  package func share(_ faults: FaultLog) throws(MediaError) -> Frame {
    let copy = try Frame.allocate(faults)
    try faults.check(av_frame_ref(copy.raw, raw), "av_frame_ref")
    return copy
  }

  /// When it is shown, in the stream's time base: the decoder's best guess where the packet does not say.
  var time: Int64? {
    let best = raw.pointee.best_effort_timestamp
    return TickBounds.hold(best) ? best : nil
  }
  /// How long it is shown, in the stream's time base; 0 where unknown.
  var duration: Int64 { TickBounds.length(cffmpeg_frame_duration(raw)) }
  package var width: Int { Int(raw.pointee.width) }
  package var height: Int { Int(raw.pointee.height) }
  var pixelFormat: AVPixelFormat { AVPixelFormat(raw.pointee.format) }
  var samples: Int { Int(raw.pointee.nb_samples) }
  var sampleRate: Int { Int(raw.pointee.sample_rate) }
  /// Whether the decoder had to guess at parts of it.
  var isDamaged: Bool {
    raw.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0 || raw.pointee.decode_error_flags != 0
  }
  /// Whether a pixel of four bytes, the last of which is its opacity, is not wholly opaque; false for other pictures.
  var hasTransparentPixels: Bool {
    guard [AV_PIX_FMT_BGRA, AV_PIX_FMT_RGBA].contains(pixelFormat), let data = raw.pointee.data.0 else {
      return false
    }
    let stride = Int(raw.pointee.linesize.0)
    return (0..<height).contains { row in (0..<width).contains { data[row * stride + 4 * $0 + 3] != 255 } }
  }

  /// Bytes of the payload's buffers, for memory ceilings.
  var bytes: Int {
    withUnsafeBytes(of: &raw.pointee.buf) { slots in
      slots.bindMemory(to: UnsafeMutablePointer<AVBufferRef>?.self)
        .reduce(0) { $0 + Int($1?.pointee.size ?? 0) }
    }
  }
}
