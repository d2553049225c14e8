internal import LipSync
internal import LipSyncTransfer

/// What --proxy said.
enum ProxyChoice: Sendable {
  case direct
  case through(Proxy)

  /// As it may be shown in a command to copy: a login is left out, and to be put in by whoever copies it.
  var shown: String {
    switch self {
    case .direct: "none"
    case .through(let proxy) where proxy.hasCredentials:
      proxy.description.replacing("://", with: "://USER:PASSWORD@")
    case .through(let proxy): proxy.description
    }
  }
}

extension Settings {
  /// Which requests go through which proxy: the option comes before the settings, which were checked when they were loaded.
  func proxies(_ choice: ProxyChoice?) -> ProxyRules {
    var rules = (try? proxies()) ?? .none
    switch choice {
    case nil: break
    case .direct: rules = .none
    case .through(let proxy): (rules.https, rules.http) = (proxy, proxy)
    }
    return rules
  }

  /// The proxies of the environment and the files.
  /// - Throws: `Failure` for one that cannot be used; without its text, which may hold a password.
  func proxies() throws -> ProxyRules {
    let any = try proxy(.anyProxy)
    let exceptions = try value(.noProxy).map(ProxyRules.exceptions) ?? []
    return ProxyRules(
      https: try proxy(.httpsProxy) ?? any, http: try proxy(.httpProxy) ?? any, exceptions: exceptions)
  }

  private func proxy(_ setting: SettingName) throws -> Proxy? {
    guard let found = try find(setting) else { return nil }
    do { return try Proxy(found.value) } catch {
      throw Failure(
        .usage, "\(setting.name), from \(found.place), cannot be used: \(error.message).",
        remedy: "Set it to a URL such as http://proxy.example:3128, or unset it.")
    }
  }
}
