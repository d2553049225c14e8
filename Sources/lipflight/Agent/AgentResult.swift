internal import LipSync
internal import Platform

/// What a call gives: the document that a command printed, in short for a model to read and whole for a program.
enum AgentResult {
  /// The most entries of a list that are told in words; the document has all.
  private static let mostEntries = 40
  /// The largest picture that is sent along, in bytes.
  private static let largestPicture = 1 << 20

  /// The members of a result.
  ///
  /// A check that fails is no error: it is what was asked for. An error is a command that could not do its work.
  static func members(_ ending: AgentProcess.Ending, of tool: AgentTool) -> [JSON.Member] {
    guard let document = JSON(parsing: ending.output),
      document["schema"]?.stringValue == tool.output.id,
      document["error"] == nil || document["error"]?.isNull == true
    else { return refusal(words(of: ending)) }
    let content = [text(summary(of: document))] + pictures(in: document)
    return [("content", .array(content)), ("structuredContent", document), ("isError", false)]
  }

  /// A result that says why there is none.
  static func refusal(_ words: String) -> [JSON.Member] {
    [("content", .array([text(words)])), ("isError", true)]
  }

  private static func text(_ words: String) -> JSON { .object([("type", "text"), ("text", .string(words))]) }

  /// What went wrong, as the command said it.
  private static func words(of ending: AgentProcess.Ending) -> String {
    if let document = JSON(parsing: ending.output), let error = document["error"]?.stringValue {
      return (["error: " + error] + (document["remedy"]?.stringValue.map { ["remedy: " + $0] } ?? []))
        .joined(separator: "\n")
    }
    let last = ending.notes.suffix(6).joined(separator: "\n")
    return last.isEmpty ? "The command ended with exit code \(ending.status) and said nothing." : last
  }

  /// A document in lines: its plain members, those of its objects one level down, lists in short, and findings in full.
  static func summary(of document: JSON) -> String {
    guard case .object(let members) = document else { return "" }
    var lines: [String] = []
    for (name, value) in members where !["schema", "tool", "time", "findings"].contains(name) {
      switch value {
      case .object(let inner):
        let plain = inner.compactMap { name, value in plainText(value).map { "\(name) \($0)" } }
        if !plain.isEmpty { lines.append("\(name): " + plain.joined(separator: ", ")) }
      case .array(let entries):
        lines.append("\(name): \(entries.count)")
        lines += entries.prefix(mostEntries).map { "- " + entry($0) }
        if entries.count > mostEntries { lines.append("- and \(entries.count - mostEntries) more") }
      default: if let text = plainText(value) { lines.append("\(name): \(text)") }
      }
    }
    return (lines + findings(in: document)).joined(separator: "\n")
  }

  private static func entry(_ value: JSON) -> String {
    guard case .object(let members) = value else { return plainText(value) ?? "" }
    return members.compactMap { name, value in plainText(value).map { "\(name) \($0)" } }.joined(
      separator: ", ")
  }

  /// A value that fits into a line; nil for an object, a list and null.
  private static func plainText(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .number(let text): text
    case .bool(let truth): truth ? "yes" : "no"
    case .null, .array, .object: nil
    }
  }

  /// All findings, wherever in a document they stand.
  private static func findings(in document: JSON) -> [String] {
    switch document {
    case .array(let values): return values.flatMap(findings)
    case .object(let members):
      return members.flatMap { name, value -> [String] in
        guard name == "findings", case .array(let entries) = value else { return findings(in: value) }
        return entries.map { finding in
          let words = ["severity", "rule", "subject", "message"].compactMap { finding[$0]?.stringValue }
          let remedy = finding["remedy"]?.stringValue.map { " Remedy: \($0)" } ?? ""
          return words.joined(separator: " ") + remedy
        }
      }
    default: return []
    }
  }

  /// The cover that was brought home.
  private static func pictures(in document: JSON) -> [JSON] {
    let cover = document["cover"] ?? document["verify"]?["cover"]
    guard let path = cover?["path"]?.stringValue, let status = FileStatus(path: path),
      status.kind == .regular, status.size <= largestPicture,
      let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)), let type = pictureType(bytes)
    else { return [] }
    return [
      .object([
        ("type", "image"), ("data", .string(bytes.base64EncodedString())), ("mimeType", .string(type)),
      ])
    ]
  }

  /// The type of a picture by its first bytes; nil for anything else.
  static func pictureType(_ bytes: some Collection<UInt8>) -> String? {
    let types: [(String, [UInt8])] = [
      ("image/png", [0x89, 0x50, 0x4e, 0x47]), ("image/jpeg", [0xff, 0xd8, 0xff]),
      ("image/gif", [0x47, 0x49, 0x46, 0x38]),
    ]
    if let type = types.first(where: { bytes.starts(with: $0.1) }) { return type.0 }
    let head = Array(bytes.prefix(12))
    return head.starts(with: Array("RIFF".utf8)) && head.suffix(4) == Array("WEBP".utf8)[...]
      ? "image/webp" : nil
  }
}
