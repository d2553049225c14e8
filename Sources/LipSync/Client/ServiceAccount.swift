/// Whose tasks: a service and an account there, told apart without the key.
public struct ServiceAccount: Sendable, Hashable {
  /// The base URL, or a name that outlives it: an embedded sandbox has another port each time.
  public let service: String
  /// 12 hexadecimal digits of a hash over the key; the key cannot be found from them.
  public let account: String

  /// Names an account as it was written down.
  public init(service: String, account: String) {
    self.service = service
    self.account = account
  }

  /// The account of a configuration.
  public init(_ configuration: ServiceConfiguration) {
    let key = configuration.apiKey?.reveal { $0 } ?? ""
    self.init(
      service: configuration.name ?? configuration.baseURL.lowercased(),
      account: String(Digest.sha256("lipflight account\n" + key).prefix(12)))
  }

  /// Service and account in one word.
  public var text: String { service + " " + account }
}
