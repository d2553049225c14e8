internal import ArgumentParser
internal import LipSync

/// How links are taken.
struct LinkOptions: ParsableArguments {
  @Flag(name: .long, help: "Take a share link's direct form instead, where it has one, and say so.")
  var fixLinks = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long from now the service may still fetch the sources; signed links that die sooner are warned of (default: \(Defaults.fetchHorizon.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var fetchedWithin: Duration?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the service may take to fetch a whole source, as its time limit has it; hosts that are slower than that are warned of (default: \(Defaults.slowFetch.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var slowFetch: Duration?
}
