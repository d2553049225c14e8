internal import LipSync
internal import Platform
internal import Synchronization

/// What the environment and files of settings say. Options come before them; among them the environment comes first, then systemd's
/// credentials, the file that --config names, and the user's own.
struct Settings: Sendable {
  static let defaultService = Defaults.serviceURL
  static let defaultPrefix = Defaults.servicePrefix

  /// A value and where it is from.
  struct Found: Sendable {
    var value: String
    var from: SettingLayer.Kind
    var place: String
  }

  /// The places, the first one first.
  let layers: [SettingLayer]

  /// Those of this command.
  static var current: Settings { shared.withLock { $0 } }

  private static let shared = Mutex(Settings(layers: [environment]))
  private static var environment: SettingLayer {
    SettingLayer(kind: .environment, values: ProcessInfo.processInfo.environment)
  }

  /// Reads the files; before it the environment alone counts.
  ///
  /// - Parameter named: what --config said.
  /// - Throws: `Failure` if a file cannot be used.
  static func load(_ named: String?) throws {
    let environment = environment
    var layers = [environment]
    if let credentials = SettingLayer(credentials: environment.values["CREDENTIALS_DIRECTORY"]) {
      layers.append(credentials)
    }
    if let named { layers.append(try SettingLayer(file: named, .namedFile)) }
    let own = userFile(environment.values)
    if FileStatus(path: own) != nil { layers.append(try SettingLayer(file: own, .userFile)) }
    let settings = Settings(layers: layers)
    _ = try settings.proxies()
    shared.withLock { $0 = settings }
  }

  /// The path that --config named; nil where it named none.
  var namedFile: String? { layers.first { $0.kind == .namedFile }?.path }

  /// The user's own file, by the XDG base directory specification: relative paths do not count.
  static func userFile(_ environment: [String: String]) -> String {
    let config = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home =
      environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? FileManager.default.homeDirectoryForCurrentUser.path
    return (config ?? home + "/.config") + "/lipflight/lipflight.env"
  }

  /// The value of a setting, from the first place that has it.
  /// - Throws: `Failure` if the file with it cannot be read, or a place has it twice.
  func find(_ setting: SettingName) throws -> Found? {
    for layer in layers {
      for name in [setting.name] + setting.others {
        guard let value = layer.values[name], !(value.isEmpty && setting.emptyIsUnset) else { continue }
        try refuseBoth(setting, in: layer)
        return Found(value: value, from: layer.kind, place: layer.place(of: name))
      }
      guard setting.comesFromFiles, let path = layer.values[setting.fileName], !path.isEmpty else { continue }
      let value = try SecretFile.read(path)
      return Found(
        value: value, from: layer.kind, place: "\(path), which \(layer.place(of: setting.fileName)) names")
    }
    return nil
  }

  /// The value alone.
  func value(_ setting: SettingName) throws -> String? { try find(setting)?.value }

  /// The settings of the service as the library takes them.
  func service() throws -> [String: String] {
    var values: [String: String] = [:]
    for setting in [SettingName.apiKey, .baseURL, .prefix] { values[setting.name] = try value(setting) }
    return values
  }

  private func refuseBoth(_ setting: SettingName, in layer: SettingLayer) throws {
    guard setting.comesFromFiles, layer.values[setting.fileName]?.isEmpty == false else { return }
    throw Failure(
      .usage,
      "Both \(setting.name) and \(setting.fileName) are set in \(layer.path ?? "the environment").",
      remedy: "Leave one of them out.")
  }

  /// What a user should know of the files: each is a sentence.
  var warnings: [String] {
    layers.flatMap { layer -> [String] in
      guard let path = layer.path, let permissions = layer.permissions else { return [] }
      var words: [String] = []
      if !layer.unknown.isEmpty {
        words.append(
          "\(path): not settings of lipflight, and ignored: \(layer.unknown.joined(separator: ", ")).")
      }
      if !layer.ignored.isEmpty {
        let lines = layer.ignored.map(String.init).joined(separator: ", ")
        words.append("\(path): without = and ignored: line \(lines).")
      }
      if layer.holdsSecret, permissions & 0o044 != 0 {
        words.append(
          "\(path) holds a secret and can be read by others (mode \(String(permissions, radix: 8))): chmod 600 \(Resumption.quoted(path))"
        )
      }
      return words
    }
  }
}
