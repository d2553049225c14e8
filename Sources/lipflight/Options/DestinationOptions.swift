internal import ArgumentParser

/// Where results go.
struct DestinationOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Directory for the result, its cover and the report; created if missing.", valueName: "dir"),
    completion: .directory)
  var directory: String
}
