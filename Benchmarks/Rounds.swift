import Foundation

/// Entrants that do the same work in turn, a few rounds long; the first is what the others are compared with.
struct Rounds {
  /// Odd, so that the median is a round that was really run.
  static let count = 5

  /// Seconds on the clock, and seconds of processor time of child processes and this one.
  struct Cost {
    var wall: Double
    var cpu: Double
  }

  /// One way to do the work.
  struct Entrant {
    var name: String
    /// Does the work once; what it gives is printed behind the figures of the last round.
    var work: () async throws -> String
  }

  var title: String
  var entrants: [Entrant]
  /// One of them is run cold, without a round that warms up.
  var rounds = Self.count

  /// Runs all rounds and prints the table.
  func run() async throws {
    var costs: [[Cost]] = Array(repeating: [], count: entrants.count)
    var notes = Array(repeating: "", count: entrants.count)
    for round in (rounds == 1 ? 1 : 0)...rounds {
      for (index, entrant) in entrants.enumerated() {
        let (cost, note) = try await Self.measure(entrant.work)
        notes[index] = note
        // The round before the first warms the page cache for everybody.
        if round > 0 { costs[index].append(cost) }
      }
    }
    let walls = costs.map { Self.median($0.map(\.wall)) }
    let cpus = costs.map { Self.median($0.map(\.cpu)) }
    print(title)
    var rows = [["", "time", "cpu", "ratio", ""]]
    for (index, entrant) in entrants.enumerated() {
      let ratio = walls[index] / walls[0]
      rows.append([
        entrant.name, Self.seconds(walls[index]), Self.seconds(cpus[index]),
        index == 0 ? "1" : Self.decimal(ratio, ratio < 10 ? 2 : 1) + "x", notes[index],
      ])
    }
    Self.show(rows)
  }

  private static func measure(_ work: () async throws -> String) async throws -> (Cost, String) {
    let (start, before) = (ContinuousClock.now, processorSeconds())
    let note = try await work()
    let wall = start.duration(to: .now).components
    let cost = Cost(
      wall: Double(wall.seconds) + Double(wall.attoseconds) / 1e18, cpu: processorSeconds() - before)
    return (cost, note)
  }

  /// Megabytes of the largest child process so far.
  static var peakMemory: Int {
    var children = rusage()
    #if canImport(Glibc)
      getrusage(RUSAGE_CHILDREN.rawValue, &children)
      return Int(children.ru_maxrss) >> 10
    #else
      getrusage(RUSAGE_CHILDREN, &children)
      return Int(children.ru_maxrss) >> 20
    #endif
  }

  private static func processorSeconds() -> Double {
    var (own, children) = (rusage(), rusage())
    #if canImport(Glibc)
      getrusage(RUSAGE_SELF.rawValue, &own)
      getrusage(RUSAGE_CHILDREN.rawValue, &children)
    #else
      getrusage(RUSAGE_SELF, &own)
      getrusage(RUSAGE_CHILDREN, &children)
    #endif
    return [own, children].reduce(0) { $0 + seconds($1.ru_utime) + seconds($1.ru_stime) }
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private static func seconds(_ value: Double) -> String { decimal(value, 3) + " s" }

  static func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

  private static func show(_ rows: [[String]]) {
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      var line = "  "
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        line += column == 0 || column == 4 ? cell + space + "  " : space + cell + "  "
      }
      print(line)
    }
    print("")
  }
}
