internal import LipSyncBase
internal import LipSyncMedia
import TestSupport

/// Has spoilt inputs read as the tool has them read: by a worker each, whatever is asked about them. What a worker dies of is a
/// finding and no breach; that it is told, in time, and that the next worker is there, is what must hold.
struct FrontDoor {
  /// The time allowed for an order.
  private static let limit = Duration.seconds(10)
  private let examiner = MediaExaminer.installed

  /// What is asked besides facts, in turn.
  private static let orders: [(name: String, order: MediaOrder)] = [
    ("proof", .decode(DecodedMedia.Options(signatures: true, envelope: true))),
    ("cover", .still),
    ("glance", .glance(pixelLimit: 100_000_000)),
    ("digest", .digest(.all)),
    ("pictures", .pictures(at: [.zero, MediaTime(1, 2)], maximumSide: 160)),
    ("facts of what plays", .decode(DecodedMedia.Options(content: true))),
  ]

  /// Asks for facts, and for one thing more.
  ///
  /// - Parameter turn: chooses what.
  func judge(_ bytes: [UInt8], turn: Int) -> Oracle.Outcome {
    let source = MemorySource(bytes, name: "input")
    let facts = ask(.probe(readLimit: nil), "facts", source)
    let (name, order) = Self.orders[turn % Self.orders.count]
    let more = ask(order, name, source)
    return Oracle.Outcome(kind: facts.kind + "; " + more.kind, breach: facts.breach ?? more.breach)
  }

  private func ask(_ order: MediaOrder, _ name: String, _ source: MemorySource) -> Oracle.Outcome {
    let start = ContinuousClock.now
    var outcome = Oracle.Outcome(kind: name)
    do {
      let answer = try examiner.perform(order, on: source, deadline: .after(Self.limit))
      if case .info(let info) = answer {
        outcome.kind +=
          " \(info.container) \(info.durationMethod) \(info.isDurationExact) \(info.isTruncated)"
      }
    } catch {
      outcome.kind += " \(error.code) \(error.operation)"
      // Its cause says how it died; without one it said what no worker says.
      if error.code == .crashed, error.cause == nil { outcome.breach = "\(name): \(error.message)" }
      if ["spawn", "fork"].contains(error.operation) { outcome.breach = "\(name): \(error.message)" }
    }
    let time = ContinuousClock.now - start
    if time > Self.limit + .seconds(3) { outcome.breach = "\(name): took \(time)" }
    return outcome
  }
}
