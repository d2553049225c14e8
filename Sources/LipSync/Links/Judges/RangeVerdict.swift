internal import LipSyncTransfer

/// What an answer to `Range: bytes=0-N` says about the host: libcurl checks none of it.
struct RangeVerdict: Equatable {
  enum Support: Equatable {
    /// The range came as asked for.
    case honoured
    /// The whole came instead.
    case ignored
    /// Something else came, as the clause says.
    case wrong(String)
  }

  var support: Support
  /// The whole length; nil where the host does not tell.
  var total: Int64?
  /// Bytes that came where more were asked for and are there: a range that is right, and short.
  var cutTo: Int64?

  /// Bytes that the host's own name for them tells, where fewer were asked for: a range that is right, and long.
  var grownTo: Int64?

  /// Ranges that are cut shorter than this are no way to read a file.
  static let leastCut: Int64 = 4096

  /// Judges an answer with status 200 or 206 to the first `asked` bytes.
  static func judge(_ response: Response, asked: Int) -> RangeVerdict {
    let range = response.contentRange
    guard response.status == 206 || range?.bytes != nil else {
      return RangeVerdict(support: .ignored, total: response.contentLength)
    }
    guard let bytes = range?.bytes else {
      let header = response.header("Content-Range")
      let type = response.header("Content-Type") ?? ""
      if type.lowercased().hasPrefix("multipart/") {
        return RangeVerdict(
          support: .wrong("answers one range in several parts (\(type.prefix(60)))"), total: nil)
      }
      let clause =
        header.map { "with the unreadable Content-Range \u{201c}\($0)\u{201d}" } ?? "without Content-Range"
      return RangeVerdict(support: .wrong("answers 206 \(clause)"), total: nil)
    }
    let stated = Set(response.headers.filter { $0.name.lowercased() == "content-range" }.map(\.value))
    guard stated.count == 1 else {
      return RangeVerdict(
        support: .wrong(
          "sends \(stated.count) Content-Ranges that differ (\(stated.sorted().joined(separator: ", ")))"),
        total: nil)
    }
    let total = range?.total
    // The whole is the whole, whatever else its head says.
    if response.status != 206, range?.isWhole == true, bytes.upperBound >= Int64(asked) {
      return RangeVerdict(support: .ignored, total: total)
    }
    guard bytes.lowerBound == 0 else {
      return RangeVerdict(
        support: .wrong("sends bytes from \(bytes.lowerBound) on, but bytes from 0 on were requested"),
        total: total)
    }
    if let grown = grown(response, bytes, total: total, asked: asked) { return grown }
    guard bytes.upperBound < Int64(asked), !response.bodyWasCut else {
      return RangeVerdict(
        support: .wrong("sends more than the \(asked) bytes that were asked for"), total: total)
    }
    guard Int64(response.body.count) == bytes.upperBound + 1 else {
      let stated = bytes.upperBound + 1
      return RangeVerdict(
        support: .wrong("states \(stated) bytes in Content-Range and sends \(response.body.count)"),
        total: total)
    }
    let (came, wanted) = (bytes.upperBound + 1, min(Int64(asked), total ?? 0))
    guard came >= min(wanted, leastCut) else {
      return RangeVerdict(
        support: .wrong("sends \(came) bytes, but \(wanted) were requested"), total: total)
    }
    return RangeVerdict(support: .honoured, total: total, cutTo: came < wanted ? came : nil)
  }

  /// A range that is longer than the one asked for and is named so by all that the head says.
  private static func grown(
    _ response: Response, _ bytes: ClosedRange<Int64>, total: Int64?, asked: Int
  ) -> RangeVerdict? {
    guard bytes.upperBound >= Int64(asked), response.body.count >= asked,
      response.contentLength.map({ $0 == Int64(bytes.count) }) ?? true
    else { return nil }
    return RangeVerdict(support: .honoured, total: total, grownTo: Int64(bytes.count))
  }
}
