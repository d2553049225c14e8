internal import LipSyncTransfer

/// Where the service is and with which key it is spoken to.
public struct ServiceConfiguration: Sendable, Equatable {
  /// Scheme, host and port, without a slash at the end.
  public var baseURL: String
  /// The path before each endpoint: `/open/v2` or `/v2`.
  public var prefix: String
  /// The key; nil sends none, which only a sandbox accepts.
  public var apiKey: Redacted?

  /// What the journal calls the service where its base URL changes from run to run; nil for the base URL.
  public var name: String?
  /// POST requests that are sent within any minute at most; nil for no limit of ours.
  public var postsPerMinute: Int?
  /// How long one call looks for a task whose creation was not confirmed; zero looks once.
  public var lookupTime: Duration
  /// The time allowed for the answer to a create: so long the job is kept from all others, whatever happens to its sender.
  var createTimeout: Duration
  /// How old a create whose answer was lost has to be until the absence of its task counts, so that the create is sent again;
  /// no more than `lookupTime` lets the very call that looked send it again.
  public var absenceTime: Duration

  /// Whether the service is on this machine.
  var isHere: Bool {
    let host = (try? WebAddress(baseURL))?.host
    return host == "localhost" || host?.hasPrefix("127.") == true || host == "::1"
  }

  /// Names a service.
  ///
  /// A service on this machine has no limit of POST requests unless one is given: the documented 20 a minute are the
  /// vendor's, and a sandbox or a model of one's own says itself when it has enough.
  public init(
    baseURL: String = Defaults.serviceURL, prefix: String = Defaults.servicePrefix, apiKey: Redacted? = nil,
    name: String? = nil
  ) {
    self.baseURL = baseURL
    self.prefix = prefix
    self.apiKey = apiKey
    self.name = name
    (postsPerMinute, lookupTime) = (Defaults.postsPerMinute, Defaults.lookupTime)
    (createTimeout, absenceTime) = (Defaults.serviceTimeout, Defaults.absenceTime)
    if isHere {
      (postsPerMinute, lookupTime) = (nil, Defaults.localLookupTime)
      (createTimeout, absenceTime) = (Defaults.localCreateTimeout, Defaults.localAbsenceTime)
    }
  }

  /// Reads `JOGG_API_KEY`, `JOGG_BASE_URL` and `JOGG_API_PREFIX`; an empty key or prefix counts as not set.
  ///
  /// An empty base URL is an error: whoever sets it means another service than the paid one, and a script failed to find it.
  /// A missing key is an error with the code `key`, a base URL or prefix that cannot be used one with `configuration`.
  public static func fromEnvironment(_ environment: [String: String]) throws(ServiceError)
    -> ServiceConfiguration
  {
    func value(_ name: String) -> String? {
      environment[name].map(trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }
    let baseURL = try checkedBaseURL(environment["JOGG_BASE_URL"].map(trimmed) ?? Defaults.serviceURL)
    let prefix = try checkedPrefix(value("JOGG_API_PREFIX") ?? Defaults.servicePrefix)
    guard let key = value("JOGG_API_KEY") else {
      throw ServiceError(
        .key, operation: .configure, subject: "JOGG_API_KEY", message: "no API key is set.",
        remedy: "Set JOGG_API_KEY to the key of your account.")
    }
    // A header value must be one line of visible ASCII: anything else was pasted with something around it.
    guard key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw ServiceError(
        .key, operation: .configure, subject: "JOGG_API_KEY",
        message: "the API key holds spaces, line breaks or characters that no key has.",
        remedy: "Copy the key again, without anything around it.")
    }
    return ServiceConfiguration(baseURL: baseURL, prefix: prefix, apiKey: Redacted(key))
  }

  private static func checkedBaseURL(_ text: String) throws(ServiceError) -> String {
    guard !text.isEmpty else {
      throw ServiceError(
        .configuration, operation: .configure, subject: "JOGG_BASE_URL",
        message: "it is set, and empty: which service is meant is not known.",
        remedy: "Set it to the URL of a service, or unset it for \(Defaults.serviceURL).")
    }
    let base = String(text.reversed().drop { $0 == "/" }.reversed())
    let lower = base.lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://"), !base.contains("@"),
      !base.contains("?"), !base.contains("#"), base.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
      let address = try? WebAddress(base)
    else {
      throw ServiceError(
        .configuration, operation: .configure, subject: "JOGG_BASE_URL",
        message: "this is not an http(s) URL of a host without user, query and fragment.",
        remedy: "Set it to a URL such as \(Defaults.serviceURL), or unset it.")
    }
    guard address.scheme == "https" || AddressPolicy.publicOnly.objection(toHost: address.host) != nil else {
      throw ServiceError(
        .configuration, operation: .configure, subject: "JOGG_BASE_URL",
        message: "http:// would send the API key in clear over the Internet to \(address.host).",
        remedy: "Write https://; plain http is taken only for this machine and private networks.")
    }
    return base
  }

  private static func checkedPrefix(_ text: String) throws(ServiceError) -> String {
    let inner = text.split(separator: "/").joined(separator: "/")
    guard inner.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
      !inner.contains(where: { "?#%\\".contains($0) })
    else {
      throw ServiceError(
        .configuration, operation: .configure, subject: "JOGG_API_PREFIX",
        message: "this is not a plain path.", remedy: "Set it to /open/v2 or /v2, or unset it.")
    }
    return inner.isEmpty ? "" : "/" + inner
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
