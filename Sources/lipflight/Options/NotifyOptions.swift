internal import ArgumentParser
internal import LipSync

/// Who is told of a task's end.
struct NotifyOptions: ParsableArguments {
  @Option(
    name: .customLong("notify"),
    help: ArgumentHelp(
      "Once a task is over and its result proved, or it is given up, post a signed event there in the shape of the service's webhooks. The journal keeps it until it is taken, for a day at most: see `lipflight webhook deliver`.",
      valueName: "url"))
  var url: String?

  @Option(
    name: .customLong("notify-time"),
    help: ArgumentHelp(
      "How long this command posts an event again that is not taken, with growing pauses (default: \(Defaults.webhookPatience.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var time: Duration?

  @OptionGroup
  var secret: SecretOptions

  /// Posts to the receiver that was named; nil where none was. A missing secret is said before anything is waited for.
  func notifier(_ session: Session, _ console: Console) throws -> Notifier? {
    guard let url else { return nil }
    return Notifier(
      sender: try WebhookSender(to: url, secrets: try secret.values(), client: session.client),
      receiver: JournalEntry.SentURL(url), outbox: session.outbox, patience: time ?? Defaults.webhookPatience,
      console: console)
  }
}
