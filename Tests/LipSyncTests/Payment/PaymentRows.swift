import Testing

@testable import LipSync

/// What the rows of the payment's tables are made of.
extension PaymentMachine {
  /// The moment of all events: a quarter of an hour and more after the day began.
  static let now = UnixTime(100_000)
  static let id = "0123456789ab"
  static let links = SentLinks(video: "https://h/v.mp4", audio: "https://h/a.mp3")
  /// A service whose looks come at once, after a second and after one more.
  static let configuration = {
    var configuration = ServiceConfiguration(apiKey: Redacted("k"))
    (configuration.lookupTime, configuration.absenceTime) = (.seconds(2), .seconds(900))
    return configuration
  }()

  static let account = ServiceAccount(configuration)
  static func order(_ change: (inout PaymentOrder) -> Void = { _ in }) -> PaymentOrder {
    var order = PaymentOrder(
      job: JobIdentity(
        account: account, video: .init(text: "video"), audio: .init(text: "audio"), playbackType: .normal),
      video: .url(links.video), audio: .url(links.audio), estimate: Credits(hundredths: 10),
      quota: Credits(hundredths: 500), configuration: configuration)
    change(&order)
    return order
  }

  static func entry(
    _ state: JournalEntry.State, task: String? = nil, at time: UnixTime = now, quota: Int64? = nil,
    error: String? = nil, of order: PaymentOrder = order()
  ) -> JournalEntry {
    var entry = order.payment(id, links, state, at: time)
    (entry.taskID, entry.error) = (task, error)
    entry.quotaBefore = quota.map { Credits(hundredths: $0) }
    return entry
  }

  static func lost(at time: UnixTime = now) -> LostCreate {
    LostCreate(payment: entry(.intended, at: time), links: links)
  }

  /// The attempt that a new payment begins with.
  static func attempt(_ state: JournalEntry.State = .intended, error: String? = nil, number: Int = 1)
    -> PaymentState.Attempt
  {
    var planned = entry(.intended, quota: 500)
    planned.estimate = Credits(hundredths: 10)
    var line = planned
    (line.state, line.error) = (state, error)
    return .init(lost: LostCreate(payment: planned, links: links), line: line, number: number)
  }

  static func task(_ id: String = "t-1", _ status: TaskStatus = .pending, error: String? = nil)
    -> LipSyncTask
  {
    LipSyncTask(id: id, status: status, createdAt: now.seconds, errorMessage: error)
  }

  static func failure(
    _ code: ServiceError.Code, serviceCode: Int? = nil, status: Int? = nil, cause: (any Error)? = nil
  ) -> ServiceError {
    ServiceError(
      code, operation: .create, subject: "s", message: "m", remedy: "r", serviceCode: serviceCode,
      status: status, cause: cause)
  }

  static func refusal(_ code: ServiceError.Code, serviceCode: Int? = nil, again: Bool = true)
    -> PaymentState.Refusal
  {
    .init(failure: failure(code, serviceCode: serviceCode), retryAfter: again ? .seconds(5) : nil)
  }
}

extension PaymentState.Search {
  /// The same with so many looks left, a second apart.
  func after(left: Int = 0, trouble: String? = nil) -> Self {
    var search = self
    (search.left, search.trouble) = (Array(repeating: .seconds(1), count: left), trouble)
    return search
  }
}

extension JournalEntry {
  /// The same with a task, as it is written down.
  func with(_ task: LipSyncTask) -> JournalEntry {
    var entry = self
    entry.adopt(task, at: PaymentMachine.now)
    return entry
  }

  /// The same, looked for and not there.
  var gone: JournalEntry {
    var entry = self
    entry.state = .gone
    return entry
  }
}

/// One row: what an answer leads to.
struct PaymentRow: Sendable, CustomTestStringConvertible {
  var name: String
  var testDescription: String { name }
  var state: PaymentState
  var event: PaymentEvent
  var order = PaymentMachine.order()
  var known: Set<String> = []
  var vanished: JournalEntry?
  var isCancelled = false
  // What is to come of it.
  var effects: [PaymentEffect] = []
  var action: PaymentAction
  var next: PaymentState

  /// What the machine makes of it, and what it is to make of it, as text: errors cannot be compared.
  var texts: (seen: String, expected: String) {
    var machine = PaymentMachine(order: order, state: state, known: known, vanished: vanished)
    let moment = Moment(date: PaymentMachine.now, isCancelled: isCancelled, newID: PaymentMachine.id)
    let step = machine.next(event, at: moment)
    return (
      Self.text(machine.state, step), Self.text(next, PaymentStep(effects: effects, action: action))
    )
  }

  private static func text(_ state: PaymentState, _ step: PaymentStep) -> String {
    var text = ""
    dump(step.effects, to: &text, name: "effects")
    dump(step.action, to: &text, name: "action")
    dump(state, to: &text, name: "state")
    return text
  }
}
