import Testing

@testable import LipSync

/// The payment's table, row by row: a state and an event, and what comes of them.
@Suite struct PaymentMachineTests {
  @Test("What is done next, row by row", arguments: earlierRows + createRows)
  func row(_ row: PaymentRow) {
    let (seen, expected) = row.texts
    #expect(seen == expected, "\(row.name)")
  }

  @Test("Each row has its name, and each state and event is in one")
  func complete() {
    let rows = Self.earlierRows + Self.createRows
    #expect(Set(rows.map(\.name)).count == rows.count)
    func label(_ value: Any) -> String { String("\(value)".prefix { $0 != "(" }) }
    let states = Set(rows.map { label($0.state) })
    #expect(
      states == [
        "idle", "takingTurn", "readingPayments", "doubtingRefusal", "confirming", "searching",
        "weighingAbsence", "askingByInputs", "readingPayer", "readingOtherKeys", "askingOtherKeys",
        "weighingLoss", "givingVideo", "givingAudio", "reserving", "waitingForRoom", "writingIntent",
        "holdingTurn", "sending", "doubtingLimit", "pausing",
        "lookingOnceMore", "over",
      ])
    let events = Set(rows.map { label($0.event) })
    #expect(
      events == [
        "begun", "turnTaken", "payments", "allPayments", "payer", "status", "statusFailed", "taskByInputs",
        "noTaskByInputs", "taskOfOtherKey", "looked", "lookFailed", "quota", "charged", "link", "reserved",
        "admitted", "intentWritten", "intentNotWritten", "turnHeld", "turnLost", "created", "createFailed",
        "paused", "interrupted",
      ])
  }

  /// Events of every kind, for states that do not wait for them.
  private static let events: [PaymentEvent] = [
    .begun, .turnTaken, .payments([]), .allPayments([]), .payer(nil), .status(PaymentMachine.task()),
    .statusFailed(PaymentMachine.failure(.notFound)),
    .taskByInputs(PaymentMachine.task(), PaymentMachine.links),
    .noTaskByInputs, .taskOfOtherKey(nil), .looked(nil, isForeign: false),
    .lookFailed(PaymentMachine.failure(.serverFault)), .quota(nil), .charged(false), .link("https://h/x"),
    .reserved, .admitted, .intentWritten, .intentNotWritten(.init(.full, subject: "s", message: "m")),
    .turnHeld(nil), .turnLost(.init(.busy, subject: "s", message: "m")), .created(PaymentMachine.task()),
    .createFailed(PaymentMachine.failure(.serverFault, serviceCode: 50000), retryAfter: .zero), .paused,
    .interrupted,
  ]

  @Test(
    "A create is sent from one state alone, by one event alone: a turn that is held after its intent was written"
  )
  func oneWay() {
    var isSent = false
    for row in Self.earlierRows + Self.createRows {
      for event in Self.events {
        var machine = PaymentMachine(order: row.order, state: row.state)
        let step = machine.next(event, at: Moment(date: PaymentMachine.now, newID: "x"))
        guard case .sendCreate = step.action else { continue }
        if case .holdingTurn = row.state, case .turnHeld = event {
          isSent = true
        } else {
          Issue.record("\(event) sends a create in \(row.state)")
        }
      }
    }
    #expect(isSent)
    var machine = PaymentMachine(
      order: PaymentMachine.order(), state: .waitingForRoom(PaymentMachine.attempt()))
    let steps = [PaymentEvent.admitted, .intentWritten, .turnHeld(nil)].map {
      machine.next($0, at: Moment(date: PaymentMachine.now)).action
    }
    #expect(
      steps.map { String("\($0)".prefix { $0 != "(" }) } == ["writeIntent", "holdTurn", "sendCreate"])
  }

  @Test(
    "Whatever comes, in whatever order, a create is sent only after its intent, and nothing after the end")
  func anyOrder() {
    var sent = 0
    for _ in 0..<500 {
      var machine = PaymentMachine(order: PaymentMachine.order())
      var last: JournalEntry.State?
      var step = machine.next(.begun, at: Self.moment)
      for _ in 0..<60 {
        for case .write(let entry) in step.effects { last = entry.state }
        if case .writeIntent(let entry) = step.action { last = entry.state }
        if case .sendCreate = step.action {
          sent += 1
          #expect(last == .intended)
        }
        if case .over = machine.state { break }
        // One of the events that are waited for.
        let answers = Self.events.filter { !Self.isOutOfOrder(machine, $0) }
        guard let event = answers.randomElement() else { break }
        step = machine.next(event, at: Self.moment)
      }
      guard case .over = machine.state else { continue }
      #expect(Self.events.allSatisfy { Self.isOutOfOrder(machine, $0) })
    }
    #expect(sent > 0)
  }

  private static let moment = Moment(date: PaymentMachine.now, newID: PaymentMachine.id)

  private static func isOutOfOrder(_ machine: PaymentMachine, _ event: PaymentEvent) -> Bool {
    var machine = machine
    guard case .fail(.service(let error)) = machine.next(event, at: moment).action else { return false }
    return error.message == PaymentMachine.outOfOrder(machine.order).message
  }

  @Test("A task that vanished is remembered until it is known whether another stands in its place")
  func vanished() {
    let entry = PaymentMachine.entry(.created, task: "t-1")
    var machine = PaymentMachine(order: PaymentMachine.order(), state: .confirming(entry, looks: []))
    let missing = PaymentMachine.failure(.notFound, serviceCode: 10104)
    _ = machine.next(.statusFailed(missing), at: Self.moment)
    #expect(machine.vanished == entry)
    _ = machine.next(.taskByInputs(PaymentMachine.task("t-2"), PaymentMachine.links), at: Self.moment)
    #expect(machine.known == ["t-2"])
  }
}
