internal import CFFmpeg
internal import LipSyncMediaReading
internal import Platform

/// Owns a container in the making (`AVFormatContext`) that is written through our own callbacks.
///
/// Errors of the file reach the caller as they were, not as FFmpeg's "Input/output error".
struct Muxer: ~Copyable {
  let raw: UnsafeMutablePointer<AVFormatContext>
  private let cursor: OutputCursor
  private let file: OutputFile

  private init(adopting raw: UnsafeMutablePointer<AVFormatContext>, file: OutputFile) {
    self.raw = raw
    self.file = file
    self.cursor = OutputCursor(file: file)
  }

  deinit {
    OutputCursor.close(raw.pointee.pb)
    avformat_free_context(raw)
  }

  /// Opens the container that FFmpeg knows by `format` (`mp4`, `matroska`, ...) on a file not yet named.
  static func create(path: String, format: String, faults: FaultLog) throws(MediaError) -> Muxer {
    guard let output = av_guess_format(format, nil, nil) else {
      throw MediaError(
        .unsupported, operation: "av_guess_format", subject: path,
        message: "this build of FFmpeg cannot write the container \(format)")
    }
    let file = try OutputFile.create(path: path, faults: faults)
    var context: UnsafeMutablePointer<AVFormatContext>?
    try faults.check(
      avformat_alloc_output_context2(&context, output, nil, nil), "avformat_alloc_output_context2")
    let muxer = Muxer(
      adopting: try faults.allocated(context, "avformat_alloc_output_context2"), file: file)
    let io = try faults.allocated(OutputCursor.open(muxer.cursor, writing: true), "avio_alloc_context")
    muxer.raw.pointee.pb = io
    muxer.raw.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
    muxer.raw.pointee.opaque = faults.opaque
    // Moving the index to the front reads the file again: through our file, never through FFmpeg's own.
    muxer.raw.pointee.io_open = { context, io, _, flags, _ in
      guard let context, let io, let opaque = context.pointee.pb.pointee.opaque, flags == AVIO_FLAG_READ
      else {
        return cffmpeg_error(EINVAL)
      }
      let owner = Unmanaged<OutputCursor>.fromOpaque(opaque).takeUnretainedValue()
      let reader = OutputCursor(file: owner.file)
      guard let opened = OutputCursor.open(reader, writing: false) else { return cffmpeg_error(ENOMEM) }
      _ = Unmanaged.passRetained(reader)
      io.pointee = opened
      return 0
    }
    cffmpeg_set_io_close(muxer.raw) { _, io in
      if let opaque = io?.pointee.opaque { Unmanaged<OutputCursor>.fromOpaque(opaque).release() }
      OutputCursor.close(io)
      return 0
    }
    return muxer
  }

  /// Adds a stream that carries what `encoder` makes; its time base is a wish until the header is written.
  func addStream(of encoder: borrowing Encoder) throws(MediaError) -> UnsafeMutablePointer<AVStream> {
    let stream = try file.faults.allocated(avformat_new_stream(raw, nil), "avformat_new_stream")
    try file.faults.check(
      avcodec_parameters_from_context(stream.pointee.codecpar, encoder.raw), "avcodec_parameters_from_context"
    )
    stream.pointee.time_base = encoder.raw.pointee.time_base
    return stream
  }

  /// Whether encoders have to put their headers into the container and not into the stream.
  var wantsGlobalHeader: Bool { raw.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 }

  /// Writes the header; `options` are the container's own.
  func start(options: [(String, String)]) throws(MediaError) {
    for (key, value) in options {
      try writing("av_opt_set \(key)") { av_opt_set(raw, key, value, AV_OPT_SEARCH_CHILDREN) }
    }
    try writing("avformat_write_header") { avformat_write_header(raw, nil) }
  }

  /// Takes over the packet's data and writes it when its turn among the streams has come.
  func write(_ packet: Packet) throws(MediaError) {
    try writing("av_interleaved_write_frame") { av_interleaved_write_frame(raw, packet.raw) }
  }

  /// Writes what is left and gives the file its final name.
  func finish() throws(MediaError) {
    try writing("av_write_trailer") { av_write_trailer(raw) }
    try writing("avio_flush") {
      avio_flush(raw.pointee.pb)
      return raw.pointee.pb.pointee.error
    }
    try file.commit()
  }

  private func writing(_ operation: String, _ body: () -> CInt) throws(MediaError) {
    try file.faults.making(.write, Log.collecting(in: file.faults, body), operation)
  }
}
