/// What the packets of an audio stream tell by themselves.
struct SoundPackets {
  private(set) var isEmpty = true
  private(set) var corrupt = 0
  /// From the first start to the last end, in ticks.
  private(set) var span: (start: Int64, end: Int64)?

  /// `isWhole`: what is there of the packet can be used, whatever FFmpeg's mark of what the source's end cuts short says.
  mutating func take(_ packet: Packet, isWhole: Bool) {
    isEmpty = false
    if packet.isCorrupt, !isWhole { corrupt += 1 }
    guard let pts = packet.pts, !packet.isDiscarded else { return }
    let end = pts.addingReportingOverflow(packet.duration).partialValue
    span = (min(span?.start ?? pts, pts), max(span?.end ?? end, end))
  }
}
