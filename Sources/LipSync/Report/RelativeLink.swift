internal import LipSyncTransfer
internal import Platform

/// Links from a page to files beside it, which hold where both are moved together.
package enum RelativeLink {
  /// The link from a page to a file, by their paths.
  package static func to(_ file: String, from page: String) -> String {
    let from = parts(page).dropLast()
    let to = parts(file)
    let common = zip(from, to).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: from.count - common)
    return (up + to.dropFirst(common).map { percentEncodedSegment(String($0)) }).joined(separator: "/")
  }

  /// The parts of a path from the root on.
  private static func parts(_ path: String) -> [Substring] {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }
}
