/// The FFmpeg that media is read with, and the published faults that its number speaks of.
package struct FFmpegVersion: Sendable, Equatable {
  /// As FFmpeg tells it, such as `5.1.9-0+deb12u1`.
  package let text: String
  /// Branch and release, such as 5, 1 and 9; nil for a build from a snapshot.
  package let numbers: [Int]?

  /// A version as FFmpeg writes it.
  package init(_ text: String) {
    self.text = text
    let head = text.drop { $0 == "n" }.prefix { $0.isNumber || $0 == "." }
    let numbers = head.split(separator: ".").compactMap { Int($0) }
    self.numbers = numbers.count >= 2 ? Array((numbers + [0]).prefix(3)) : nil
  }

  /// A published fault, and the first release of each branch without it.
  package struct Advisory: Sendable, Equatable {
    /// Its CVE number.
    package let id: String
    /// What it is in.
    package let part: String
    /// `[major, minor, release]`; a branch that is not listed is fixed by none of its releases, and later branches have the fix.
    let fixed: [[Int]]
    /// What keeps files away from it here.
    package let mitigation: String

    /// Whether a version is older than the fix in its branch.
    func concerns(_ version: [Int]) -> Bool {
      if let fix = fixed.first(where: { $0.prefix(2) == version.prefix(2) }) {
        return version.lexicographicallyPrecedes(fix)
      }
      return fixed.contains { version.lexicographicallyPrecedes($0) }
    }
  }

  /// By ffmpeg.org/security.html and the CVE records, as of 2026-11.
  package static let advisories = [
    Advisory(
      id: "CVE-2026-8461", part: "the MagicYUV decoder",
      fixed: [[8, 1, 2], [8, 0, 3], [7, 1, 5], [6, 1, 6], [5, 1, 10]],
      mitigation: "MagicYUV is not among the codecs that are opened."),
    Advisory(
      id: "CVE-2026-40962", part: "the MP4 demuxer, with files of encrypted parts", fixed: [[8, 1, 0]],
      mitigation: "Encrypted MP4 is refused before FFmpeg sees it."),
  ]

  /// Those that its number speaks of; none for a snapshot. A distribution may have mended them under the old number.
  package var concerns: [Advisory] {
    guard let numbers else { return [] }
    return Self.advisories.filter { $0.concerns(numbers) }
  }
}
