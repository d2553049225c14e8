internal import LipSyncTransfer

/// How the results of a batch are called: `{video}.{language}.mp4`, with the id, the names of the sources and labels in braces.
///
/// What a name must not be is refused, never repaired: two rows could be repaired to one name.
package struct NameTemplate: Sendable, Equatable {
  /// What is wrong with a template, as a clause.
  package struct Fault: Error, Sendable, Equatable {
    package var message: String
  }

  private enum Part: Sendable, Equatable {
    case text(String)
    case value(String)
  }

  /// As it was written.
  package let text: String
  private let parts: [Part]

  /// Reads a template.
  /// - Throws: if its braces do not match, it is no relative path below a directory, or it names no value.
  package init(_ text: String) throws(Fault) {
    self.text = text
    var parts: [Part] = []
    var rest = Self.withoutEnding(text)[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
        throw Fault(message: "a brace in it has no other one")
      }
      parts.append(.text(String(rest[..<open])))
      let name = rest[rest.index(after: open)..<close]
      guard !name.isEmpty, !name.contains("{") else {
        throw Fault(message: "there has to be one name between braces")
      }
      parts.append(.value(String(name)))
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(String(rest)))
    self.parts = parts.filter { $0 != .text("") }
    guard self.parts.contains(where: { if case .value = $0 { true } else { false } }) else {
      throw Fault(message: "it gives all results one name; put {id}, {video}, {audio} or a label into it")
    }
    let sample = self.parts.map { if case .text(let text) = $0 { text } else { "x" } }.joined()
    if let trouble = Self.trouble(path: sample) { throw Fault(message: trouble) }
  }

  /// The path of a row's result without its ending, below the directory of results.
  ///
  /// - Returns: the path, below the row's own `output` if it has one.
  /// - Throws: a fault with the name of the field that cannot be used.
  package func path(for row: JobRow) throws(ManifestFieldFault) -> String {
    var path = ""
    for part in parts {
      switch part {
      case .text(let text): path += text
      case .value(let name): path += try Self.value(name, of: row)
      }
    }
    if let trouble = Self.trouble(path: path) {
      throw ManifestFieldFault(field: "id", message: "the result's name \u{201c}\(path)\u{201d} \(trouble)")
    }
    return (row.output.map { $0 + "/" } ?? "") + path
  }

  private static func value(_ name: String, of row: JobRow) throws(ManifestFieldFault) -> String {
    guard let text = given(name, row) else {
      throw ManifestFieldFault(
        field: name, message: "there is no \u{201c}\(name)\u{201d} to name the result by")
    }
    guard let trouble = PathPart.trouble(text, limit: DownloadedFile.nameLimit) else { return text }
    throw ManifestFieldFault(
      field: name,
      message: "\u{201c}\(Excerpt.of(text, 60))\u{201d}, which the result is to be named by, \(trouble)")
  }

  private static func given(_ name: String, _ row: JobRow) -> String? {
    switch name {
    case "id": row.id
    case "video": stem(of: row.pair.video)
    case "audio": stem(of: row.pair.audio)
    default: (row.pair.labels.last { $0.0 == name }?.1.labelText).map { String($0[...].trimmed) }
    }
  }

  /// The name of a source's file without its ending; of a URL's the last part of its path.
  private static func stem(of source: String) -> String {
    var path = source[...]
    let isURL = Source(source).isURL
    if isURL { path = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").dropFirst(2).last ?? "" }
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    let name = isURL ? percentDecoded(last) : last
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// A result has the ending that its bytes have at the service; the one in the template is what people expect to write.
  private static func withoutEnding(_ text: String) -> String {
    let ending = DownloadedFile.Kind.result.endings.first { text.lowercased().hasSuffix("." + $0) }
    return ending.map { String(text.dropLast($0.count + 1)) } ?? text
  }

  /// Why a path is none below a directory; nil if it is.
  private static func trouble(path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.lazy.compactMap { PathPart.trouble($0, limit: DownloadedFile.nameLimit) }.first
  }
}

/// What is wrong with a field of a row, before its place in the list is known.
package struct ManifestFieldFault: Error, Sendable, Equatable {
  /// The field's name.
  package var field: String
  /// What is wrong, as a clause.
  package var message: String
}

/// Names of results that were given to rows, to find two that are one file on some system: neither case nor the way in which an
/// accent is written tells files apart everywhere.
package struct TakenNames: Sendable {
  private struct Key: Hashable {
    var first: Int
    var second: Int

    init(_ name: String) {
      // Swift's strings are equal, and hash alike, if they are canonically equivalent.
      let folded = name.lowercased()
      (first, second) = (Self.hash(0, folded), Self.hash(1, folded))
    }

    private static func hash(_ seed: Int, _ text: String) -> Int {
      var hasher = Hasher()
      hasher.combine(seed)
      hasher.combine(text)
      return hasher.finalize()
    }
  }

  private var keys: Set<Key> = []

  /// No name is taken.
  package init() {}

  /// Takes a name; false if another row has it.
  package mutating func take(_ name: String) -> Bool { keys.insert(Key(name)).inserted }
}
