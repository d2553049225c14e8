internal import CFFmpeg
internal import Platform

/// A place in an output file, which FFmpeg moves and writes or reads at through C callbacks.
final class OutputCursor {
  let file: OutputFile
  private var offset: Int64 = 0
  private var end: Int64 = 0

  init(file: OutputFile) { self.file = file }

  /// An AVIO context over `cursor`, which the caller keeps alive; nil where memory is short.
  static func open(_ cursor: OutputCursor, writing: Bool) -> UnsafeMutablePointer<AVIOContext>? {
    let size = 1 << 16
    guard let buffer = av_malloc(size) else { return nil }
    let context = cffmpeg_open_writer(
      buffer.assumingMemoryBound(to: UInt8.self), Int32(size), writing ? 1 : 0,
      Unmanaged.passUnretained(cursor).toOpaque(),
      { opaque, bytes, count in
        guard let cursor = OutputCursor.borrow(opaque), let bytes else { return cffmpeg_error(EINVAL) }
        return cursor.read(UnsafeMutableRawBufferPointer(start: bytes, count: Int(count)))
      },
      { opaque, bytes, count in
        guard let cursor = OutputCursor.borrow(opaque), let bytes else { return cffmpeg_error(EINVAL) }
        return cursor.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      },
      { opaque, offset, whence in
        OutputCursor.borrow(opaque)?.seek(to: offset, whence: whence) ?? Int64(cffmpeg_error(EINVAL))
      })
    if context == nil { av_free(buffer) }
    return context
  }

  /// Frees a context that `open` made, with the buffer that is in it by now.
  static func close(_ io: UnsafeMutablePointer<AVIOContext>?) {
    guard let io else { return }
    av_freep(&io.pointee.buffer)
    var pointer: UnsafeMutablePointer<AVIOContext>? = io
    avio_context_free(&pointer)
  }

  private static func borrow(_ opaque: UnsafeMutableRawPointer?) -> OutputCursor? {
    opaque.map { Unmanaged<OutputCursor>.fromOpaque($0).takeUnretainedValue() }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    guard file.write(bytes, at: offset) else { return cffmpeg_error(EIO) }
    offset += Int64(bytes.count)
    end = max(end, offset)
    return Int32(bytes.count)
  }

  private func read(_ bytes: UnsafeMutableRawBufferPointer) -> Int32 {
    guard let count = file.read(at: offset, into: bytes) else { return cffmpeg_error(EIO) }
    offset += Int64(count)
    return count == 0 ? cffmpeg_ERROR_EOF : Int32(count)
  }

  private func seek(to target: Int64, whence: Int32) -> Int64 {
    switch whence & ~AVSEEK_FORCE {
    case AVSEEK_SIZE: return end
    case SEEK_SET: offset = target
    case SEEK_CUR: offset += target
    case SEEK_END: offset = end + target
    default: return Int64(cffmpeg_error(EINVAL))
    }
    return offset
  }
}
