internal import ArgumentParser
internal import LipSync
internal import Platform

/// The secret that webhooks are signed with.
struct SecretOptions: ParsableArguments {
  static let variable = "LIPFLIGHT_WEBHOOK_SECRET"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The secret; several while it is changed, the one in use first. Other users of this machine can see it in the list of processes: prefer the environment's \(variable), or --secret-file.",
      valueName: "text"))
  var secret: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A file that holds the secret, or several, one per line; surrounding white space is removed.",
      valueName: "file"),
    completion: .file())
  var secretFile: String?

  /// The secrets, from the option, the file or the environment, in this order; one at least.
  func values() throws -> [Redacted] {
    let texts: [String]
    if !secret.isEmpty {
      texts = secret
    } else if let secretFile {
      texts = Self.lines(String(decoding: try bytes(of: secretFile), as: UTF8.self))
    } else {
      texts = Self.lines(try Settings.current.value(.webhookSecret) ?? "")
    }
    guard !texts.isEmpty, texts.allSatisfy({ !$0.isEmpty }) else {
      throw Failure(
        .usage, "No webhook secret was given.",
        remedy:
          "Set \(Self.variable) or \(SettingName.webhookSecret.fileName), or name a file with --secret-file.")
    }
    return texts.map { Redacted($0) }
  }

  private func bytes(of path: String) throws -> Data {
    do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw Failure(
        .usage, "The file \(path) cannot be read.",
        remedy: "Name a file that holds the secret with --secret-file.")
    }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
