/// A setting that the environment and files of settings can hold.
struct SettingName: Sendable {
  /// The variable's name.
  let name: String
  /// What it is, for people.
  let meaning: String
  /// Whether nobody is to see it.
  var isSecret = false
  /// Whether an empty value counts as not set.
  var emptyIsUnset = true
  /// The value where nothing is set, as it is shown; nil if there is none.
  var fallback: String?
  /// Whether `NAME_FILE` may name a file that holds the value, and a systemd credential of its name may be it.
  var comesFromFiles = false
  /// Other spellings, after this one.
  var others: [String] = []

  /// The variable that names a file with the value.
  var fileName: String { name + "_FILE" }
}

extension SettingName {
  /// All of them, in the order in which `lipflight config` shows them.
  static let all: [SettingName] =
    [apiKey, baseURL, prefix, webhookSecret, journal] + proxies + [certificates]

  static let apiKey = SettingName(
    name: "JOGG_API_KEY", meaning: "the API key", isSecret: true, comesFromFiles: true)
  static let baseURL = SettingName(
    name: "JOGG_BASE_URL", meaning: "the service", emptyIsUnset: false, fallback: Settings.defaultService)
  static let prefix = SettingName(
    name: "JOGG_API_PREFIX", meaning: "the path before each endpoint", fallback: Settings.defaultPrefix)
  static let webhookSecret = SettingName(
    name: "LIPFLIGHT_WEBHOOK_SECRET", meaning: "the secret that webhooks are signed with", isSecret: true,
    comesFromFiles: true)
  static let journal = SettingName(
    name: "LIPFLIGHT_JOURNAL", meaning: "the journal of what was paid for, as --journal names it")
  static let httpsProxy = SettingName(
    name: "HTTPS_PROXY", meaning: "the proxy for https URLs", others: ["https_proxy"])
  // As in curl: HTTP_PROXY in capitals may be a header of a CGI request.
  static let httpProxy = SettingName(name: "http_proxy", meaning: "the proxy for http URLs")
  static let anyProxy = SettingName(
    name: "ALL_PROXY", meaning: "the proxy for both, where theirs is not set", others: ["all_proxy"])
  static let noProxy = SettingName(
    name: "NO_PROXY", meaning: "hosts that are contacted without a proxy", others: ["no_proxy"])
  static let proxies = [httpsProxy, httpProxy, anyProxy, noProxy]
  static let certificates = SettingName(
    name: "CURL_CA_BUNDLE", meaning: "the certificates to trust instead of the system's",
    others: ["SSL_CERT_FILE"])

  /// All variables by name.
  static let names: Set<String> = Set(
    all.flatMap { [$0.name] + $0.others + ($0.comesFromFiles ? [$0.fileName] : []) })
}
