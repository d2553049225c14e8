package import LipSync

/// The jobs of a batch that share a label's value: what a producer asks of each language.
package struct BatchGroup: Sendable, Equatable {
  /// The label's value; empty for jobs without one.
  package let value: String
  /// How many there are.
  package private(set) var jobs = 0
  /// What was charged for them.
  package var charged: Credits { Credits(hundredths: hundredths) }

  private var hundredths: Int64 = 0
  private var states: [BatchJobState: Int] = [:]

  init(_ value: String) { self.value = value }

  mutating func add(_ state: BatchJobState, jobs: Int, charged: Credits?) {
    self.jobs += jobs
    states[state, default: 0] += jobs
    hundredths += charged?.hundredths ?? 0
  }

  /// The titles of a table of groups.
  package static let head = ["", "jobs", "verified", "failed", "set aside", "open", "credits"]

  /// The figures under `head`; the value takes `width` characters at most.
  package func cells(width: Int) -> [String] {
    let over = [BatchJobState.verified, .failed, .setAside].map { states[$0] ?? 0 }
    let open = jobs - over.reduce(0, +)
    return [value.isEmpty ? "(none)" : Excerpt.of(value, width)]
      + ([jobs] + over + [open]).map(String.init) + [charged.text]
  }

  /// The groups of a tally by a label, in the order of the alphabet; none if it was not asked for one.
  package static func groups(of lines: [BatchTally.Line]) -> [BatchGroup] {
    guard lines.contains(where: { $0.label != nil }) else { return [] }
    var groups: [String: BatchGroup] = [:]
    for line in lines {
      groups[line.label ?? "", default: BatchGroup(line.label ?? "")]
        .add(line.state, jobs: line.jobs, charged: line.charged)
    }
    return groups.values.sorted { $0.value < $1.value }
  }
}

/// The groups of a batch by each of its labels, job after job.
struct BatchGroups {
  /// Values of a label that are grouped by; a label with more of them names jobs rather than groups.
  static let valueLimit = 50

  /// Nil for a label with too many values.
  private var labels: [String: [String: BatchGroup]?] = [:]

  mutating func add(_ job: BatchJob) {
    for (name, value) in job.row.labels {
      guard var groups = labels[name, default: [:]] else { continue }
      // Removed for the moment, so that it is not copied.
      labels[name] = .some(nil)
      groups[value, default: BatchGroup(value)].add(job.state, jobs: 1, charged: job.charged)
      if groups.count <= Self.valueLimit { labels[name] = groups }
    }
  }

  /// Labels and their groups, in the order of the alphabet.
  var all: [(label: String, groups: [BatchGroup])] {
    labels.compactMap { name, groups in
      groups.map { (name, $0.values.sorted { $0.value < $1.value }) }
    }.sorted { $0.0 < $1.0 }
  }
}
