internal import LipSync

/// An argument of a tool.
struct AgentInput: Sendable {
  /// What may be given.
  enum Kind: Sendable {
    case text
    /// A path or a URL.
    case source
    /// A path.
    case path
    /// A number, 0 or more.
    case number
    case truth
    case word([String])
    case texts
  }

  /// How it is written on the command line.
  enum Form: Sendable {
    case position
    case option(String)
    case flag(String)
  }

  /// The longest text that is taken, in bytes of UTF-8: signed links have a few thousand.
  static let longest = 16 << 10

  let name: String
  let kind: Kind
  let form: Form
  let isRequired: Bool
  let about: String

  init(_ name: String, _ kind: Kind, _ form: Form, isRequired: Bool = false, _ about: String) {
    (self.name, self.kind, self.form) = (name, kind, form)
    (self.isRequired, self.about) = (isRequired, about)
  }

  /// Whether it may name a file.
  var isPlace: Bool {
    switch kind {
    case .source, .path: true
    case .text, .number, .truth, .word, .texts: false
    }
  }

  var schema: JSON {
    let type: [JSON.Member] =
      switch kind {
      case .text, .source, .path: [("type", "string"), ("minLength", 1)]
      case .number: [("type", "number"), ("minimum", 0)]
      case .truth: [("type", "boolean")]
      case .word(let words): [("type", "string"), ("enum", .array(words.map { .string($0) }))]
      case .texts: [("type", "array"), ("items", .object([("type", "string"), ("minLength", 1)]))]
      }
    return .object(type + [("description", .string(about))])
  }

  /// What is written on the command line for a value: nothing for a flag that is off.
  func texts(
    of value: JSON, resolve: (String) throws(AgentRefusal) -> String
  ) throws(AgentRefusal) -> [String] {
    switch (kind, value) {
    case (.text, .string(let text)): return [try plain(text)]
    case (.source, .string(let text)):
      guard case .file(let path) = Source(try plain(text)) else { return [text] }
      return [try resolve(path)]
    case (.path, .string(let text)): return [try resolve(try plain(text))]
    case (.number, .number(let text)) where (Double(text) ?? -1) >= 0: return [text]
    case (.truth, .bool(let isOn)): return isOn ? [""] : []
    case (.word(let words), .string(let text)) where words.contains(text): return [text]
    case (.texts, .array(let values)):
      var texts: [String] = []
      for value in values {
        guard let text = value.stringValue else { throw wrong }
        texts.append(try plain(text))
      }
      return texts
    default: throw wrong
    }
  }

  private var wrong: AgentRefusal {
    let wanted =
      switch kind {
      case .text, .source, .path: "a string"
      case .number: "a number of 0 or more"
      case .truth: "true or false"
      case .word(let words): "one of " + words.joined(separator: ", ")
      case .texts: "an array of strings"
      }
    return AgentRefusal("\(name) is to be \(wanted).")
  }

  private func plain(_ text: String) throws(AgentRefusal) -> String {
    guard !text.isEmpty, !text.contains("\0"), text.utf8.count <= Self.longest else {
      throw AgentRefusal(
        "\(name) is empty, has a zero byte, or is longer than \(Self.longest) bytes (\(text.utf8.count)).")
    }
    return text
  }
}
