internal import LipSync
internal import LipSyncTransfer

/// How far an inspection may go: what an inspector is made from, in a form that can be sent to a worker.
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
    isVerbose = network.verbose
  }

  init?(_ json: JSON) {
    guard let milliseconds = json["timeout_ms"]?.intValue else { return nil }
    allowPrivate = json["allow_private"]?.isTrue ?? false
    privateHosts =
      if case .array(let hosts)? = json["private_hosts"] {
        Set(hosts.compactMap(\.stringValue))
      } else { [] }
    offline = json["offline"]?.isTrue ?? false
    timeout = .milliseconds(milliseconds)
    if let horizon = json["fetched_within_ms"]?.intValue { fetchedWithin = .milliseconds(horizon) }
    if let limit = json["slow_fetch_ms"]?.intValue { slowFetch = .milliseconds(limit) }
    fixesLinks = json["fix_links"]?.isTrue ?? false
    readLimit = json["read_limit"]?.intValue
    isVerbose = json["verbose"]?.isTrue ?? false
  }

  var json: JSON {
    func milliseconds(_ duration: Duration) -> JSON {
      let (seconds, attoseconds) = duration.components
      return .int(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
    return .object([
      ("allow_private", .bool(allowPrivate)),
      ("private_hosts", .array(privateHosts.sorted().map(JSON.string))), ("offline", .bool(offline)),
      ("timeout_ms", milliseconds(timeout)), ("fetched_within_ms", milliseconds(fetchedWithin)),
      ("slow_fetch_ms", milliseconds(slowFetch)), ("fix_links", .bool(fixesLinks)),
      ("read_limit", .optional(readLimit)), ("verbose", .bool(isVerbose)),
    ])
  }

  /// Inspects sources within these bounds.
  var inspector: Inspector { inspector(client) }

  /// Speaks HTTP within these bounds.
  var client: HTTPClient { HTTPClient(policy: policy, logger: VerboseLog.logger(isVerbose)) }

  /// The same on connections that are there already.
  func inspector(_ client: HTTPClient) -> Inspector {
    Inspector(
      client: client, offline: offline, timeout: timeout, fetchHorizon: fetchedWithin,
      fixesLinks: fixesLinks, readLimit: readLimit ?? Defaults.readLimit,
      wholeLimit: readLimit ?? Defaults.wholeLimit, slowFetch: slowFetch)
  }

  var policy: AddressPolicy { AddressPolicy(allowsPrivate: allowPrivate, privateHosts: privateHosts) }
}

extension JSON {
  /// Whether it is `true`.
  var isTrue: Bool { if case .bool(true) = self { true } else { false } }
}
