internal import CFFmpeg

/// A video stream while its packets go by: which pictures play, from when to when.
///
/// Where container and codec keep one picture a packet with a time of its own, packets are proof enough, once
/// the first picture has been decoded and starts where its packet says. Else everything is decoded while that is cheap, and of a long stream the head and the last group of
/// pictures: the length needs the first picture's start and the last one's end, nothing between.
struct VideoScan {
  /// Pictures are decoded up to this many pixels, some ten milliseconds' work, and where that has settled nothing,
  /// up to about a second's.
  private static let pixelBudgets = (asNeeded: Int64(5_000_000), decode: Int64(250_000_000))
  /// The first picture has to come out of this many packets.
  private static let headPackets = 64
  /// Packets kept at the start of a transport stream, which may begin within a group of pictures.
  private static let probation = 24

  let stream: Int
  private let demuxer: Demuxer
  private let depth: Probe.Depth
  private let canDecode: Bool
  private var packets: PicturePackets
  private var decoded: DecodedPictures
  private var state: State

  /// How far the stream is understood.
  private enum State {
    /// Packets are proof.
    case counting(Probation?, FirstPicture)
    /// Everything is decoded.
    case decoding
    /// Too much to decode: the head is known, the tail is kept.
    case skipping(Head, TailPackets)
    /// The head is known, and what the tail shows.
    case ends(Head, LastGroup)
  }

  /// The first packets of a transport stream, until it is known that they are proof.
  private typealias Probation = [Packet]

  /// Whether packets start where a decoder says.
  private enum FirstPicture {
    /// Not seen yet. Pre-rolled is a stream that starts with pictures that are decoded and not shown (an edit list).
    case awaited(isPreRolled: Bool)
    case seen
  }

  /// What was decoded before the tail.
  private struct Head {
    var pictures: Int
    var length: Int64?
  }

  /// What came out of the last group of pictures, decoded by itself.
  private struct LastGroup {
    var packets: Int
    var pictures: Int
    /// Whether some of them have no times of their own.
    var isGuessed: Bool
  }

  init(_ demuxer: Demuxer, stream: Int, depth: Probe.Depth, observer: (any FrameObserver)? = nil) {
    self.demuxer = demuxer
    self.depth = depth
    self.stream = stream
    let kind = VideoKind(demuxer, stream: stream)
    canDecode = kind.canDecode
    packets = PicturePackets(demuxer, stream: stream, isCut: kind.isCut)
    decoded = DecodedPictures(demuxer, stream: stream, threads: depth.threads, observer: observer)
    let decodes = canDecode && (depth != .asNeeded || !kind.mayCount)
    state = decodes ? .decoding : .counting(kind.isCut ? [] : nil, .awaited(isPreRolled: false))
  }

  /// Whether packets turned out to be no proof: the same source has to be gone through again, decoding.
  var needsDecode: Bool {
    switch state {
    case .skipping: false
    case .ends(_, let group): depth == .asNeeded && (group.pictures == 0 || group.isGuessed)
    case .decoding: lacksTail
    case .counting: lacksTail || canDecode && packets.count > 0 && !isConfirmed
    }
  }

  /// Whether there are head and tail, and no picture in the tail.
  private var lacksTail: Bool {
    demuxer.io.splice != nil && packets.head ?? .max >= packets.times.starts.count
  }

  /// Whether packets are proof, and the decoder shows the first picture when its packet says.
  private var isConfirmed: Bool {
    packets.areProof && !packets.times.hasDuplicateStarts && decoded.times.first == packets.times.first
      && decoded.errorCount == 0
  }

  /// Whether the length comes from decoded pictures.
  var isDecoded: Bool { if case .counting = state { false } else { true } }

  /// Whether nothing was seen that makes the length doubtful.
  var isExact: Bool {
    if case .ends(_, let group) = state, group.pictures == 0 { return false }
    return errorCount == 0 && decoded.guessed == 0 && packets.setbacks == 0 && canDecode && !needsDecode
      && length != nil
  }

  /// Where the first packet lies that holds something else than a picture; nil where none was seen.
  var foreign: Int64? { packets.foreign }

  /// Packets that the decoder refused, and pictures that it had to guess at.
  var errorCount: Int { decoded.errorCount + packets.corrupt }

  mutating func take(_ packet: Packet) throws(MediaError) {
    packets.take(packet)
    switch state {
    case .counting(let probation, let first): state = try trust(packet, probation, first)
    case .decoding:
      try decoded.decode(packet)
      guard let budget = pixelBudget, decoded.pixels > budget, decoded.times.first != nil else { return }
      let head = Head(pictures: decoded.times.starts.count, length: decoded.times.length)
      state = .skipping(head, TailPackets())
    case .skipping(let head, var tail):
      // Nobody else may hold the tail, or all of it would be copied for each packet.
      state = .decoding
      defer { state = .skipping(head, tail) }
      try tail.keep(packet, demuxer.faults)
    case .ends: break
    }
  }

  /// Goes on without decoding, or, as soon as one of the first packets of a transport stream is no proof, decodes them
  /// after all.
  private mutating func trust(_ packet: Packet, _ probation: Probation?, _ first: FirstPicture)
    throws(MediaError) -> State
  {
    guard let held = probation else { return .counting(nil, try look(for: first, in: packet)) }
    guard packets.areProof else {
      decoded.startOver()
      for packet in held { try decoded.decode(packet) }
      try decoded.decode(packet)
      return .decoding
    }
    let isOver = packets.count >= Self.probation
    return .counting(
      isOver ? nil : held + [try packet.share(demuxer.faults)], try look(for: first, in: packet))
  }

