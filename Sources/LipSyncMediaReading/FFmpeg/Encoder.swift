package import CFFmpeg
internal import Platform

/// Owns an encoder (`AVCodecContext`); raw frames go in, packets come out.
package struct Encoder: ~Copyable {
  package let raw: UnsafeMutablePointer<AVCodecContext>
  let faults: FaultLog

  private init(adopting raw: UnsafeMutablePointer<AVCodecContext>, faults: FaultLog) {
    self.raw = raw
    self.faults = faults
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVCodecContext>? = raw
    avcodec_free_context(&pointer)
  }

  /// Opens the encoder of that name after `configure` has set it up; `options` are the codec's own.
  ///
  /// See `avcodec_open2`.
  package static func open(
    _ name: String, options: [(String, String)] = [], faults: FaultLog,
    configure: (inout AVCodecContext, AVCodec) -> Void
  ) throws(MediaError) -> Encoder {
    guard let codec = avcodec_find_encoder_by_name(name) else {
      throw MediaError(
        .unsupported, operation: "avcodec_find_encoder_by_name", subject: faults.subject,
        message: "this build of FFmpeg has no encoder named \(name)")
    }
    let encoder = Encoder(
      adopting: try faults.allocated(avcodec_alloc_context3(codec), "avcodec_alloc_context3"), faults: faults)
    encoder.raw.pointee.opaque = faults.opaque
    configure(&encoder.raw.pointee, codec.pointee)
    for (key, value) in options {
      try faults.making(
        .unsupported, av_opt_set(encoder.raw, key, value, AV_OPT_SEARCH_CHILDREN), "av_opt_set \(key)")
    }
    let code = Log.collecting(in: faults) { avcodec_open2(encoder.raw, codec, nil) }
    try faults.making(.unsupported, code, "avcodec_open2")
    return encoder
  }

  /// Hands over a frame, or nil to say that there are no more; every packet that is ready goes to `emit`.
  package func encode(
    _ frame: UnsafeMutablePointer<AVFrame>?, packet: Packet,
    emit: (Packet) throws(MediaError) -> Void
  ) throws(MediaError) {
    let sent = Log.collecting(in: faults) { avcodec_send_frame(raw, frame) }
    try faults.making(.fault, sent, "avcodec_send_frame")
    while true {
      let code = Log.collecting(in: faults) { avcodec_receive_packet(raw, packet.raw) }
      if code == cffmpeg_ERROR_EOF || code == cffmpeg_error(EAGAIN) { return }
      try faults.making(.fault, code, "avcodec_receive_packet")
      try emit(packet)
    }
  }
}

extension FaultLog {
  /// As `check`, for what is being made: FFmpeg's code says little there, so `kind` says what a refusal means.
  ///
  /// A callback's error, a passed deadline and a lack of memory stay what they are.
  @discardableResult
  package func making(_ kind: MediaError.Code, _ code: CInt, _ operation: String) throws(MediaError) -> CInt {
    do throws(MediaError) {
      return try check(code, operation)
    } catch {
      guard !hasStashed, ![.deadline, .cancelled, .fault].contains(error.code) else { throw error }
      throw MediaError(
        kind, operation: operation, subject: subject, message: "\(operation) failed: \(error.message)")
    }
  }
}
