internal import ArgumentParser
internal import LipSync
internal import LipSyncTransfer
internal import Platform

/// `lipflight config`: what holds, and where it comes from.
struct ConfigCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show which settings hold and where each comes from. Secrets are never printed.",
    discussion: """
      Options come before the environment, then systemd's credentials, then the file that --config names, then \
      $XDG_CONFIG_HOME/lipflight/lipflight.env. Exit code 64 if a setting cannot be used.
      """)

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let report = ConfigReport(Settings.current)
    console.document(.config, report.json)
    console.print(report.text(console.style))
    return report.troubles.isEmpty ? .passed : .usage
  }
}

/// What `lipflight config` shows.
struct ConfigReport {
  /// A setting as it may be shown.
  struct Row {
    var setting: SettingName
    /// Nil if nothing is set, or if nobody is to see it.
    var shown: String?
    var isSet: Bool
    var from: SettingLayer.Kind?
    var place: String?
  }

  let layers: [SettingLayer]
  let userFile: String
  let rows: [Row]
  let troubles: [String]

  init(_ settings: Settings) {
    layers = settings.layers.filter { $0.kind != .environment }
    userFile = Settings.userFile(ProcessInfo.processInfo.environment)
    var troubles: [String] = []
    rows = SettingName.all.map { setting in
      do {
        let found = try settings.find(setting)
        return Row(
          setting: setting, shown: found.map { Self.shown($0.value, of: setting) } ?? setting.fallback,
          isSet: found != nil, from: found?.from, place: found?.place)
      } catch {
        troubles.append(Failure(error, interrupted: false).message)
        return Row(setting: setting, shown: nil, isSet: false)
      }
    }
    do { _ = try settings.proxies() } catch { troubles.append(Failure(error, interrupted: false).message) }
    // A key that is missing is no fault of the settings: a sandbox needs none.
    do { _ = try ServiceConfiguration.fromEnvironment(try settings.service()) } catch let error
      as ServiceError
      where error.code == .configuration
    { troubles.append(Failure(error, interrupted: false).message) } catch {}
    self.troubles = troubles
  }

  /// What the address policy can refuse of what goes through a proxy, and what it cannot.
  static let proxyVeto = (
    can:
      "URLs and redirects that are written as private, loopback or link-local addresses, or with inner names such as .internal and .local, are refused before the proxy is asked.",
    cannot:
      "Which address a name has, the proxy alone knows: a public name that leads inside is for its own rules to refuse."
  )

  private static func shown(_ value: String, of setting: SettingName) -> String? {
    if setting.isSecret { return nil }
    if setting.name == SettingName.noProxy.name { return value }
    if SettingName.proxies.contains(where: { $0.name == setting.name }) {
      guard let proxy = try? Proxy(value) else { return nil }
      return proxy.description + (proxy.hasCredentials ? ", with a user that is not shown" : "")
    }
    return setting.name == SettingName.journal.name ? shortened(value) : value
  }
}

extension ConfigReport {
  var json: JSON {
    .object([
      (
        "settings",
        .array(
          rows.map {
            .object([
              ("name", .string($0.setting.name)), ("value", .optional($0.shown)),
              ("secret", .bool($0.setting.isSecret)), ("set", .bool($0.isSet)),
              ("from", .optional($0.from?.rawValue)), ("place", .optional($0.place)),
            ])
          })
      ),
      (
        "files",
        .array(
          layers.map {
            .object([
              ("kind", .string($0.kind.rawValue)), ("path", .optional($0.path)),
              ("permissions", .optional($0.permissions.map { String($0, radix: 8) })),
              ("holds_secret", .bool($0.holdsSecret)), ("unknown", .array($0.unknown.map(JSON.string))),
              ("ignored_lines", .array($0.ignored.map(JSON.int))),
            ])
          })
      ), ("user_file", .string(userFile)),
      (
        "proxy_veto",
        .object([("can", .string(Self.proxyVeto.can)), ("cannot", .string(Self.proxyVeto.cannot))])
      ), ("troubles", .array(troubles.map(JSON.string))),
    ])
  }

  func text(_ style: Style) -> String {
    let cells = rows.map { row -> [String] in
      let value = row.shown ?? (row.isSet ? "set, not shown" : "not set")
      return [
        row.setting.name, value, row.place.map { "from \($0)" } ?? (row.shown == nil ? "" : "by default"),
      ]
    }
    var lines = Columns(rows: cells).lines(indent: 0)
    let read = layers.compactMap(\.path)
    lines.append("files read: " + (read.isEmpty ? "none" : read.joined(separator: ", ")))
    if !read.contains(userFile) { lines.append("the user's file would be \(userFile)") }
    let usesProxy = rows.contains { row in
      row.isSet && SettingName.proxies.dropLast().contains { $0.name == row.setting.name }
    }
    if usesProxy { lines.append("through a proxy: \(Self.proxyVeto.can) \(Self.proxyVeto.cannot)") }
    return (lines + troubles.map { style.bad("error") + ": " + $0 }).joined(separator: "\n")
  }
}
