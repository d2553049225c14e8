internal import ArgumentParser
internal import LipSync

/// `lipflight submit`: checks the pair and creates the task. Standard output carries the task's id alone, so that
/// `id=$(lipflight submit VIDEO AUDIO)` works; the check goes to standard error.
struct Submit: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Check, then create the task; prints the task id. Local files are uploaded.")

  @OptionGroup
  var pair: PairArguments

  @OptionGroup(title: "Playback")
  var playback: PlaybackOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Links")
  var links: LinkOptions

  @OptionGroup(title: "Payment")
  var payment: PaymentOptions

  @OptionGroup(title: "Service")
  var service: ServiceOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var resumption: Resumption { Resumption(service, network) }
  var isEphemeral: Bool { service.isEphemeral }

  func validate() throws { try network.requireOnline() }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console, isPaid: !isEphemeral)
    defer { progress.clear() }
    let report = try await Session.with(network, service, links) { session in
      try await session.job(progress, payment.terms).submit(
        pair.request(playback, judgement, ceiling: payment.maxCredits))
    }.withToolRemedies(resumption)
    progress.clear()
    console.document(.submit, report.json)
    if let check = report.check, !console.isJSON {
      console.say(CheckText.report(check, console.noteStyle))
    }
    if let task = report.task { console.print(task.id) }
    return report.exit
  }

  func document(for failure: Failure) -> Printout {
    Printout(.submit, TaskDocument.json(failure, taskID: nil))
  }
}
