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
    let resultURL = Self.url(result?["result_url"])
    let said = Self.words(of: data["error"]).map { ServiceReply.shown($0, key: key) }
    let told = TaskStatus(rawValue: ServiceReply.shown(word, key: key))
    let completed = Self.unixSeconds(data["completed_at"])
    let status = told.meant(
      hasResult: resultURL != nil, hasError: said != nil, isCompleted: completed != nil)
    self.init(id: id, status: status)
    createdAt = Self.unixSeconds(data["created_at"])
    completedAt = completed
    if status != .failed {
      self.resultURL = resultURL
      coverURL = Self.url(result?["cover_url"])
      reportedDuration = result?["duration_seconds"]?.numberText.flatMap(Self.duration)
        .flatMap { $0 > .zero ? $0 : nil }
    }
    if status != .success {
      errorMessage = said ?? (status == .failed && told != .failed ? "status \(told)" : nil)
    }
  }

  /// What an error says, in whatever shape; nil where there is none.
  private static func words(of error: JSON?) -> String? {
    guard let error else { return nil }
    let text = ["message", "msg", "detail", "reason"].lazy.compactMap { error[$0]?.stringValue }.first
    if let text = text ?? error.stringValue { return text.isEmpty ? nil : text }
    return ["null", "false", "0", "{}", "[]"].contains(error.text) ? nil : error.text
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

  /// 0 is how some services write null. Exact where the decimal has up to 12 places, else to the microsecond; nil for a negative length.
  private static func duration(_ text: String) -> MediaTime? {
    if let exact = MediaTime(decimal: text) { return exact }
    guard let seconds = Double(text), (0..<1e12).contains(seconds) else { return nil }
    return MediaTime(Int64((seconds * 1e6).rounded()), 1_000_000)
  }
}
