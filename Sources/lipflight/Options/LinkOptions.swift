internal import ArgumentParser
internal import LipSync

/// How links are treated.
struct LinkOptions: ParsableArguments {
  @Flag(
    name: .long,
    help: "Replace a share link by its direct link, or a badly pasted link by the right one, and say so.")
  var fixLinks = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long from now the service may still fetch the sources; signed links that expire sooner get a warning (default: \(Defaults.fetchHorizon.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var fetchedWithin: Duration?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The service's time limit for fetching one whole source; slower hosts get a warning (default: \(Defaults.slowFetch.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var slowFetch: Duration?
}
