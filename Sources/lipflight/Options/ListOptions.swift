internal import ArgumentParser
internal import LipSync

/// How a list is read.
struct ListOptions: ParsableArguments {
  private static let encodings = ListEncoding.allCases.map(\.rawValue)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The encoding of a list without a byte order mark: Excel's plain CSV is windows-1252 in Western Europe and the Americas (default: utf-8).",
      valueName: encodings.joined(separator: "|")),
    completion: .list(encodings), transform: ListOptions.encoding)
  var encoding: ListEncoding?

  private static func encoding(_ text: String) throws -> ListEncoding {
    guard let encoding = ListEncoding(rawValue: text.lowercased()) else {
      throw ValidationError("'\(text)' is not one of \(encodings.joined(separator: ", ")).")
    }
    return encoding
  }
}
