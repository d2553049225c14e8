internal import CFFmpeg
internal import Platform

/// A byte source as an `AVIOContext`: the only door through which a demuxer gets bytes.
final class SourceIO {
  private static let bufferSize: CInt = 64 << 10

  /// What the demuxer reads through.
  private(set) var context: UnsafeMutablePointer<AVIOContext>?
  /// The source behind it.
  let source: any ByteSource
  /// Errors of the callbacks, and the deadline.
  let faults: FaultLog
  /// Where the demuxer reads next, behind what is in its buffer.
  private(set) var position: Int64 = 0
  /// How many bytes the demuxer was given, the same ones twice counted twice.
  private(set) var bytesRead: Int64 = 0
  /// What is left out of the source: zeros stand for it.
  var gaps: PayloadGaps?
  /// What is left out of the source: what follows it stands in its place.
  var splice: Splice?
  /// Where the names of boxes stand that are passed over: `free` stands for them.
  private var hidden: [Int64] = []
  /// The first offset that was asked for and was past the end; nil where none was.
  private(set) var firstOffsetPastEnd: Int64?

  /// The most bytes to read of the source; nil for all of it.
  let readLimit: Int64?
  /// Bytes that were expected to be read soon.
  private var expected: Int64 = 0

  private init(adopting source: any ByteSource, readLimit: Int64?, faults: FaultLog) {
    self.source = source
    self.readLimit = readLimit
    self.faults = faults
  }

  static func open(
    _ source: any ByteSource, readLimit: Int64? = nil, faults: FaultLog
  ) throws(MediaError) -> SourceIO {
    let io = SourceIO(adopting: source, readLimit: readLimit, faults: faults)
    let buffer = try faults.allocated(av_malloc(Int(bufferSize)), "av_malloc")
    io.context = cffmpeg_open_reader(
      buffer.assumingMemoryBound(to: UInt8.self), bufferSize, Unmanaged.passUnretained(io).toOpaque(),
      { opaque, buffer, size in SourceIO.from(opaque).read(buffer, size) },
      { opaque, offset, whence in SourceIO.from(opaque).seek(offset, whence) })
    if io.context == nil {
      av_free(buffer)
      throw faults.outOfMemory("avio_alloc_context")
    }
    return io
  }

  deinit {
    // FFmpeg may have replaced the buffer: the one to free is the one that is there at the end.
    if let context { av_freep(&context.pointee.buffer) }
    avio_context_free(&context)
  }

  /// Whether a packet's payload was left out.
  func leavesOut(_ packet: Packet) -> Bool {
    guard let gaps, let offset = packet.offset else { return false }
    return gaps.leavesOut(offset..<offset + Int64(packet.size))
  }

  /// Says what will be read soon, so that a remote source can fetch it at once: as long as that stays within the limit.
  func expect(_ ranges: [Range<Int64>]) {
    let ranges = ranges.map { $0.clamped(to: 0..<max(0, source.size ?? .max)) }
    expected += ranges.reduce(0) { $0 + Int64($1.count) }
    if expected <= readLimit ?? .max { source.willRead(ranges, deadline: faults.deadline) }
  }

  /// Whether a packet lies behind the splice.
  func isBehindSplice(_ packet: Packet) -> Bool {
    guard let splice, let offset = packet.offset else { return false }
    return offset >= splice.at
  }

  /// For `AVFormatContext.interrupt_callback`: ends blocking reads when the deadline passes.
  var interrupt: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { opaque in
        guard let opaque else { return 0 }
        return Unmanaged<FaultLog>.fromOpaque(opaque).takeUnretainedValue().deadline.mustStop ? 1 : 0
      }, opaque: faults.opaque)
  }

  private static func from(_ opaque: UnsafeMutableRawPointer?) -> SourceIO {
    guard let opaque else { preconditionFailure("an AVIOContext of ours always carries its owner") }
    return Unmanaged<SourceIO>.fromOpaque(opaque).takeUnretainedValue()
  }

  private func read(_ buffer: UnsafeMutablePointer<UInt8>?, _ size: CInt) -> CInt {
    if let error = faults.overdue("read") {
      faults.stash(error, operation: "read")
      return cffmpeg_ERROR_EXIT
    }
    var wanted = Int(size)
    switch gaps?.stretch(at: position, count: wanted) {
    case .gap(let count):
      buffer?.update(repeating: 0, count: count)
      position += Int64(count)
      return CInt(count)
    case .bytes(let count): wanted = count
    case nil: break
    }
    let place = splice?.place(of: position) ?? (position, .max)
    wanted = Int(min(Int64(wanted), place.count))
    do {
      let into = UnsafeMutableRawBufferPointer(start: buffer, count: wanted)
      let count = try source.read(at: place.offset, into: into, deadline: faults.deadline)
      guard count > 0 else {
        if firstOffsetPastEnd == nil { firstOffsetPastEnd = position }
        return cffmpeg_ERROR_EOF
      }
      for name in hidden {
        cover(name, in: UnsafeMutableRawBufferPointer(rebasing: into[..<count]), from: position)
      }
      position += Int64(count)
      bytesRead += Int64(count)
      return CInt(count)
    } catch {
      faults.stash(error, operation: "read")
      return cffmpeg_error(EIO)
    }
  }

  /// Has a box passed over whose name stands there.
  func hide(boxNamedAt name: Int64) {
    hidden.append(name)
    // What told the format is read already.
    guard let context = context?.pointee, let buffer = context.buffer else { return }
    let held = UnsafeMutableRawBufferPointer(start: buffer, count: context.buf_end - buffer)
    cover(name, in: held, from: context.pos - Int64(held.count))
  }

  /// Puts `free` in the place of a box's name, as far as it lies in bytes that start at an offset.
  private func cover(_ name: Int64, in bytes: UnsafeMutableRawBufferPointer, from start: Int64) {
    for (index, letter) in "free".utf8.enumerated() {
      let place = name + Int64(index) - start
      if place >= 0, place < bytes.count { bytes[Int(place)] = letter }
    }
  }

  private func seek(_ offset: Int64, _ whence: CInt) -> Int64 {
    let size = source.size
    let base: Int64
    switch whence & ~AVSEEK_FORCE {
    case AVSEEK_SIZE: return size ?? Int64(cffmpeg_error(ENOSYS))
    case SEEK_SET: base = 0
    case SEEK_CUR: base = position
    case SEEK_END:
      guard let size else { return Int64(cffmpeg_error(ENOSYS)) }
      base = size
    default: return Int64(cffmpeg_error(EINVAL))
    }
    let (target, overflow) = base.addingReportingOverflow(offset)
    guard !overflow, target >= 0 else { return Int64(cffmpeg_error(EINVAL)) }
    position = target
    return target
  }
}
