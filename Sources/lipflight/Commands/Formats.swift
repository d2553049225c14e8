internal import ArgumentParser
internal import LipSync
internal import LipSyncMedia

/// `lipflight formats`: the containers and codecs that are opened, and why.
struct FormatsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "formats", abstract: "Print the containers and codecs that are opened, and why.",
    discussion:
      "Everything else is media.unsupported by name, so that a fault in one of FFmpeg's other demuxers and decoders is out of reach of a file."
  )

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    let version = try await onBlockingThread { try Examiners.hello().ffmpeg }
    console.document(
      .formats,
      .object([
        ("ffmpeg", .string(version.text)),
        ("advisories", .array(version.concerns.map { .string($0.id) })),
        ("formats", .array(AcceptedMedia.rows.map(Self.json))),
      ]))
    for kind in AcceptedMedia.Kind.allCases {
      console.print(console.style.strong(Self.titles[kind] ?? kind.rawValue))
      for row in AcceptedMedia.rows where row.kind == kind {
        let names = row.names.joined(separator: " ").split(separator: ",").joined(separator: " ")
        console.print("  \(names)\n      \(row.reason)")
      }
    }
    for advisory in version.concerns { console.say(Versions.sentence(advisory, version)) }
    return .passed
  }

  private static let titles: [AcceptedMedia.Kind: String] = [
    .container: "Containers", .video: "Video codecs", .audio: "Audio codecs",
    .image: "Picture codecs",
  ]

  private static func json(_ row: AcceptedMedia.Row) -> JSON {
    .object([
      ("kind", .string(row.kind.rawValue)), ("names", .array(row.names.map(JSON.string))),
      ("reason", .string(row.reason)),
    ])
  }
}
