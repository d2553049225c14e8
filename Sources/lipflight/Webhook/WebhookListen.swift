internal import ArgumentParser
internal import LipSync
internal import LipSyncBase
internal import LipSyncLedger
internal import LoopbackServer
internal import Platform

/// `lipflight webhook listen`: a receiver that verifies, writes down, answers, and then hands on.
struct WebhookListen: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "listen",
    abstract: "Receive webhooks on this machine: verify them, drop repetitions, answer, and hand them on.",
    discussion:
      "Takes the service's headers and those of Standard Webhooks. An event is answered once it is in the journal, and handed on from there, again for a day if it is not taken. Listens on 127.0.0.1: a tunnel or a proxy with a certificate leads there."
  )

  @Option(name: .long, help: "The port on 127.0.0.1; 0 picks one.")
  var port = 8788

  @Option(
    name: .long,
    help: ArgumentHelp("Post each event there, signed anew with the same secrets.", valueName: "url"))
  var forwardTo: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Run this by /bin/sh for each event, with its body on standard input; exit code 0 means done. LIPFLIGHT_EVENT and LIPFLIGHT_EVENT_ID hold its name and id.",
      valueName: "command"))
  var exec: String?

  @Option(
    name: .long,
    help: ArgumentHelp("How long such a command may run (default: 60).", valueName: "seconds"),
    transform: Parse.duration)
  var execTimeout: Duration?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How far the moment in a header may be from now (default: \(Defaults.webhookTolerance.inSeconds)).",
      valueName: "seconds"),
    transform: Parse.duration)
  var tolerance: Duration?

  @OptionGroup
  var secret: SecretOptions

  @Option(
    name: [.customLong("journal"), .customLong("ledger")],
    help: ArgumentHelp(
      "Where events are kept: a file, or a PostgreSQL database (default: \(JournalPlace.shownDefault)).",
      valueName: "file|postgres://..."),
    completion: .file())
  var journal: String?

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var endsBySignal: Bool { true }

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
    guard (forwardTo == nil) != (exec == nil) else {
      throw ValidationError("Give either --forward-to URL or --exec COMMAND.")
    }
    if forwardTo != nil { try network.requireOnline() }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let secrets = try secret.values()
    let store = try JournalPlace.needed(try await JournalPlace.open(journal))
    let (target, post) = try hand(secrets)
    let (bell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let desk = WebhookDesk(
      store: store, target: target, secrets: secrets, tolerance: tolerance ?? Defaults.webhookTolerance
    ) { note in
      console.say(note)
      ring.yield()
    }
    let server: LoopbackServer
    do {
      server = try LoopbackServer(port: port, limits: WebhookDesk.limits) { desk.answer($0, $1) }
    } catch {
      throw Failure(
        .usage, "Port \(port) cannot be listened on (\(error)).",
        remedy: "Name another with --port; 0 picks one.")
    }
    let address = "http://127.0.0.1:\(server.port)"
    console.signal(.object([("url", .string(address))]))
    console.print("\(console.style.strong(address))  stop it with Ctrl-C")
    let lease = (execTimeout ?? .seconds(60)) + .seconds(10)
    let courier = WebhookCourier(store, for: target.digest, lease: lease, post: post)
    let outcome: Result<Void, any Error>
    do {
      outcome = .success(
        try await courier.run(for: nil, bell: bell) { posted in
          for delivery in posted { console.say(WebhookDeliver.line(delivery)) }
          return false
        })
    } catch { outcome = .failure(error) }
    await onBlockingThread { server.stop(patience: .seconds(2)) }
    try outcome.get()
    return .passed
  }

  /// Whom events are for, as the journal keeps it, and how one is handed over.
  private func hand(_ secrets: [Redacted]) throws -> (JournalEntry.SentURL, WebhookCourier.Post) {
    if let forwardTo {
      let client = Session.inspector(network, sandbox: false).client
      let sender = try WebhookSender(to: forwardTo, secrets: secrets, client: client)
      return (JournalEntry.SentURL(forwardTo), { await sender.post($0.message) })
    }
    let handler = EventHandler(command: exec ?? "", timeout: execTimeout ?? .seconds(60))
    // Commands may hold secrets, and are nobody's URL.
    return (
      JournalEntry.SentURL(url: nil, digest: JournalEntry.SentURL("exec:" + handler.command).digest),
      { await handler.handle($0.message) }
    )
  }

  func document(for failure: Failure) -> Printout { .error(failure, [("url", .null)]) }
}
