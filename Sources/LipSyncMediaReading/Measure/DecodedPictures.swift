internal import CFFmpeg

/// The pictures of a video stream, as far as they were decoded.
struct DecodedPictures {
  private let demuxer: Demuxer
  private let stream: Int
  private let threads: Int
  private let observer: (any FrameObserver)?
  /// Opened with the first packet.
  private var decoder: Decoder?
  /// When the pictures are shown.
  private(set) var times: PictureTimes
  private(set) var pixels: Int64 = 0
  /// Whether a pixel of them was transparent; looked at only where the format has room for it whether it is used or not.
  private(set) var areTransparent = false
  /// How many pictures had no time of their own.
  private(set) var guessed = 0

  init(_ demuxer: Demuxer, stream: Int, threads: Int, observer: (any FrameObserver)?) {
    self.demuxer = demuxer
    self.stream = stream
    self.threads = threads
    self.observer = observer
    times = PictureTimes(areListed: demuxer.formatName.hasPrefix("mov"))
  }

  /// Codecs whose pictures always come with a place for transparency.
  static let roomy: Set<AVCodecID> = [AV_CODEC_ID_GIF, AV_CODEC_ID_APNG]

  private var codec: AVCodecID { demuxer.stream(stream).pointee.codecpar.pointee.codec_id }

  var errorCount: Int { decoder?.errorCount ?? 0 }

  /// The decoder, once a picture has come out of it.
  var seen: AVCodecContext? {
    decoder.map { $0.context.pointee }.flatMap { $0.width > 0 && times.first != nil ? $0 : nil }
  }

  mutating func decode(_ packet: Packet) throws(MediaError) {
    if decoder == nil {
      decoder = try Decoder.open(demuxer, stream: stream, threads: threads, forTiming: observer == nil)
    }
    try feed(packet)
  }

  /// Takes what the decoder still holds: nothing follows.
  mutating func drain() throws(MediaError) { try feed(nil) }

  /// Decodes packets that do not follow those before, to their end.
  mutating func decodeAnew(_ packets: [Packet]) throws(MediaError) {
    decoder?.flush()
    try decodeToEnd(packets)
  }

  /// Decodes the packets that follow, to the end.
  mutating func decodeToEnd(_ packets: [Packet]) throws(MediaError) {
    for packet in packets { try feed(packet) }
    try drain()
  }

  /// Forgets the decoder and all that came out of it.
  mutating func startOver() {
    self = DecodedPictures(demuxer, stream: stream, threads: threads, observer: observer)
  }

  private mutating func feed(_ packet: Packet?) throws(MediaError) {
    try decoder?.feed(packet) { (frame) throws(MediaError) in
      pixels += Int64(frame.width) * Int64(frame.height)
      // What comes out at the end of a stream without times of its own follows what came before.
      if frame.time == nil { guessed += 1 }
      let time = frame.time ?? times.next
      times.add(time, frame.duration)
      if !areTransparent, Self.roomy.contains(codec) { areTransparent = frame.hasTransparentPixels }
      try observer?.picture(frame, ticks: time, stream: stream)
    }
  }
}
