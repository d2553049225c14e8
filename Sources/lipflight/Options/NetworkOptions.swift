internal import ArgumentParser
internal import LipSync
internal import LipSyncTransfer

/// Who may be talked to, and for how long.
struct NetworkOptions: ParsableArguments {
  @Flag(
    name: .long,
    help:
      "Private and loopback addresses that you name count as reachable: the service's, and those of URLs on this command line. Never those of redirects from public hosts, nor of rows of a list, unless the row has a column allow_private that says yes. Implied by --sandbox."
  )
  var allowPrivate = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A private host that anything may be fetched from, such as the storage of a service on the premises; may be repeated.",
      valueName: "host[:port]"))
  var privateHost: [String] = []

  @Flag(name: .long, help: "No network at all: what URLs themselves show, and what local files show.")
  var offline = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Time allowed for each source and for the wait (default: \(Defaults.sourceTimeout.inSeconds) for a source, \(Defaults.waitTimeout.inSeconds) for a wait).",
      valueName: "seconds"),
    transform: Parse.duration)
  var timeout: Duration?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Bytes of a URL read at most in search of its exact length; past it the header's length stands, said to be inexact (default: \(Defaults.readLimit >> 20)M, and \(Defaults.wholeLimit >> 20)M where a host ignores ranges). K, M and G count in 1024s.",
      valueName: "bytes"),
    transform: Parse.readLimit)
  var readLimit: Int64?

  @Flag(
    name: .long,
    help:
      "Say each request and each decision on standard error; secrets are cut out of URLs, headers are not told."
  )
  var verbose = false

  /// The time allowed for each source.
  var sourceTimeout: Duration { timeout ?? Defaults.sourceTimeout }

  /// The time allowed for the wait.
  var waitTimeout: Duration { timeout ?? Defaults.waitTimeout }

  /// Refuses `--offline` where a command is nothing without the service.
  func requireOnline() throws {
    guard !offline else {
      throw ValidationError("This command speaks to the service; it cannot work with --offline.")
    }
  }
}
