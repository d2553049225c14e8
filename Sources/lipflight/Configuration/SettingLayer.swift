internal import LipSync
internal import Platform

/// One place that settings come from.
struct SettingLayer: Sendable {
  /// What kind of place it is, in the order in which they count.
  enum Kind: String, Sendable, CaseIterable {
    case environment
    case credential
    case namedFile = "named_file"
    case userFile = "user_file"
  }

  var kind: Kind
  /// The file or directory; nil for the environment.
  var path: String?
  /// Values by name.
  var values: [String: String]
  /// The line of each value in its file.
  var lines: [String: Int] = [:]
  /// Names in a file that are no settings of this tool.
  var unknown: [String] = []
  /// Lines in a file that assign nothing.
  var ignored: [Int] = []
  /// A file's permissions.
  var permissions: Int?

  /// Where a value is, for people.
  func place(of name: String) -> String {
    switch kind {
    case .environment: "the environment"
    case .credential: "the systemd credential \(path ?? "")/\(name)"
    case .namedFile, .userFile: "\(path ?? "")" + (lines[name].map { ", line \($0)" } ?? "")
    }
  }

  /// Whether it holds a secret, or the name of a database with its password.
  var holdsSecret: Bool {
    values.contains { name, value in
      SettingName.all.contains { $0.name == name && $0.isSecret }
        || name == SettingName.journal.name && value.contains("@")
        || SettingName.proxies.contains { ([$0.name] + $0.others).contains(name) } && value.contains("@")
    }
  }
}

extension SettingLayer {
  /// A file of settings.
  /// - Throws: `Failure` if it cannot be used; the message names the line.
  init(file path: String, _ kind: Kind) throws {
    let text: String
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      guard let utf8 = String(validating: data, as: UTF8.self) else {
        throw Failure(
          .usage, "The settings in \(path) are not UTF-8.", remedy: "Save the file in that encoding.")
      }
      text = utf8.hasPrefix("\u{feff}") ? String(utf8.unicodeScalars.dropFirst()) : utf8
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(
        .usage,
        "The settings in \(path) cannot be read\(FileStatus(path: path) == nil ? ": there is no such file" : "").",
        remedy: "Name a file of KEY=VALUE lines with --config.")
    }
    let file: EnvironmentFile
    do { file = try EnvironmentFile(text) } catch {
      throw Failure(
        .usage, "The settings in \(path), line \(error.line): \(error.message).",
        remedy: "Write them as systemd's EnvironmentFile has it: KEY=VALUE, in quotes if need be.")
    }
    self.init(kind: kind, path: path, values: [:], ignored: file.ignored)
    // The last assignment counts, as in a unit.
    for assignment in file.assignments {
      values[assignment.name] = assignment.value
      lines[assignment.name] = assignment.line
    }
    unknown = Set(file.assignments.map(\.name)).subtracting(SettingName.names).sorted()
    let status = FileStatus(path: path)
    permissions = status.map { $0.permissions & 0o777 }
    try refuseStrangers(path)
    try refuseMisspelled(path)
  }

  /// The values among systemd's credentials, in the directory that the unit's `LoadCredential=` gives.
  init?(credentials directory: String?) {
    guard let directory, !directory.isEmpty else { return nil }
    var values: [String: String] = [:]
    for setting in SettingName.all where setting.comesFromFiles {
      values[setting.name] = try? SecretFile.read(directory + "/" + setting.name)
    }
    self.init(kind: .credential, path: directory, values: values)
  }

  /// A file that others can write could send the key to a service of theirs.
  private func refuseStrangers(_ path: String) throws {
    guard let permissions, permissions & 0o002 != 0 else { return }
    throw Failure(
      .usage, "Anybody can write to the settings in \(path) (mode \(String(permissions, radix: 8))).",
      remedy: "Take that away: chmod o-w \(Resumption.quoted(path))")
  }

  /// A name that looks like ours and is none was misspelled; others belong to whatever else reads the file.
  private func refuseMisspelled(_ path: String) throws {
    let ours = unknown.filter { $0.hasPrefix("JOGG_") || $0.hasPrefix("LIPFLIGHT_") }
    guard let first = ours.first else { return }
    throw Failure(
      .usage,
      "The settings in \(path), line \(lines[first] ?? 1): there is no setting \(ours.joined(separator: ", ")).",
      remedy: "The settings are \(SettingName.names.sorted().joined(separator: ", ")).")
  }
}

/// A file that holds one secret.
enum SecretFile {
  /// Its text without white space at either end.
  /// - Throws: `Failure` if it cannot be read or is no text.
  static func read(_ path: String) throws -> String {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw Failure(
        .usage, "The file \(path) cannot be read.",
        remedy: "Name a file that holds the secret and nothing else.")
    }
    return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
