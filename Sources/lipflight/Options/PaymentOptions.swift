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
      "Send a job again whose task failed, or whose create was never answered and cannot be looked for: a new payment. Without it only where the cause may have passed."
  )
  var retryFailed = false

  var terms: Job.Terms { Job.Terms(retryFailed: retryFailed) }
}
