/// One part of a path, chosen by somebody: what it must not be, here and on other systems.
package enum PathPart {
  /// Why a text cannot be the name of a directory or file; nil if it can.
  ///
  /// - Parameters:
  ///   - name: the text.
  ///   - limit: bytes that it may have.
  package static func trouble(_ name: String, limit: Int) -> String? {
    if name.isEmpty { return "has an empty part" }
    if name.hasPrefix(".") { return "begins with a dot" }
    if name.utf8.count > limit { return "is longer than \(limit) bytes" }
    if name.unicodeScalars.contains(where: {
      $0 == "/" || $0 == "\\" || $0.properties.generalCategory == .control
    }) {
      return "holds a slash or a control character"
    }
    return nil
  }
}
