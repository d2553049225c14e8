internal import LipSync
internal import LipSyncTransfer
internal import Logging
internal import Platform

/// What `--verbose` says on standard error: each request and each decision, with the time of day. Secrets are cut out of URLs
/// by whoever writes the line; headers and bodies are never logged.
struct VerboseLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .debug

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let line = "\(UnixTime.now.iso8601.dropFirst(11).dropLast()) \(event.level) \(event.message)"
    Console.write(Printable.text(line, keepingStyles: false) + "\n", to: STDERR_FILENO)
  }

  /// The logger of a command; silent unless it was asked for.
  static func logger(_ isVerbose: Bool) -> Logger {
    isVerbose ? Logger(label: "lipflight") { _ in VerboseLog() } : HTTPClient.silent
  }
}
