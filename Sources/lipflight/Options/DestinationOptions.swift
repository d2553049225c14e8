internal import ArgumentParser

/// Where results go.
struct DestinationOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where the result, its cover and the report are kept; made if missing.", valueName: "dir"),
    completion: .directory)
  var directory: String
}
