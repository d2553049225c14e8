/// What an answer to a range request contains: decided by Content-Range, not by status, as servers get both wrong.
enum RangeAnswer: Sendable, Equatable {
  /// The bytes asked for, the first of them, or more than them: what Content-Range names, from where it was asked for.
  case slice(ClosedRange<Int64>, total: Int64?)
  /// The whole, from its start: ranges are ignored.
  case whole(length: Int64?)
  /// The range starts at or past the end.
  case pastEnd(total: Int64?)
  /// A refusal that may be due to asking for a range at all.
  case rangeRefused
  /// Another error status.
  case refused
  /// The answer contradicts the range; why.
  case wrong(String)

  /// Judges the head of an answer.
  init(_ head: Response, to asked: ClosedRange<Int64>) {
    let text = head.header("Content-Range")
    let range = head.contentRange
    // Under 200 a Content-Range of all there is says no more than the status.
    if let range, range.isWhole, head.status != 206, (200..<300).contains(head.status),
      range.bytes.map({ $0.lowerBound < asked.lowerBound || $0.upperBound > asked.upperBound }) == true
    {
      self = .whole(length: head.contentLength ?? range.total)
      return
    }
    if let range, let bytes = range.bytes, (200..<300).contains(head.status) {
      guard bytes.lowerBound == asked.lowerBound else {
        self = .wrong("asked for bytes \(Self.words(asked)), the server sent \(Self.words(bytes))")
        return
      }
      if let length = head.contentLength, length != Int64(bytes.count) {
        self = .wrong("Content-Range says \(bytes.count) bytes and Content-Length \(length)")
        return
      }
      self = .slice(bytes, total: range.total)
      return
    }
    switch head.status {
    case 206:
      let type = head.header("Content-Type") ?? ""
      // Some hosts answer a range past the end with an empty one, which no Content-Range can express.
      if asked.lowerBound > 0, head.contentLength == 0, text?.hasPrefix("bytes \(asked.lowerBound)-") == true
      {
        self = .pastEnd(total: nil)
        return
      }
      self =
        type.lowercased().hasPrefix("multipart/")
        ? .wrong("one range was asked for, the server sent several (\(type))")
        : .wrong(
          text.map { "the server sent the unreadable Content-Range \($0.prefix(60))" }
            ?? "status 206 without Content-Range: which bytes it sent is unknown")
    case 200..<300: self = .whole(length: head.contentLength)
    case 416:
      if let total = range?.total, asked.lowerBound < total {
        self = .wrong("status 416 for bytes \(Self.words(asked)) of \(total)")
      } else {
        // Without a Content-Range nothing says that the range is at fault and not the asking for one.
        self =
          range == nil || asked.lowerBound == 0 && range?.total != 0
          ? .rangeRefused : .pastEnd(total: range?.total)
      }
    case 406, 501: self = .rangeRefused
    default: self = .refused
    }
  }

  /// The same with no more than what was asked for.
  func kept(to asked: ClosedRange<Int64>) -> RangeAnswer {
    guard case .slice(let bytes, let total) = self, bytes.upperBound > asked.upperBound else { return self }
    return .slice(asked, total: total)
  }

  private static func words(_ range: ClosedRange<Int64>) -> String {
    "\(range.lowerBound)-\(range.upperBound)"
  }
}
