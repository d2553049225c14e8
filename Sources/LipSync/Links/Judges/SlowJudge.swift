internal import LipSyncTransfer

/// Whether a host is so slow that those who fetch from it may give up: a pure function of the first look's times.
enum SlowJudge {
  /// Less time than this for a body says nothing of the host's pace.
  private static let telling = Duration.milliseconds(500)
  private static let tellingBytes: Int64 = 16 << 10

  /// The rule that fires; nil for hosts that are quick enough, or whose pace is not known.
  ///
  /// - Parameters:
  ///   - size: the whole length, where it is known.
  ///   - limit: how long all of it may take to come.
  static func finding(
    _ response: Response, size: Int64?, about subject: Subject, limit: Duration = Defaults.slowFetch
  ) -> Finding? {
    let host = URLParts(response.url)?.host ?? "The host"
    let wait = response.waited ?? .zero
    let pace = bytesPerSecond(response)
    let fetch = pace.flatMap { pace in size.map { Double($0) / pace } }
    var clauses: [String] = []
    if wait >= min(Defaults.slowAnswer, limit) {
      clauses.append("takes \(figure(wait.seconds)) s to begin its answer")
    }
    if let pace, let fetch, fetch >= limit.seconds {
      clauses.append(
        "sends about \(figure(pace / 1000)) kB/s, so that all \(size ?? 0) bytes take \(figure(fetch)) s")
    }
    guard !clauses.isEmpty else { return nil }
    return Finding(
      .linkSlow, about: subject,
      "\(host) \(clauses.joined(separator: " and ")); many fetchers give up before.",
      evidence: [
        ("first_byte_seconds", .number("\(rounded(wait.seconds))")),
        ("bytes_per_second", .optional(pace.map { Int64($0) })),
        ("fetch_seconds", fetch.map { .number("\(rounded($0))") } ?? .null),
      ])
  }

  private static func bytesPerSecond(_ response: Response) -> Double? {
    guard let took = response.bodyTook, took >= telling, response.bytesReceived >= tellingBytes else {
      return nil
    }
    return Double(response.bytesReceived) / took.seconds
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private static func figure(_ value: Double) -> String {
    value < 10 ? "\((value * 10).rounded() / 10)" : "\(Int64(value.rounded()))"
  }
}
