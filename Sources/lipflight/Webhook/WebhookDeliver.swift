internal import ArgumentParser
internal import LipSync
internal import LipSyncLedger
internal import LipSyncTransfer
internal import Synchronization

/// `lipflight webhook deliver`: posts the events that the journal keeps.
struct WebhookDeliver: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Post the events that the journal keeps and that nobody has taken yet.",
    discussion:
      "Each is posted for a day, with pauses that grow from a second to two hours; each run posts what is due. A receiver whose URL holds a secret is not kept: name it with --notify."
  )

  @OptionGroup
  var place: JournalOptions

  @Option(
    name: .customLong("notify"),
    help: ArgumentHelp("Only what this receiver was to get (default: all receivers).", valueName: "url"))
  var url: String?

  @Flag(name: .long, help: "Go on until a signal, posting each event when it is due.")
  var follow = false

  @OptionGroup
  var secret: SecretOptions

  @OptionGroup(title: "Network")
  var network: NetworkOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  var endsBySignal: Bool { follow }

  func validate() throws { try network.requireOnline() }

  func perform(_ console: Console) async throws -> ExitStatus {
    let secrets = try secret.values()
    let store = try await JournalPlace.existing(place.journal)
    let (network, url) = (network, url)
    let courier = WebhookCourier(store, for: url.map { JournalEntry.SentURL($0).digest }) { delivery in
      guard let target = delivery.receiver.url ?? url else { return .interrupted }
      // What somebody named with --notify is named here, too.
      let client = Session.inspector(network, sandbox: false, opening: NamedHosts.of([target])).client
      do throws(ServiceError) {
        let sender = try WebhookSender(to: target, secrets: secrets, client: client)
        return await sender.post(delivery.message)
      } catch {
        return .untaken(error.message)
      }
    }
    let ended = Mutex<[String: WebhookDelivery]>([:])
    let told: @Sendable ([WebhookDelivery]) -> Bool = { posted in
      for delivery in posted {
        ended.withLock { $0[delivery.id] = delivery }
        console.say(Self.line(delivery))
      }
      return false
    }
    if follow {
      try await courier.run(for: nil, told: told)
    } else {
      _ = told(try await courier.round())
    }
    // Also after a signal: these are its last words.
    let receiver = url.map { JournalEntry.SentURL($0).digest }
    let waiting = try await Task { try await store.waiting(for: receiver) }.value
    let all = ended.withLock { Array($0.values) }
    let lost = all.count { $0.state == .gone || $0.state == .expired }
    let delivered = all.count { $0.state == .taken }
    console.document(
      .webhookDeliver,
      .object([
        ("delivered", .int(delivered)), ("given_up", .int(lost)), ("waiting", .int(waiting.count)),
        ("next_seconds", waiting.next.map { .double(max($0, .zero) / .seconds(1), places: 3) } ?? .null),
      ]))
    console.print("\(delivered) delivered, \(lost) given up, \(waiting.count) waiting")
    return lost > 0 ? .service : .passed
  }

  static func line(_ delivery: WebhookDelivery) -> String {
    let what = "\(delivery.message.id) \(delivery.message.name)"
    switch delivery.state {
    case .taken: return "delivered \(what)"
    case .gone: return "given up \(what): the receiver is gone (HTTP 410)"
    case .expired: return "given up \(what) after \(delivery.attempts) attempts: \(delivery.error ?? "?")"
    case .waiting:
      return "not taken \(what), attempt \(delivery.attempts): \(delivery.error ?? "interrupted")"
    }
  }

  func document(for failure: Failure) -> Printout {
    .error(
      failure, [("delivered", .int(0)), ("given_up", .int(0)), ("waiting", .null), ("next_seconds", .null)])
  }
}

/// `lipflight webhook outbox`: the events that the journal keeps.
struct WebhookOutboxCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "List the events that the journal keeps, and what became of them.")

  @OptionGroup
  var place: JournalOptions

  @Option(name: .long, help: ArgumentHelp("Maximum number of events to list.", valueName: "n"))
  var limit = 100

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be 1 or more.") }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let deliveries = try await JournalPlace.existing(place.journal).deliveries(limit: limit)
    console.document(.webhookOutbox, .object([("deliveries", .array(deliveries.map(Self.json)))]))
    let rows = deliveries.map { delivery in
      [
        delivery.message.id, delivery.message.name, delivery.state.rawValue, String(delivery.attempts),
        delivery.receiver.url ?? "(not kept)", delivery.error ?? "",
      ]
    }
    console.print(
      rows.isEmpty
        ? "Nothing was ever kept."
        : Columns(rows: [["event", "name", "state", "attempts", "receiver", "last trouble"]] + rows).lines()
          .joined(separator: "\n"))
    return .passed
  }

  private static func json(_ delivery: WebhookDelivery) -> JSON {
    .object([
      ("event_id", .string(delivery.message.id)), ("event", .string(delivery.message.name)),
      ("state", .string(delivery.state.rawValue)), ("attempts", .int(delivery.attempts)),
      ("receiver", .optional(delivery.receiver.url)), ("error", .optional(delivery.error)),
      ("age_seconds", .int(delivery.age.components.seconds)),
    ])
  }

  func document(for failure: Failure) -> Printout { .error(failure, [("deliveries", .array([]))]) }
}
