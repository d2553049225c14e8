internal import Platform

/// Does what the payment's machine says, and tells it what came of it.
struct PaymentExecutor: Sendable {
  let service: ServiceClient
  let journal: any Journal
  let order: PaymentOrder
  var reserve: (@Sendable (Credits?) async throws -> Void)?
  var events: (@Sendable (JobEvent) -> Void)?

  /// From the turn to the task.
  func pay() async throws -> PaymentResult {
    var machine = PaymentMachine(order: order)
    let first = machine.next(.begun, at: now)
    return try await run(machine, from: first)
  }

  /// From a step of the machine to its end, under the turn that it takes on the way.
  func run(_ machine: PaymentMachine, from first: PaymentStep) async throws -> PaymentResult {
    var (machine, step) = (machine, first)
    var turn: (any JournalTurn)?
    defer { turn?.release() }
    while true {
      for effect in step.effects { await perform(effect) }
      let event: PaymentEvent
      switch step.action {
      case .finish(let result): return result
      case .fail(.cancelled): throw CancellationError()
      case .fail(.journal(let error)): throw error
      case .fail(.service(let error)): throw error
      case .takeTurn(let name):
        turn = try await journal.turn(on: name) { events?(.waitingForTurn) }
        event = .turnTaken
      case .ask(let question): event = try await answer(question)
      case .giveLink(let subject): event = .link(try await link(subject))
      case .reserve(let cost):
        try await reserve?(cost)
        event = .reserved
      case .waitForRoom(let links): event = await admit(links)
      case .writeIntent(let entry): event = await writeIntent(entry)
      case .holdTurn(let duration): event = await hold(turn, for: duration)
      case .sendCreate(let links, let timeout, let attempt):
        event = await create(links, timeout: timeout, attempt: attempt)
      case .pause(let duration): event = await pause(duration)
      }
      step = machine.next(event, at: now)
    }
  }

  /// By the service's clock where it tells one: how old a create is must not hang on a clock that is set meanwhile.
  var now: Moment {
    Moment(
      date: service.clock.time(at: service.pace.date()), isCancelled: Task.isCancelled,
      newID: hex((0..<6).map { _ in UInt8.random(in: .min ... .max) }))
  }

  private func perform(_ effect: PaymentEffect) async {
    switch effect {
    case .tell(let event): events?(event)
    case .reach(let point): point.reached()
    case .write(let entry):
      do {
        try await journal.record(entry)
      } catch {
        events?(.journalTrouble(error))
      }
    }
  }
}
