package import LipSync

/// A batch in figures, for people, scripts and monitors.
package struct BatchFigures: Sendable {
  /// The batch.
  package let batch: Batch
  /// Its jobs.
  package let tally: BatchTally
  /// Who holds jobs.
  package let workers: [BatchWorker]

  /// Asks the ledger.
  package init(_ ledger: any LedgerStore, _ id: String, by label: String? = nil) async throws {
    guard let batch = try await ledger.batch(id) else {
      throw JournalError(.unusable, subject: ledger.name, message: "holds no batch \(id).")
    }
    self.batch = batch
    tally = try await ledger.tally(id, by: label)
    workers = try await ledger.workers(id)
  }

  /// Whether every job succeeded.
  package var isDoneWell: Bool { tally.jobs(.verified) == tally.jobs }

  /// A sum over all jobs.
  package func sum(_ part: (BatchTally.Line) -> Credits) -> Credits {
    Credits(hundredths: tally.lines.reduce(0) { $0 + part($1).hundredths })
  }

  /// Attempts beyond the first of each job.
  package var retries: Int { tally.lines.reduce(0) { $0 + $1.retries } }

  /// The length of all results that were proven.
  package var verified: Duration { tally.lines.reduce(.zero) { $0 + $1.verified } }

  /// The document of `batch status`.
  package var json: JSON {
    let labels = Dictionary(grouping: tally.lines.filter { $0.label != nil }, by: { $0.label ?? "" })
    return .object([
      (
        "batch",
        .object([
          ("id", .string(batch.id)), ("name", .string(batch.name)),
          ("created_at", .string(batch.created.iso8601)),
          ("max_credits", batch.budget?.json ?? .null),
        ])
      ), ("jobs", .int(tally.jobs)), ("left", .int(tally.left)), ("states", states(of: tally.lines)),
      ("retries", .int(retries)),
      (
        "credits",
        .object([
          ("planned", sum(\.planned).json), ("reserved", sum(\.reserved).json),
          ("charged", sum(\.charged).json),
        ])
      ), ("verified_seconds", .double(verified / .seconds(1), places: 3)),
      (
        "workers",
        .array(
          workers.map {
            .object([
              ("name", .string($0.name)), ("jobs", .int($0.jobs)),
              ("lease_seconds", .double($0.left / .seconds(1), places: 1)),
            ])
          })
      ), ("labels", .object(labels.sorted { $0.key < $1.key }.map { ($0.key, states(of: $0.value)) })),
    ])
  }

  private func states(of lines: [BatchTally.Line]) -> JSON {
    .object(
      BatchJobState.allCases.map { state in
        (state.rawValue, .int(lines.reduce(0) { $0 + ($1.state == state ? $1.jobs : 0) }))
      })
  }

  /// The text format of Prometheus (version 0.0.4).
  package var metrics: String {
    var text = ""
    func family(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)])
    {
      text += "# HELP lipflight_batch_\(name) \(help)\n# TYPE lipflight_batch_\(name) \(type)\n"
      for sample in samples { text += "lipflight_batch_\(name){\(own)\(sample.labels)} \(sample.value)\n" }
    }
    var own: String { "batch=\"\(batch.id)\"" }
    family(
      "jobs", "gauge", "Jobs by state.",
      BatchJobState.allCases.map { (",state=\"\($0.rawValue)\"", String(tally.jobs($0))) })
    family("retries_total", "counter", "Attempts beyond the first of each job.", [("", String(retries))])
    family("credits_planned", "gauge", "What the payments cost at most.", [("", sum(\.planned).text)])
    family(
      "credits_reserved", "gauge", "What is held for payments not settled.", [("", sum(\.reserved).text)])
    family("credits_charged_total", "counter", "What the payments took.", [("", sum(\.charged).text)])
    if let budget = batch.budget { family("credits_ceiling", "gauge", "The ceiling.", [("", budget.text)]) }
    family(
      "verified_media_seconds_total", "counter", "The length of all results that were proven.",
      [("", verified.inSeconds)])
    family(
      "worker_lease_seconds", "gauge",
      "How long the newest lease of a worker lasts; negative if it has ended.",
      workers.map {
        (",worker=\"\(Self.quoted($0.name))\"", figure($0.left / .seconds(1), 1))
      })
    return text
  }

  /// A label's value: backslash, quotation mark and line feed are escaped.
  private static func quoted(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: String(scalar)
      }
    }.joined()
  }
}
