internal import ArgumentParser
internal import LipSync

/// `lipflight run`: from two sources to a verified result.
struct Run: Subcommand {
  static let configuration = CommandConfiguration(
    abstract: "Do the whole job: check, submit, wait, download, verify.")

  @OptionGroup
  var pair: PairArguments

  @OptionGroup
  var destination: DestinationOptions

  @OptionGroup(title: "Playback")
  var playback: PlaybackOptions

  @OptionGroup(title: "Judgement")
  var judgement: JudgementOptions

  @OptionGroup(title: "Links")
  var links: LinkOptions

  @Flag(
    name: .long,
    help:
      "First mend both sources as `lipflight mend` does, into the directory of -o, and send what was mended.")
  var mend = false

  @OptionGroup(title: "Payment")
  var payment: PaymentOptions

  @OptionGroup(title: "Webhook")
  var notify: NotifyOptions

  @OptionGroup(title: "Service")
  var service: ServiceOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var resumption: Resumption { Resumption(service, network, directory: destination.directory) }
  var isEphemeral: Bool { service.isEphemeral }

  func validate() throws { try network.requireOnline() }

  func perform(_ console: Console) async throws -> ExitStatus {
    let progress = Progress(console, isPaid: !isEphemeral)
    defer { progress.clear() }
    let (job, undelivered) = try await Destination.with(destination.place.directory) {
      try await Session.with(network, service, links) { session in
        let mended = try await MendedPair(video: pair.video, audio: pair.audio).mended(
          into: mend ? destination.place.directory : nil, inspector: session.inspector, console)
        return try await notify.notifier(session, console).following(taskID: nil) {
          try await session.job(progress, payment.terms).run(
            mended.request(playback, judgement, ceiling: payment.maxCredits),
            into: destination.place.directory, named: destination.place.name,
            patience: Job.Patience(schedule: service.schedule, timeout: network.waitTimeout))
        }
      }
    }
    let report = job.withToolRemedies(resumption)
    progress.clear()
    console.document(.job, report.json)
    console.print(JobText.report(report, console.style))
    return console.exit(report.exit, telling: undelivered)
  }

  func document(for failure: Failure) -> Printout {
    Printout(.job, TaskDocument.json(failure, taskID: nil))
  }
}
