internal import CFFmpeg

/// Where the pictures of a stream start and from which packets decoding can start, read from the packets alone.
package struct PictureIndex {
  /// A packet from which decoding can start.
  struct Key {
    /// When its picture is shown.
    var start: Int64
    /// What to ask a demuxer's seek for.
    var seekTarget: Int64
    /// Its place among the stream's packets.
    var ordinal: Int
    /// Its picture's place among `starts`.
    var place: Int
  }

  /// Starts of all pictures in ticks, in the order in which they are shown.
  package let starts: [Int64]
  /// In the order in which they are shown.
  let keys: [Key]
  /// Whether every packet has a time of its own, so that seeking can be checked.
  let isComplete: Bool
  /// Place among the stream's packets, by the picture's start.
  private let ordinals: [Int64: Int]

  /// Reads all packets of the stream.
  package static func read(_ demuxer: Demuxer, stream: Int) throws(MediaError) -> PictureIndex {
    let packet = try Packet.allocate(demuxer.faults)
    var starts: [Int64] = []
    var keys: [Key] = []
    var ordinals: [Int64: Int] = [:]
    var isComplete = true
    var ordinal = 0
    demuxer.keep([stream])
    while try demuxer.read(into: packet) {
      guard packet.stream == stream else { continue }
      defer { ordinal += 1 }
      guard let pts = packet.pts else {
        isComplete = false
        continue
      }
      // Two packets of one time would make places ambiguous: fields, or a broken clock.
      if ordinals.updateValue(ordinal, forKey: pts) != nil { isComplete = false }
      if !packet.isDiscarded { starts.append(pts) }
      if packet.isKey {
        keys.append(Key(start: pts, seekTarget: min(packet.dts ?? pts, pts), ordinal: ordinal, place: 0))
      }
    }
    return PictureIndex(starts: starts, keys: keys, ordinals: ordinals, isComplete: isComplete)
  }

  private init(starts: [Int64], keys: [Key], ordinals: [Int64: Int], isComplete: Bool) {
    self.ordinals = ordinals
    self.isComplete = isComplete && !starts.isEmpty
    self.starts = starts.sorted()
    var sorted = keys.sorted { $0.start < $1.start }
    var place = 0
    for index in sorted.indices {
      while place < self.starts.count, self.starts[place] < sorted[index].start { place += 1 }
      sorted[index].place = place
    }
    self.keys = sorted
  }

  /// The place among the stream's packets of the one whose picture starts then.
  func ordinal(of start: Int64) -> Int? { ordinals[start] }

  /// The place of the picture that is shown at `tick`; 0 before the first.
  func place(at tick: Int64) -> Int { starts.place(ofLastNotPast: tick, by: \.self) }

  /// The last key at or before the picture of that place; nil where decoding has to start at the beginning.
  func key(before place: Int) -> Int? { keys.lastIndex { $0.place <= place } }

  /// How many pictures have to be decoded to show everything once backwards, holding `capacity` at a time.
  func reverseCost(capacity: Int) -> Int {
    var cost = 0
    var end = starts.count
    for key in keys.reversed() {
      var rest = end - key.place
      while rest > 0 {
        cost += rest
        rest -= capacity
      }
      end = key.place
    }
    return cost + end
  }
}
