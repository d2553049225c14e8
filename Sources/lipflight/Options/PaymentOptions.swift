internal import ArgumentParser
internal import LipSync

/// On which terms a job is paid for.
struct PaymentOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Refuse a job whose highest estimate costs more.", valueName: "credits"),
    transform: Parse.credits)
  var maxCredits: Credits?

  @Flag(
    name: .long,
    help:
      "Send a job again if its task failed, or if its create was never answered and cannot be looked up: a new payment. Without it a failed job is sent again only if the cause may have passed."
  )
  var retryFailed = false

  var terms: Job.Terms { Job.Terms(retryFailed: retryFailed) }
}
