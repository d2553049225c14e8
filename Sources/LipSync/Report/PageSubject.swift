internal import LipSyncMedia
internal import Platform

/// Whose a page is: what it is called, and what was sent, by whom it was made and when.
package struct PageSubject: Sendable {
  /// What tells this page from others.
  var title: String
  /// Names and values, in order.
  var facts: [(String, String)]
  /// The video that was sent, where it is a file of this machine.
  var video: String?

  /// Of a proof: what was sent, and of which task it is, where that is known.
  ///
  /// - Parameters:
  ///   - sent: what the result was compared with.
  ///   - report: the proof.
  ///   - task: the task at the service; nil where the result is only a file.
  ///   - service: the service's address or name.
  ///   - charged: what the task took from the quota, where that is known.
  package init(
    _ sent: SentMedia, _ report: VerifyReport, task: LipSyncTask? = nil, service: String? = nil,
    charged: Credits? = nil, at time: UnixTime = .now
  ) {
    let names = [sent.video, sent.audio].compactMap { $0.map { Self.name($0.shown) } }
    let parts = names + (task.map { ["task \(Excerpt.of($0.id, 80))"] } ?? [])
    title = parts.isEmpty ? Self.name(report.source) : parts.joined(separator: " + ")
    facts = [
      ("video sent", sent.video?.shown ?? "not known"), ("audio sent", sent.audio?.shown ?? "not known"),
      (
        "playback type",
        sent.playbackType?.rawValue ?? report.playback?.detected.map { "\($0.rawValue), as detected" }
          ?? "not known"
      ),
    ]
    if let task { facts.append(("task", task.id)) }
    if let service { facts.append(("service", service)) }
    if let charged { facts.append(("charged", "\(charged.text) credits")) }
    facts += [("page made", time.iso8601), ("by", Product.name)]
    if case .file(let path)? = sent.video { video = path }
  }

  /// The last part of a path or URL.
  static func name(_ source: String) -> String {
    let path = source.prefix { $0 != "?" }
    return path.split(separator: "/").last.map(String.init) ?? source
  }
}
