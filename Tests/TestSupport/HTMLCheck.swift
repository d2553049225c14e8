internal import Foundation
internal import LipSyncBase

/// A page taken apart, strictly: elements are closed in order, attributes quoted. What a browser would have to guess is a
/// fault.
public struct HTMLCheck: Sendable {
  /// What is not as it should be, with where it stands.
  public private(set) var faults: [String] = []
  /// How often each element occurs.
  public private(set) var elements: [String: Int] = [:]
  /// All attributes, in order.
  public private(set) var attributes: [(element: String, name: String, value: String)] = []
  /// Scripts that stand in the page.
  public private(set) var scripts: [String] = []
  /// All text, in order, as a reader sees it.
  public private(set) var text = ""

  private static let void: Set<String> = ["meta", "img", "br", "hr", "input", "link", "source", "col"]

  /// Takes a page apart.
  public init(_ page: String) {
    var rest = Array(page.utf8)[...]
    var open: [String] = []
    func word(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    while let next = rest.firstIndex(of: UInt8(ascii: "<")) {
      text += Self.plain(word(rest[..<next]), &faults)
      guard let end = rest[next...].firstIndex(of: UInt8(ascii: ">")) else {
        faults.append("a tag without an end")
        return
      }
      let tag = word(rest[(next + 1)..<end])
      rest = rest[(end + 1)...]
      if tag.hasPrefix("!") {
        if tag != "!DOCTYPE html" { faults.append("<\(tag)>") }
      } else if tag.hasPrefix("/") {
        if open.popLast() != String(tag.dropFirst()) { faults.append("<\(tag)> closes what is not open") }
      } else {
        let name = startElement(tag)
        if name == "script" {
          let text = word(rest)
          let end = text.range(of: "</script>")?.lowerBound ?? text.endIndex
          scripts.append(String(text[..<end]))
          rest = rest.dropFirst(text[..<end].utf8.count)
        }
        if !Self.void.contains(name) { open.append(name) }
      }
    }
    text += Self.plain(word(rest), &faults)
    if !open.isEmpty { faults.append("left open: \(open.joined(separator: ", "))") }
  }

  /// Reads a tag's inside, and gives the element's name.
  private mutating func startElement(_ tag: String) -> String {
    let name = String(tag.prefix { $0 != " " })
    elements[name, default: 0] += 1
    var rest = tag.dropFirst(name.count)
    while !rest.isEmpty {
      guard rest.first == " " else {
        faults.append("<\(tag.prefix(80))>")
        return name
      }
      rest = rest.dropFirst()
      let key = rest.prefix { $0 != "=" && $0 != " " }
      rest = rest.dropFirst(key.count)
      guard rest.first == "=" else {
        attributes.append((name, String(key), ""))
        continue
      }
      rest = rest.dropFirst()
      guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
        faults.append("an attribute without quotation marks in <\(tag.prefix(80))>")
        return name
      }
      let value = String(rest[rest.index(after: rest.startIndex)..<end])
      attributes.append((name, String(key), Self.plain(value, &faults)))
      rest = rest[rest.index(after: end)...]
    }
    return name
  }

  /// Text with its references resolved.
  private static func plain(_ text: String, _ faults: inout [String]) -> String {
    guard text.contains("&") else { return text }
    let known = ["amp;": "&", "lt;": "<", "gt;": ">", "quot;": "\"", "#39;": "'"]
    let parts = text.split(separator: "&", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts[0])) { sum, part in
      guard let reference = known.first(where: { part.hasPrefix($0.key) }) else {
        faults.append("a bare & before \(part.prefix(20))")
        return sum + "&" + part
      }
      return sum + reference.value + part.dropFirst(reference.key.count)
    }
  }

  /// What the page would load or run, and links that lead out of it, must all be looked at by whoever made it. A player's file
  /// beside the page is none of it, nor is a script that the page's policy names by its hash.
  public var loads: [String] {
    attributes.filter {
      ["src", "srcset", "poster", "data", "action"].contains($0.name) || $0.name.hasPrefix("on")
    }
    .filter { !$0.value.hasPrefix("data:image/") && !($0.element == "video" && !$0.value.contains(":")) }
    .map { "\($0.name)=\($0.value)" }
      + ["iframe", "object", "embed", "link", "base", "form"].filter { elements[$0] != nil }
      + scripts.filter { !isNamed($0) }
  }

  /// Whether the page's policy names a script by its hash.
  private func isNamed(_ script: String) -> Bool {
    let hash = Data(Digest.sha256(Array(script.utf8))).base64EncodedString()
    return attributes.contains { $0.element == "meta" && $0.value.contains("script-src 'sha256-\(hash)'") }
  }
}
