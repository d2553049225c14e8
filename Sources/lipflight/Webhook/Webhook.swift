internal import ArgumentParser
internal import LipSync
internal import Platform

/// `lipflight webhook`: signatures of webhook bodies, a receiver, and the outbox.
struct Webhook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Sign and verify webhooks, receive them, and post what is kept.",
    discussion: "HMAC-SHA256 over the raw body, in hexadecimal, as in X-Webhook-Signature.",
    subcommands: [
      WebhookSign.self, WebhookVerify.self, WebhookListen.self, WebhookDeliver.self,
      WebhookOutboxCommand.self,
    ])
}

/// A webhook's body: a file, or standard input.
struct BodyArguments: ParsableArguments {
  @Argument(help: "The file with the raw body; standard input if left out or '-'.", completion: .file())
  var body: String?

  /// Every byte as it is.
  func bytes() throws -> [UInt8] {
    if let body, body != "-" {
      do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: body))) } catch {
        throw Failure(
          .usage, "The file \(body) cannot be read.",
          remedy: "Name the file with the raw body, or pipe it in.")
      }
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 { bytes += buffer[..<count] }
      if count == 0 { return bytes }
      if count < 0, errno != EINTR { throw Failure(.usage, "Standard input cannot be read.") }
    }
  }
}

/// `lipflight webhook sign`: prints the signature alone.
struct WebhookSign: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Print the signature of a body.")

  @OptionGroup
  var body: BodyArguments

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Sign this moment too, as X-Webhook-Timestamp-Signature does; now, or seconds since 1970.",
      valueName: "now|seconds"),
    transform: Parse.moment)
  var timestamp: UnixTime?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Sign as Standard Webhooks has it, under this id: the value of webhook-signature. Needs --timestamp.",
      valueName: "id"))
  var id: String?

  @OptionGroup
  var secret: SecretOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    guard id == nil || timestamp != nil else { throw ValidationError("--id needs --timestamp.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let (bytes, secrets) = (try body.bytes(), try secret.values())
    let signature =
      if let timestamp, let id {
        StandardWebhook.sign(bytes, id: id, at: timestamp, secrets: secrets)
      } else if let timestamp {
        WebhookSignature.sign(bytes, at: timestamp, secret: secrets[0])
      } else {
        WebhookSignature.sign(bytes, secret: secrets[0])
      }
    console.document(
      .webhookSign,
      .object([
        ("signature", .string(signature)), ("timestamp", .optional(timestamp?.seconds)),
        ("id", .optional(id)),
      ]))
    console.print(signature)
    return .passed
  }

  func document(for failure: Failure) -> Printout {
    .error(failure, [("signature", .null)])
  }
}

/// `lipflight webhook verify`: whether a signature is right.
struct WebhookVerify: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check whether a signature matches a body; exit code 1 if it does not.")

  @OptionGroup
  var body: BodyArguments

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The value of X-Webhook-Signature, of X-Webhook-Timestamp-Signature with --timestamp, or of webhook-signature with --timestamp and --id.",
      valueName: "text"))
  var signature: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The value of X-Webhook-Timestamp or webhook-timestamp: the signature must cover it, and it must be near to now.",
      valueName: "seconds"))
  var timestamp: Int64?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The value of webhook-id: the signature is one of Standard Webhooks. Needs --timestamp.",
      valueName: "id"))
  var id: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How far the moment may be from now (default: \(Defaults.webhookTolerance.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var tolerance: Duration?

  @OptionGroup
  var secret: SecretOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let (bytes, secrets) = (try body.bytes(), try secret.values())
    let isValid = isValid(bytes, secrets)
    console.document(.webhookVerify, .object([("valid", .bool(isValid))]))
    guard isValid else {
      if !console.isJSON {
        throw Failure(
          .failedCheck,
          "The signature does not match these \(bytes.count) bytes"
            + (timestamp == nil ? "." : " and this timestamp, or the timestamp is too far from now."),
          remedy: "Use the raw body as it was received, byte for byte, and this endpoint's secret.")
      }
      return .failedCheck
    }
    console.print("valid")
    return .passed
  }

  func validate() throws {
    guard id == nil || timestamp != nil else { throw ValidationError("--id needs --timestamp.") }
  }

  private func isValid(_ bytes: [UInt8], _ secrets: [Redacted]) -> Bool {
    let tolerance = tolerance ?? Defaults.webhookTolerance
    guard let moment = timestamp.map({ UnixTime($0) }) else {
      return secrets.contains { WebhookSignature.verify(signature, of: bytes, secret: $0) }
    }
    if let id {
      return StandardWebhook.verify(
        signature, of: bytes, id: id, at: moment, secrets: secrets, tolerance: tolerance)
    }
    return secrets.contains {
      WebhookSignature.verify(signature, of: bytes, at: moment, secret: $0, tolerance: tolerance)
    }
  }

  func document(for failure: Failure) -> Printout {
    .error(failure, [("valid", .bool(false))])
  }
}
