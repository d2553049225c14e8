/// What is done in which order so that a job is paid for once: an event in, an action out.
///
/// It does nothing itself and knows no clock: `PaymentExecutor` does what it says. Wherever a process dies between two steps, the
/// next one finds the task or knows that there is none: the intent is durable before a create is sent, its outcome is written
/// after. Nothing is sent again unless the service's own word, or the absence of the task after long enough, says that
/// there is none.
struct PaymentMachine: Sendable {
  let order: PaymentOrder
  var state = PaymentState.idle
  /// Tasks of these inputs that are not the one that is being paid for.
  var known: Set<String> = []
  /// A payment whose task the service does not know any more.
  var vanished: JournalEntry?

  /// The table: what an answer leads to.
  mutating func next(_ event: PaymentEvent, at now: Moment) -> PaymentStep {
    switch (state, event) {
    case (.idle, .begun): go(.takingTurn, .takeTurn("job " + order.job.key))
    case (.takingTurn, .turnTaken):
      go(.readingPayments, .ask(.payments(job: order.job.key)), first: [.reach(.turnTaken)])

    // Is there a task already?
    case (.readingPayments, .payments(let entries)): takeUp(entries, now)
    case (.doubtingRefusal(let last), .charged(true)): searchEarlier(last, now)
    case (.doubtingRefusal, .charged(false)): askByInputs()
    case (.confirming(let entry, _), .status(let task)): adopt(task, for: entry, now)
    case (.confirming(let entry, let looks), .statusFailed(let error)): unconfirmed(entry, looks, error)
    case (.askingByInputs, .taskByInputs(let task, let links)): taskByInputs(task, links)
    case (.askingByInputs, .noTaskByInputs): go(.readingOtherKeys, .ask(.allPayments))
    case (.readingPayer(let task, let links), .payer(let payer)): taskKnownToService(task, links, payer, now)
    case (.readingOtherKeys, .allPayments(let entries)):
      askOtherKeys(entries.filter { $0.isSameWork(as: order.job) })
    case (.askingOtherKeys(let others), .taskOfOtherKey(let task)): otherKey(others, task, now)
    case (.weighingLoss(let entry), .quota(let left)): weighed(entry, left)

    // A create whose answer was not seen.
    case (.searching(let search), .looked(let task, let isForeign)):
      looked(search, task, isForeign: isForeign, now)
    case (.searching(let search), .lookFailed(let error)): lookFailed(search, error, now)
    case (.searching(let search), .interrupted): inDoubt(search, "interrupted", now)
    case (.weighingAbsence(let search), .charged(let isCharged)): absent(search, isCharged: isCharged, now)

    // A new payment.
    case (.givingVideo, .link(let video)): go(.givingAudio(video: video), .giveLink(.audio))
    case (.givingAudio(let video), .link(let audio)): plan(SentLinks(video: video, audio: audio), now)
    case (.reserving(let attempt), .reserved): waitForRoom(attempt, first: [.tell(.creating)])
    case (.waitingForRoom(let attempt), .admitted): writeIntent(attempt, now)
    case (.waitingForRoom, .interrupted), (.pausing, .interrupted): go(.over, .fail(.cancelled))
    case (.writingIntent(let attempt), .intentWritten):
      go(.holdingTurn(attempt), .holdTurn(holdTime), first: [.reach(.intentNoted)])
    case (.writingIntent, .intentNotWritten(let error)): go(.over, .fail(.journal(error)))
    case (.holdingTurn(let attempt), .turnHeld(let time)): send(attempt, heldFor: time, now)
    case (.holdingTurn(let attempt), .turnLost(let error)): giveUp(attempt, attempt.lost.unsent(error), now)
    case (.sending(let attempt), .created(let task)): taskCreated(attempt, task, now)
    case (.sending(let attempt), .createFailed(let failure, let pause)):
      refused(attempt, .init(failure: failure, retryAfter: pause), now)
    case (.doubtingLimit(let attempt, let refusal), .charged(true)): searchCreated(attempt, refusal)
    case (.doubtingLimit(let attempt, let refusal), .charged(false)): nothingMade(attempt, refusal, now)
    case (.pausing(let attempt, let refusal), .paused): again(attempt, refusal)
    case (.lookingOnceMore(let attempt), .looked(let task, let isForeign)):
      lookedOnceMore(attempt, task, isForeign: isForeign, now)
    case (.lookingOnceMore(let attempt), .lookFailed): tryAgain(attempt)

    default: go(.over, .fail(.service(Self.outOfOrder(order))))
    }
  }

  /// The next state, and what is done until its event comes.
  mutating func go(
    _ state: PaymentState, _ action: PaymentAction, first effects: [PaymentEffect] = []
  ) -> PaymentStep {
    self.state = state
    return PaymentStep(effects: effects, action: action)
  }

  /// An answer to what was not asked is a fault in here: nothing is sent, and what the journal says stands.
  static func outOfOrder(_ order: PaymentOrder) -> ServiceError {
    ServiceError(
      .uncertain, operation: .create, subject: order.video.shown,
      message: "the steps of the payment came out of order, so no more was sent.",
      remedy: "Send the same job again: its task is looked for before anything is paid for. Report this.")
  }
}
