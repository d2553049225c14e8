internal import CFFmpeg

/// Pictures of a video by their time, forwards and backwards, with a bounded number of them in memory.
///
/// It holds a window of pictures that follow each other without a gap; the decoder stands right behind it.
/// Going forward, the window slides. Going backward, a new window is decoded from the last key picture before
/// it: what comes out is compared with the packets' times, so a seek that lands late, a picture that is missing
/// or one too many is noticed and decoding starts from further ahead.
package final class PictureReader {
  /// Thrown inside where going backward cannot be done from this source; it has to be spooled first.
  package enum Failure: Error {
    case mustSpool
    case media(MediaError)
  }

  /// Going backward may decode every picture so many times; beyond that a spool is cheaper.
  private static let costLimit = 5

  private let source: any ByteSource
  private let deadline: Deadline
  private let memory: Int
  private var stream: PictureStream
  package private(set) var shaper: PictureShaper
  /// The first picture's start in ticks: zero on the clock of `picture(at:)`.
  private let origin: Int64
  let tick: MediaTime
  private let index: PictureIndex?

  private var window: [(start: Int64, picture: Frame)] = []
  /// Decoded, not yet in the window; its start is the end of the window.
  private var pending: Frame?
  private var isAtEnd = false
  /// Whether pictures were already dropped from the stream's beginning.
  private var startsStream = true

  /// Opens a source and decodes its first picture.
  package init(_ source: any ByteSource, index: PictureIndex?, memory: Int, deadline: Deadline)
    throws(MediaError)
  {
    self.source = source
    self.deadline = deadline
    self.memory = memory
    self.index = index
    stream = try PictureStream.open(source, deadline: deadline)
    guard let first = try stream.next() else {
      throw MediaError(
        .malformed, operation: "avcodec_receive_frame", subject: source.name,
        message: "not one picture could be decoded from the video stream")
    }
    tick = stream.tick
    origin = stream.start(of: first)
    shaper = try PictureShaper(
      first: first, orientation: stream.orientation, pixelAspect: stream.pixelAspect(of: first),
      faults: stream.faults)
    pending = first
  }

  /// How many pictures may be held.
  private(set) lazy var capacity: Int = {
    let bytes = shaper.form.width * shaper.form.height * 3 / 2
    return max(4, memory / max(1, max(bytes, window.first?.picture.bytes ?? 0)))
  }()

  var faults: FaultLog { stream.faults }

  /// The picture shown at `time` after the first picture's start, in the output's form. It stays the reader's:
  /// draw on a copy.
  package func picture(at time: MediaTime, backwards: Bool) throws(Failure) -> Frame {
    let wanted = origin + min(max(0, time.wholeCount(of: tick)), 2 * TickBounds.farthest)
    if let found = held(wanted) { return found }
    if backwards {
      try loadBackwards(wanted)
    } else {
      do { try advance(to: wanted) } catch { throw .media(error) }
    }
    if let found = held(wanted) { return found }
    throw .media(
      MediaError(
        .fault, operation: "PictureReader", subject: source.name,
        message: "the picture at \(time) was not found although it was decoded"))
  }

  /// Where the window is known to end: every tick before it shows a picture of the window.
  private var windowEnd: Int64 {
    guard !window.isEmpty else { return .min }
    return pending.map { stream.start(of: $0) } ?? (isAtEnd ? .max : .min)
  }

  private func held(_ wanted: Int64) -> Frame? {
    guard let first = window.first, wanted < windowEnd, first.start <= wanted || startsStream else {
      return nil
    }
    return window[window.place(ofLastNotPast: wanted, by: { $0.start })].picture
  }

  private func advance(to wanted: Int64) throws(MediaError) {
    if window.first.map({ wanted < $0.start && !startsStream }) ?? false || isFarAhead(wanted) {
      try restart(before: wanted)
    }
    while windowEnd <= wanted, !isAtEnd {
      let next = try stream.next()
      // While catching up after a seek nothing is kept: what is passed by was not asked for.
      if let next, window.isEmpty, stream.start(of: next) <= wanted {
        pending = next
        startsStream = false
        continue
      }
      try settle(next)
    }
  }

  /// Puts the pending picture into the window, `next` in its place.
  private func settle(_ next: Frame?) throws(MediaError) {
    if let pending {
      window.append((stream.start(of: pending), try shaper.shaped(pending)))
      if window.count > capacity {
        // In bulk: taking one off the front moves all others.
        window.removeFirst(max(1, capacity / 4))
        startsStream = false
      }
    }
    pending = next
    isAtEnd = next == nil
  }

  private func restart(before wanted: Int64) throws(MediaError) {
    clear()
    if let index, index.isComplete, let key = index.key(before: index.place(at: wanted)), key > 0,
      try stream.seek(to: index.keys[key], in: index), let first = try stream.next(),
      stream.start(of: first) == index.keys[key].start, !first.isDamaged
    {
      startsStream = false
      pending = first
      return
    }
    stream = try PictureStream.open(source, deadline: deadline)
    startsStream = true
    pending = try stream.next()
    isAtEnd = pending == nil
  }

  /// Whether a seek saves more decoding than it costs.
  private func isFarAhead(_ wanted: Int64) -> Bool {
    guard let index, index.isComplete, let pending else { return false }
    let place = index.place(at: wanted), here = index.place(at: stream.start(of: pending))
    guard place - here > 32, let key = index.key(before: place) else { return false }
    return index.keys[key].place > here
  }

  private func clear() {
    window.removeAll(keepingCapacity: true)
    pending = nil
    isAtEnd = false
  }

  /// Fills the window with the pictures up to the one at `wanted`, as many as may be held.
  private func loadBackwards(_ wanted: Int64) throws(Failure) {
    guard let index, index.isComplete, index.starts.first == origin,
      index.reverseCost(capacity: capacity) <= Self.costLimit * index.starts.count
    else { throw .mustSpool }
    let last = index.place(at: wanted)
    let nearest = index.key(before: last)
    // As many groups of pictures as fit, so that sources of key pictures alone are not sought once a picture.
    var chosen = nearest
    while let key = chosen, key > 0, last - index.keys[key - 1].place < capacity { chosen = key - 1 }
    let keyPlace = chosen.map { index.keys[$0].place } ?? 0
    let first = max(keyPlace, last - capacity + 1)
    let wish = index.starts[first...last]
    do throws(MediaError) {
      // The chosen key; one key earlier; the beginning, unless that is far away.
      if try load(wish, from: chosen.map { index.keys[$0] }, in: index) { return }
      if let chosen, chosen > 0, try load(wish, from: index.keys[chosen - 1], in: index) { return }
      if chosen != nil, last < 4 * capacity, try load(wish, from: nil, in: index) { return }
    } catch {
      throw .media(error)
    }
    throw .mustSpool
  }

  /// Decodes from `key` on and keeps the wished pictures; false where others come out.
  private func load(_ wish: ArraySlice<Int64>, from key: PictureIndex.Key?, in index: PictureIndex)
    throws(MediaError) -> Bool
  {
    clear()
    guard let first = wish.first, let last = wish.last else { return false }
    if let key, key.ordinal > 0 {
      guard try stream.seek(to: key, in: index) else { return false }
    } else {
      stream = try PictureStream.open(source, deadline: deadline)
    }
    startsStream = first == origin
    while let next = try stream.next() {
      let start = stream.start(of: next)
      if start > last {
        pending = next
        break
      }
      // Decoding that starts between key pictures makes whole ones only after a while.
      if start >= first, next.isDamaged { return false }
      if start >= first { window.append((start, try shaper.shaped(next))) }
    }
    isAtEnd = pending == nil
    return window.map(\.start).elementsEqual(wish)
  }
}
