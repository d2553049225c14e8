internal import ArgumentParser
internal import LipSync

/// What the results of a batch are called.
struct NameOptions: ParsableArguments {
  @Option(
    name: .customLong("name"),
    help: ArgumentHelp(
      "Name each result by a template such as {video}.{language}.mp4, below -o: {id}, {video} and {audio} (their files' names without endings), and any label. Names that collide or cannot be files' are refused before anything is paid (default: one directory per job, named by its id).",
      valueName: "template"),
    transform: NameOptions.template)
  var template: NameTemplate?

  private static func template(_ text: String) throws -> NameTemplate {
    do { return try NameTemplate(text) } catch {
      throw ValidationError("'\(text)' cannot name results: \(error.message).")
    }
  }
}

/// Gives each row of a manifest the name of its result, and finds what cannot be.
struct ResultNames {
  private let template: NameTemplate?
  private var taken = TakenNames()

  init(_ template: NameTemplate?) { self.template = template }

  /// The row with the path of its result in `output`.
  func named(_ row: JobRow) -> JobRow {
    guard let path = try? template?.path(for: row) else { return row }
    var row = row
    row.output = path
    return row
  }

  /// What is wrong with a row's name.
  mutating func faults(_ row: JobRow, _ fields: ManifestRow) -> [ManifestFault] {
    guard let template else { return [] }
    do throws(ManifestFieldFault) {
      let path = try template.path(for: row)
      guard !taken.take(path) else { return [] }
      let message =
        "an earlier row's result already has the name \u{201c}\(path)\u{201d}, or one that some systems do not tell from it"
      return [fields.fault("id", message)]
    } catch {
      return [fields.fault(error.field, error.message)]
    }
  }
}
