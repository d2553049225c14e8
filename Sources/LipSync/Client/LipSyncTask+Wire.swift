internal import LipSyncMedia

extension LipSyncTask {
  /// Reads `data` of a create or status answer; nil where it does not tell of a task.
  ///
  /// Everything but the status may be missing or null. `data` and `error` may both be filled: the status decides which
  /// of them counts. The service's other video types say `completed`; with a result that is a success here too.
  init?(wire data: JSON, id asked: String? = nil, key: Redacted?) {
    guard case .object = data, let id = Self.text(data["task_id"]) ?? asked, !id.isEmpty else { return nil }
    let result = data["data"]
    let word = data["status"]?.stringValue ?? (asked == nil ? TaskStatus.pending.rawValue : nil)
    guard let word, !word.isEmpty else { return nil }
    self.init(id: id, status: TaskStatus(rawValue: ServiceReply.shown(word, key: key)))
    let resultURL = Self.url(result?["result_url"])
    if status.rawValue == "completed", resultURL != nil { status = .success }
    createdAt = Self.unixSeconds(data["created_at"])
    completedAt = Self.unixSeconds(data["completed_at"])
    if status != .failed {
      self.resultURL = resultURL
      coverURL = Self.url(result?["cover_url"])
      reportedDuration = result?["duration_seconds"]?.numberText.flatMap(Self.duration)
    }
    if status != .success {
      let error = data["error"]
      let words = error?["message"]?.stringValue ?? error?["msg"]?.stringValue ?? error?.stringValue
      errorMessage = words.flatMap { $0.isEmpty ? nil : ServiceReply.shown($0, key: key) }
    }
  }

  private static func text(_ value: JSON?) -> String? {
    value?.stringValue ?? value?.intValue.map { String($0) }
  }

  private static func url(_ value: JSON?) -> String? {
    value?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Unix seconds; a value in milliseconds is told by its size. 0 is how some services write null.
  private static func unixSeconds(_ value: JSON?) -> Int64? {
    guard let number = value?.numberText.flatMap({ Double($0) }).flatMap({ Int64(exactly: $0.rounded()) }),
      number > 0
    else { return nil }
    return number > 100_000_000_000 ? number / 1000 : number
  }

  /// Exact where the decimal has up to 12 places, else to the microsecond; nil for a negative length.
  private static func duration(_ text: String) -> MediaTime? {
    if let exact = MediaTime(decimal: text) { return exact }
    guard let seconds = Double(text), (0..<1e12).contains(seconds) else { return nil }
    return MediaTime(Int64((seconds * 1e6).rounded()), 1_000_000)
  }
}
