import Foundation

/// Small files that were judged wrongly once, in the folder that `LIPFLIGHT_CASES` names.
enum Cases {
  static let root = ProcessInfo.processInfo.environment["LIPFLIGHT_CASES"]

  /// A file of a kind, such as `media`.
  static func path(_ kind: String, _ name: String) -> String { (root ?? "") + "/\(kind)/\(name)" }
}
