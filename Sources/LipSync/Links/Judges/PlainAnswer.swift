internal import LipSyncTransfer

/// What an answer to a GET without a range says: pure functions of the answer.
enum PlainAnswer {
  /// Whether the head tells all: a refusal, or a type that no page has.
  static func isToldByHead(_ head: Response) -> Bool {
    guard (200..<300).contains(head.status), head.contentCoding == nil else { return true }
    let type = head.header("Content-Type")?.lowercased() ?? ""
    return !type.isEmpty && !["text/", "json", "xml"].contains { type.contains($0) }
  }

  /// Statuses that say no to whoever asks so, and not that the host is busy.
  private static let refusals: Set<Int> = [400, 401, 403, 404, 405, 406, 411, 412, 416, 428, 501]

  /// What came instead of the file, as a clause; nil for the file, and for what says nothing.
  static func refusal(_ response: Response) -> String? {
    if refusals.contains(response.status), response.header("cf-mitigated") == nil {
      return "answers \(response.status) \(StatusMeaning.of(response.status).phrase)"
    }
    guard (200..<300).contains(response.status), !response.body.isEmpty else { return nil }
    return OtherClientCheck.refusal(response)
  }
}
