internal import LipSync
internal import LipSyncBase

/// SARIF 2.1.0 (OASIS), which code scanning and editors read: results as they come, and at the end the rules that they name.
struct SARIFWriter: SheetWriter {
  private let command: String
  private var rules: Set<Rule> = []
  private var isFirst = true

  init(command: String) { self.command = command }

  var head: String {
    #"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"#
      + #""columnKind":"unicodeCodePoints","results":["# + "\n"
  }

  mutating func add(_ entry: FindingSheet.Case) -> String {
    var text = ""
    for finding in entry.entries {
      rules.insert(finding.rule)
      text += (isFirst ? "" : ",\n") + Self.result(finding, of: entry).text
      isFirst = false
    }
    return text
  }

  func tail(_ sum: FindingSheet.Sum) -> String {
    let driver = JSON.object([
      ("name", "lipflight"), ("version", .string(Product.version)),
      ("semanticVersion", .string(Product.version)),
      ("rules", .array(rules.sorted().map(Self.descriptor))),
    ])
    let invocation = JSON.object([
      ("executionSuccessful", .bool(sum.exit == .passed || sum.exit == .failedCheck)),
      ("exitCode", .int(sum.exit.rawValue)), ("commandLine", .string(command)),
    ])
    var members: [JSON.Member] = [
      ("tool", .object([("driver", driver)])), ("invocations", .array([invocation])),
    ]
    members.append(
      (
        "properties",
        .object([("verdict", .string(sum.verdict.rawValue)), ("notes", .array(sum.notes.map(JSON.string)))])
      ))
    return "\n]," + JSON.object(members).text.dropFirst() + "]}\n"
  }

  private static func descriptor(_ rule: Rule) -> JSON {
    let known = rule.withToolRemedy
    let text = known.sentence.isEmpty ? Self.own[rule.id] ?? rule.id : known.sentence
    var members: [JSON.Member] = [
      ("id", .string(rule.id)), ("shortDescription", message(text)),
      ("defaultConfiguration", .object([("level", .string(level(rule.severity)))])),
    ]
    if !known.remedy.isEmpty { members.append(("help", message(known.remedy))) }
    return .object(members)
  }

  /// What the tool itself says under the name of a rule.
  private static let own = [
    "list.fault": "A row of a list cannot be used.",
    "lipflight.not-done": "The command could not do its work.",
    "batch.job": "A job of a batch did not succeed.",
  ]

  private static func result(_ entry: FindingSheet.Entry, of owner: FindingSheet.Case) -> JSON {
    let text = entry.remedy.isEmpty ? entry.message : "\(entry.message) \(entry.remedy)"
    var location: [JSON.Member] = []
    if let place = entry.place {
      location.append(
        (
          "physicalLocation",
          .object([
            ("artifactLocation", .object([("uri", .string(reference(place.file)))])),
            ("region", .object([("startLine", .int(place.line)), ("startColumn", .int(place.column))])),
          ])
        ))
    } else if let source = entry.source {
      location.append(
        (
          "physicalLocation",
          .object([("artifactLocation", .object([("uri", .string(reference(source)))]))])
        ))
    }
    location.append(
      (
        "logicalLocations",
        .array([.object([("fullyQualifiedName", .string("\(owner.name)/\(entry.subject)"))])])
      ))
    let identity = digest("\(owner.name)\u{0}\(entry.rule.id)\u{0}\(entry.subject)")
    return .object([
      ("ruleId", .string(entry.rule.id)), ("level", .string(level(entry.severity))),
      ("message", message(text)),
      ("locations", .array([.object(location)])),
      ("partialFingerprints", .object([("lipflight/v1", .string(identity))])),
      (
        "properties",
        .object([
          ("case", .string(owner.name)), ("subject", .string(entry.subject)),
          ("remedy", .string(entry.remedy)),
        ])
      ),
    ])
  }

  private static func message(_ text: String) -> JSON { .object([("text", .string(text))]) }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  private static func digest(_ text: String) -> String {
    var digest = Digest()
    digest.update(Array(text.utf8))
    return hex(digest.value())
  }

  /// A path or link as a URI reference: relative paths stay relative, absolute ones become `file:` URLs, queries are left out.
  static func reference(_ text: String) -> String {
    if text.contains("://") {
      return escaped(String(text.prefix { $0 != "?" && $0 != "#" }), keeping: "/:@[]%!$&'()*+,;=")
    }
    return (text.hasPrefix("/") ? "file://" : "") + escaped(text, keeping: "/@!$&'()*+,;=")
  }

  private static func escaped(_ text: String, keeping marks: String) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8).union(
      marks.utf8)
    return text.utf8.reduce(into: "") { out, byte in
      if plain.contains(byte) {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
  }
}
