internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// `lipflight faces`: whether faces are looked for, and installing the networks that they are found by.
struct FacesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faces", abstract: "Show whether faces are looked for, or install what that takes.",
    discussion: """
      Faces are found by two networks of Google's MediaPipe (Apache-2.0), which are not part of Lipflight and are never fetched \
      by it. `make faces` gets them, or:

      \(FaceText.commands.joined(separator: "\n"))
      """, subcommands: [FacesShow.self, FacesInstall.self], defaultSubcommand: FacesShow.self)
}

/// `lipflight faces show`.
struct FacesShow: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show whether faces are looked for, and what is missing.")

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    try await FaceReport.make().tell(console)
    return .passed
  }
}

/// `lipflight faces install`.
struct FacesInstall: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Install the networks from a folder that a package of them was unpacked to.",
    discussion: """
      They are looked for below the folder by their SHA-256 digests, whatever they are called, and copied to \
      $XDG_DATA_HOME/lipflight/faces (~/.local/share/lipflight/faces). Nothing is fetched.
      """)

  @Argument(help: "The folder, or one of the files.", completion: .directory)
  var folder: String

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    guard let place = FaceNetworks.folder() else {
      throw Failure(.usage, "There is no folder to install to.", remedy: "Set HOME, or XDG_DATA_HOME.")
    }
    let folder = folder
    try await onBlockingThread { () throws in
      guard FileStatus(path: folder) != nil else { throw Failure(.usage, "There is no '\(folder)'.") }
      var bytes: [FaceNetworks.Part: [UInt8]] = [:]
      for (part, path) in FaceNetworks.search(folder) { bytes[part] = FaceNetworks.file(path) }
      guard let networks = FaceNetworks(bytes) else {
        let missing = FaceNetworks.Part.allCases.filter { bytes[$0] == nil }.map(\.fileName)
        throw Failure(
          .failedCheck,
          "\(missing.joined(separator: " and ")) of MediaPipe \(FaceText.version) not found below '\(folder)'.",
          remedy: "Unpack that version and name its folder: \(FaceText.commands[0])")
      }
      try networks.install(to: place)
    }
    try await FaceReport.make().tell(console)
    return .passed
  }
}

/// What `lipflight faces` shows.
private struct FaceReport {
  let folder: String?
  /// Whether the worker program has an engine.
  let hasEngine: Bool
  let installed: [FaceNetworks.Part: Bool]
  let isReady: Bool

  static func make() async throws -> FaceReport {
    try await onBlockingThread {
      let folder = FaceNetworks.folder()
      let hello = try Examiners.hello()
      return FaceReport(
        folder: folder, hasEngine: hello.findsFaces,
        installed: Dictionary(
          uniqueKeysWithValues: FaceNetworks.Part.allCases.map { part in
            (part, folder.flatMap { FaceNetworks.file("\($0)/\(part.fileName)") }.map(part.isIt) ?? false)
          }), isReady: hello.findsFaces && FaceNetworks.installed != nil)
    }
  }

  func tell(_ console: Console) {
    console.document(
      .faces,
      .object([
        ("ready", .bool(isReady)), ("engine", .bool(hasEngine)), ("folder", .optional(folder)),
        (
          "networks",
          .array(
            FaceNetworks.Part.allCases.map { part in
              .object([
                ("network", .string(part.rawValue)), ("file", .string(part.fileName)),
                ("sha256", .string(part.digest)), ("installed", .bool(installed[part] ?? false)),
              ])
            })
        ),
      ]))
    console.print(console.style.strong(isReady ? "Faces are looked for." : "Faces are not looked for."))
    console.print("  engine     \(hasEngine ? "XNNPACK" : "none" + (FaceText.unseen(.noEngine) ?? ""))")
    for part in FaceNetworks.Part.allCases {
      console.print(
        "  \(padded(part.rawValue, to: 10)) \(installed[part] == true ? "installed" : "not installed")")
    }
    if let folder { console.print("  folder     \(folder)") }
    if hasEngine, !isReady {
      console.print("To install the networks: make faces, or")
      for command in FaceText.commands { console.print("  \(command)") }
    }
  }
}
