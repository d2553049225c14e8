internal import ArgumentParser
internal import LipSync
internal import Platform

/// The secret that webhooks are signed with.
struct SecretOptions: ParsableArguments {
  static let variable = "LIPFLIGHT_WEBHOOK_SECRET"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The secret. Other users of this machine can see it in the list of processes: prefer the environment's \(variable), or --secret-file.",
      valueName: "text"))
  var secret: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A file that holds the secret; surrounding white space is removed.", valueName: "file"),
    completion: .file())
  var secretFile: String?

  /// The secret, from the option, the file or the environment, in this order.
  func value() throws -> Redacted {
    let text: String?
    if let secret {
      text = secret
    } else if let secretFile {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: secretFile))
      text = String(decoding: bytes, as: UTF8.self).trimmed
    } else {
      text = ProcessInfo.processInfo.environment[Self.variable]
    }
    guard let text, !text.isEmpty else {
      throw Failure(
        .usage, "No webhook secret was given.",
        remedy: "Set \(Self.variable), or name a file with --secret-file.")
    }
    return Redacted(text)
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
