/// The last packets of a video stream, kept to be decoded at its end: its last group of pictures and the one before.
struct TailPackets {
  /// The most bytes that are kept.
  private static let budget = 32 << 20
  /// A last group of fewer packets is decoded with the one before it: its first pictures may refer to that one.
  private static let shortGroup = 16

  private(set) var packets: [Packet] = []
  /// Whether they follow what was decoded at once: the first group of pictures goes on to the end.
  private(set) var isJoined = true
  private var bytes = 0
  /// Where the last group of pictures begins; before it stands the one before.
  private var lastKey = 0

  mutating func keep(_ packet: Packet, _ faults: FaultLog) throws(MediaError) {
    if packet.isKey {
      drop(isJoined ? packets.count : lastKey)
      (lastKey, isJoined) = (packets.count, false)
    }
    if bytes > Self.budget {
      drop(lastKey > 0 ? lastKey : packets.count)
      isJoined = false
    }
    packets.append(try packet.share(faults))
    bytes += packet.size
  }

  /// The packets to decode where they do not follow what was decoded at once.
  var lastGroup: [Packet] {
    packets.count - lastKey >= Self.shortGroup ? Array(packets[lastKey...]) : packets
  }

  /// Forgets so many packets at the start.
  private mutating func drop(_ count: Int) {
    bytes -= packets[..<count].reduce(0) { $0 + $1.size }
    packets.removeFirst(count)
    lastKey = 0
  }
}
