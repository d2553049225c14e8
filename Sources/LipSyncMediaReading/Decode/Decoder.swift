internal import CFFmpeg
internal import Platform

/// An owned `AVCodecContext` that decodes one stream of a demuxer.
///
/// Faults in the coded data are counted and do not stop the work: what can be decoded comes out.
package final class Decoder {
  let context: UnsafeMutablePointer<AVCodecContext>
  let faults: FaultLog
  private let frame: Frame
  /// How many packets and frames were faulty.
  private(set) var errorCount = 0

  private init(adopting context: UnsafeMutablePointer<AVCodecContext>, frame: Frame, faults: FaultLog) {
    self.context = context
    self.frame = frame
    self.faults = faults
  }

  deinit {
    var context: UnsafeMutablePointer<AVCodecContext>? = context
    avcodec_free_context(&context)
  }

  /// A decoder for a stream; `threads` 0 uses every core.
  ///
  /// - Parameter forTiming: pictures are wanted for when they are shown, not for what they show: deblocking, a
  ///   third of the work, is left out.
  package static func open(
    _ demuxer: Demuxer, stream index: Int, threads: Int = 1, forTiming: Bool = false
  ) throws(MediaError) -> Decoder {
    let faults = demuxer.faults
    let stream = demuxer.stream(index)
    guard let parameters = stream.pointee.codecpar,
      let codec = Codec.decoder(for: parameters.pointee.codec_id)
    else {
      throw MediaError(
        .unsupported, operation: "avcodec_find_decoder", subject: faults.subject,
        message: "the codec \(Codec.name(of: stream)) is none that is decoded here")
    }
    let frame = try Frame.allocate(faults)
    let context = try faults.allocated(avcodec_alloc_context3(codec), "avcodec_alloc_context3")
    let decoder = Decoder(adopting: context, frame: frame, faults: faults)
    try faults.check(avcodec_parameters_to_context(context, parameters), "avcodec_parameters_to_context")
    context.pointee.opaque = faults.opaque
    context.pointee.pkt_timebase = stream.pointee.time_base
    context.pointee.max_pixels = Frame.maximumPixels
    context.pointee.thread_count = CInt(threads)
    if forTiming { context.pointee.skip_loop_filter = AVDISCARD_ALL }
    context.pointee.thread_type = FF_THREAD_FRAME | FF_THREAD_SLICE
    let code = Log.collecting(in: faults) { avcodec_open2(context, codec, nil) }
    try faults.check(code, "avcodec_open2")
    return decoder
  }

  /// Feeds one packet, or nil for the end, and lends every frame that comes out.
  ///
  /// The frame is reused afterwards: `Frame.share` keeps one.
  package func feed(_ packet: Packet?, _ body: (Frame) throws(MediaError) -> Void) throws(MediaError) {
    var pending = true
    while pending {
      try faults.checkDeadline("avcodec_send_packet")
      let sent = Log.collecting(in: faults) { avcodec_send_packet(context, packet?.raw) }
      // EAGAIN: frames have to be taken out first, and the packet comes again.
      pending = sent == cffmpeg_error(EAGAIN)
      if sent < 0, !pending, sent != cffmpeg_ERROR_EOF { try count(sent, "avcodec_send_packet") }
      let taken = try drain(body)
      // Neither in nor out: a decoder that breaks its contract must not spin.
      if pending, taken == 0 { try count(sent, "avcodec_send_packet"); return }
    }
  }

  /// Forgets what was fed, as after a seek.
  func flush() { avcodec_flush_buffers(context) }

  /// Lends every frame that is ready; gives back how many came out, faulty ones counted, or 0 where the decoder
  /// does nothing but fail.
  private func drain(_ body: (Frame) throws(MediaError) -> Void) throws(MediaError) -> Int {
    var (frames, errors) = (0, 0)
    var patience = Patience(limit: 100)
    while true {
      try faults.checkDeadline("avcodec_receive_frame")
      let code = Log.collecting(in: faults) { avcodec_receive_frame(context, frame.raw) }
      if code == cffmpeg_error(EAGAIN) || code == cffmpeg_ERROR_EOF { return frames + errors }
      if code < 0 {
        errors += 1
        try count(code, "avcodec_receive_frame")
        // Some decoders repeat their error for ever, at the end of a damaged stream above all.
        if patience.isOver(at: Int64(frames)) { return 0 }
        continue
      }
      frames += 1
      if frame.isDamaged { errorCount += 1 }
      defer { frame.clear() }
      try body(frame)
    }
  }

  private func count(_ code: CInt, _ operation: String) throws(MediaError) {
    errorCount += 1
    if code == cffmpeg_error(ENOMEM) { try faults.check(code, operation) }
  }
}
