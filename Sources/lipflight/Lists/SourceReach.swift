internal import LipSync
internal import LipSyncTransfer

/// How far an inspection may go: what an inspector is made from.
struct SourceReach: Sendable {
  var allowPrivate: Bool
  /// The hosts for which that holds, as `AddressPolicy.privateHosts`.
  var privateHosts: Set<String>
  var offline: Bool
  var timeout: Duration
  var fetchedWithin = Defaults.fetchHorizon
  var slowFetch = Defaults.slowFetch
  var fixesLinks = false
  /// Nil for the defaults.
  var readLimit: Int64?
  /// Which requests go through which proxy.
  var proxies = ProxyRules.none
  /// A file of certificates to trust; nil for what the environment names, or the system's.
  var certificates: String?
  /// Whether each request is logged on standard error.
  var isVerbose = false

  /// - Parameter hosts: private hosts that are opened beside those that the user has named.
  init(
    _ network: NetworkOptions, sandbox: Bool, links: LinkOptions? = nil, opening hosts: Set<String> = []
  ) {
    allowPrivate = network.allowPrivate || sandbox || !network.privateHost.isEmpty
    privateHosts = NamedHosts.all(network).union(hosts)
    offline = network.offline
    timeout = network.sourceTimeout
    fetchedWithin = links?.fetchedWithin ?? Defaults.fetchHorizon
    slowFetch = links?.slowFetch ?? Defaults.slowFetch
    fixesLinks = links?.fixLinks ?? false
    readLimit = network.readLimit
    proxies = network.proxies
    certificates = try? Settings.current.value(.certificates)
    isVerbose = network.verbose
  }

  /// Inspects sources within these bounds; workers read the media.
  var inspector: Inspector {
    Inspector(
      client: HTTPClient(
        policy: policy, proxies: proxies, certificates: certificates, logger: VerboseLog.logger(isVerbose)),
      offline: offline, timeout: timeout, fetchHorizon: fetchedWithin, fixesLinks: fixesLinks,
      readLimit: readLimit ?? Defaults.readLimit, wholeLimit: readLimit ?? Defaults.wholeLimit,
      slowFetch: slowFetch)
  }

  var policy: AddressPolicy { AddressPolicy(allowsPrivate: allowPrivate, privateHosts: privateHosts) }
}