  private mutating func look(for first: FirstPicture, in packet: Packet) throws(MediaError) -> FirstPicture {
    guard case .awaited(let wasPreRolled) = first, canDecode, packets.count <= Self.headPackets,
      !demuxer.io.leavesOut(packet)
    else { return first }
    let isPreRolled = wasPreRolled || packet.isDiscarded
    try decoded.decode(packet)
    // A key picture comes out by itself once the decoder is told that nothing follows. Where pictures before it
    // are decoded and not shown, the order in which they come out is the decoder's to say.
    let comesOut = packet.isKey && !isPreRolled
    if comesOut { try decoded.drain() }
    return comesOut || decoded.times.first != nil ? .seen : .awaited(isPreRolled: isPreRolled)
  }

  /// Nil where all is to be decoded.
  private var pixelBudget: Int64? {
    switch depth {
    case .everything: nil
    case .asNeeded: Self.pixelBudgets.asNeeded
    case .decode, .audioOnly: Self.pixelBudgets.decode
    }
  }

  mutating func finish() throws(MediaError) {
    switch state {
    case .counting(_, .seen), .ends: break
    case .counting(_, .awaited), .decoding: try decoded.drain()
    case .skipping(_, let tail) where tail.isJoined:
      try decoded.decodeToEnd(tail.packets)
      state = .decoding
    case .skipping(let head, let tail):
      let group = tail.lastGroup
      let before = (pictures: decoded.times.starts.count, guessed: decoded.guessed)
      try decoded.decodeAnew(group)
      state = .ends(
        head,
        LastGroup(
          packets: group.count, pictures: decoded.times.starts.count - before.pictures,
          isGuessed: decoded.guessed > before.guessed))
    }
  }

  /// When the first picture is shown on the container's clock; nil where none was.
  var start: MediaTime? { times.first.map { demuxer.time($0, of: stream) } }

  /// What is known of when pictures are shown.
  private var times: PictureTimes { if case .counting = state { packets.times } else { decoded.times } }

  private var length: Int64? {
    switch state {
    case .counting: packets.times.length
    case .ends(let head, let group) where group.isGuessed: estimate(from: head) ?? decoded.times.length
    case .ends, .skipping, .decoding: decoded.times.length
    }
  }

  /// Of a stream whose end has no times, where not all was decoded: as long as its packets are many.
  private func estimate(from head: Head) -> Int64? {
    head.length.map { Int64(Double($0) / Double(head.pictures) * Double(packets.count)) }
  }

  /// Of pictures that are not decoded the packets are counted, where each is one picture: a packet may also be
  /// half of an interlaced one.
  private var frames: Int? {
    guard packets.head == nil else { return nil }
    let counted = packets.times.starts.count
    let isPlain = errorCount + packets.untimed + packets.early == 0
    return switch state {
    case .decoding: decoded.times.starts.count
    case .counting: counted
    case .skipping: isPlain ? counted : nil
    case .ends(_, let group): isPlain && group.packets == group.pictures ? counted : nil
    }
  }

  /// Whether pictures are transparent; nil where what the format states of it tells.
  var areTransparent: Bool? {
    let codec = demuxer.stream(stream).pointee.codecpar.pointee.codec_id
    return DecodedPictures.roomy.contains(codec) && decoded.times.first != nil ? decoded.areTransparent : nil
  }

  /// What the pictures state of themselves; nil where none was decoded.
  var look: MediaFacts.Look? { decoded.seen.map { MediaFacts.Look($0) } }

  /// Starts of pictures that follow each other: of all of them, where each packet has a time, else of those at the head.
  private var evenStarts: [Int64] {
    switch state {
    case .counting: packets.times.starts
    case .decoding: decoded.times.starts
    case .skipping(let head, _), .ends(let head, _):
      packets.untimed == 0 ? packets.times.starts : Array(decoded.times.starts.prefix(head.pictures))
    }
  }

  func info(measured: Bool, header: HeaderClaims) -> VideoInfo {
    let raw = demuxer.stream(stream)
    let parameters = raw.pointee.codecpar.pointee
    let starts = evenStarts
    let rate = FrameRate(starts: packets.head.map { Array(starts.prefix($0)) } ?? starts)
    let tick = demuxer.tick(of: stream)
    let average = raw.pointee.avg_frame_rate
    let stated = average.num > 0 && average.den > 0 ? Double(average.num) / Double(average.den) : nil
    let turn = demuxer.orientation(of: stream)
    // What was decoded knows better than the header, which may leave it open.
    let seen = decoded.seen
    let pixelFormat = av_get_pix_fmt_name(seen?.pix_fmt ?? AVPixelFormat(parameters.format))
      .map { String(cString: $0) }
    let codec = Codec.name(of: raw)
    return VideoInfo(
      codec: codec, width: Int(seen?.width ?? parameters.width),
      height: Int(seen?.height ?? parameters.height),
      rotation: turn.rotation, isMirrored: turn.isMirrored, frameRate: rate.average(tick: tick) ?? stated,
      isVariableFrameRate: rate.isVariable(tick: tick) || measured && times.isLastHeld(tick: tick),
      frames: measured ? frames : nil,
      duration: measured ? length.map { demuxer.time($0, of: stream) } : header.duration(of: stream),
      pixelFormat: pixelFormat, isDecodable: AcceptedMedia.decodes(codec: codec))
  }
}
