internal import ArgumentParser
internal import LipSync
internal import LipSyncTransfer

/// Which hosts may be contacted, and for how long.
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

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The proxy for the service, uploads, sources and results, HOST:PORT or a URL; none for no proxy (default: HTTPS_PROXY, http_proxy and ALL_PROXY). Hosts in NO_PROXY and this machine are contacted directly.",
      valueName: "url|none"),
    transform: Parse.proxy)
  var proxy: ProxyChoice?

  @Flag(name: .long, help: "No network at all: what URLs themselves show, and what local files show.")
  var offline = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Time limit for each source and for waiting on a task (default: \(Defaults.sourceTimeout.inSeconds) for a source, \(Defaults.waitTimeout.inSeconds) for a task).",
      valueName: "seconds"),
    transform: Parse.duration)
  var timeout: Duration?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Maximum number of bytes to read from a URL to find its exact length; beyond that the header's length is used and marked inexact (default: \(Defaults.readLimit >> 20)M, and \(Defaults.wholeLimit >> 20)M if a host ignores ranges). K, M and G are powers of 1024.",
      valueName: "bytes"),
    transform: Parse.readLimit)
  var readLimit: Int64?

  @Flag(
    name: .long,
    help:
      "Log each request and each decision on standard error; secrets are removed from URLs, and headers are not logged."
  )
  var verbose = false

  /// Which requests go through which proxy.
  var proxies: ProxyRules { Settings.current.proxies(proxy) }

  /// The time allowed for each source.
  var sourceTimeout: Duration { timeout ?? Defaults.sourceTimeout }

  /// The time allowed for waiting.
  var waitTimeout: Duration { timeout ?? Defaults.waitTimeout }

  /// Refuses `--offline` for a command that needs the service.
  func requireOnline() throws {
    guard !offline else {
      throw ValidationError("This command needs the service; it cannot run with --offline.")
    }
  }
}
