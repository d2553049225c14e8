internal import ArgumentParser

/// How a command prints.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Also read settings from this file: KEY=VALUE lines as in systemd's EnvironmentFile, named as in the environment, which comes first. The user's own, $XDG_CONFIG_HOME/lipflight/lipflight.env, is read by itself.",
      valueName: "file"),
    completion: .file())
  var config: String?

  @Flag(name: .long, help: "Print one JSON document on standard output and nothing else there.")
  var json = false

  @Flag(
    name: .long,
    help: "No progress and no notes on standard error; errors and the id of a paid task are still printed.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "No colours; NO_COLOR in the environment does the same.")
  var noColor = false
}
