public import LipSyncBase
internal import Platform

/// Whether documents can be read back as what they were made from.
public enum ReadBack {
  /// What is lost of a value on the way through its document and through Foundation's coders; nil where nothing is.
  public static func loss(of value: some JSONDocument) -> String? {
    loss(of: value.json.prettyText, as: type(of: value))
  }

  /// What is lost of a document that is read as a type and printed again; nil where nothing is.
  public static func loss<T: JSONDocument>(of text: String, as type: T.Type) -> String? {
    do {
      guard let printed = JSON(parsing: text.utf8) else { return "not JSON" }
      let stated = headless(printed)
      let read = try T(parsing: text)
      guard read.json.text == stated.text else { return "\(read.json.text)\nis not\n\(stated.text)" }
      let coded = try JSONDecoder().decode(T.self, from: JSONEncoder().encode(read))
      let (found, wanted) = (plain(coded.json).text, plain(stated).text)
      return found == wanted ? nil : "by Foundation:\n\(found)\nis not\n\(wanted)"
    } catch { return "\(error)" }
  }

  /// Without the head that says which program printed a document, and when: it is no part of what was found.
  private static func headless(_ json: JSON) -> JSON {
    guard case .object(let members) = json else { return json }
    return .object(members.filter { !["schema", "tool", "time"].contains($0.0) })
  }

  /// Without what Foundation does not keep: the order of members, and the spelling of figures.
  private static func plain(_ json: JSON) -> JSON {
    switch json {
    case .object(let members): .object(members.map { ($0, plain($1)) }.sorted { $0.0 < $1.0 })
    case .array(let values): .array(values.map(plain))
    case .number(let text): .number(Double(text).map { "\($0)" } ?? text)
    default: json
    }
  }
}
