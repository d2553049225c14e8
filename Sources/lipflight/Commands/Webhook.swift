internal import ArgumentParser
internal import LipSync
internal import Platform

/// `lipflight webhook`: signatures of webhook bodies.
struct Webhook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Sign webhook bodies, or verify their signatures.",
    discussion: "HMAC-SHA256 over the raw body, in hexadecimal, as in X-Webhook-Signature.",
    subcommands: [WebhookSign.self, WebhookVerify.self])
}

/// A webhook's body: a file, or standard input.
struct BodyArguments: ParsableArguments {
  @Argument(help: "The file with the raw body; standard input if left out or '-'.", completion: .file())
  var body: String?

  /// Every byte as it is.
  func bytes() throws -> [UInt8] {
    if let body, body != "-" { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: body))) }
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

  @OptionGroup
  var secret: SecretOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let signature = WebhookSignature.sign(try body.bytes(), secret: try secret.value())
    console.document(.webhookSign, .object([("signature", .string(signature))]))
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
      "The value of X-Webhook-Signature, or of X-Webhook-Timestamp-Signature with --timestamp.",
      valueName: "hex"))
  var signature: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The value of X-Webhook-Timestamp: the signature must cover it, and it must not be older than \(Defaults.webhookTolerance.inSeconds) s.",
      valueName: "seconds"))
  var timestamp: Int64?

  @OptionGroup
  var secret: SecretOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let (bytes, secret) = (try body.bytes(), try secret.value())
    let isValid =
      timestamp.map { WebhookSignature.verify(signature, of: bytes, at: UnixTime($0), secret: secret) }
      ?? WebhookSignature.verify(signature, of: bytes, secret: secret)
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

  func document(for failure: Failure) -> Printout {
    .error(failure, [("valid", .bool(false))])
  }
}
