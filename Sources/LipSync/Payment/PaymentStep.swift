/// What happened: the answer to the action before.
enum PaymentEvent: Sendable {
  case begun
  /// The sole right to work on the job is had.
  case turnTaken
  /// The journal's payments for the job, the newest first.
  case payments([JournalEntry])
  /// The journal's payments for all jobs, the newest first.
  case allPayments([JournalEntry])
  /// The payment that gave a task, if the journal knows it.
  case payer(JournalEntry?)
  /// A task by its id, or why the service did not tell of it.
  case status(LipSyncTask)
  case statusFailed(ServiceError)
  /// The latest task of the inputs, and by which links it was asked for; nil if there is none.
  case taskByInputs(LipSyncTask, SentLinks)
  case noTaskByInputs
  /// The task of another key's payment; nil if this key is not shown it.
  case taskOfOtherKey(LipSyncTask?)
  /// One look for the task of a create: what the service tells of, and whether the journal knows that as another job's.
  case looked(LipSyncTask?, isForeign: Bool)
  case lookFailed(ServiceError)
  /// The credits left; nil if they could not be read.
  case quota(Credits?)
  /// Whether the credits fell since a payment, with nothing else known to have taken from them.
  case charged(Bool)
  /// The link by which the service fetches a source.
  case link(String)
  case reserved
  /// The service's limit of requests leaves room for a create.
  case admitted
  case intentWritten
  case intentNotWritten(JournalError)
  /// The turn is held; for how long at least, nil if it lasts as long as the process.
  case turnHeld(Duration?)
  case turnLost(JournalError)
  case created(LipSyncTask)
  /// How long to wait before the next attempt; nil if there is to be none.
  case createFailed(ServiceError, retryAfter: Duration?)
  case paused
  /// The caller wanted no more while something was waited for.
  case interrupted
}

/// What is done next, and answered by an event. One that fails, and has no event for that, ends the payment with its
/// error: nothing was sent by then.
enum PaymentAction: Sendable {
  case takeTurn(String)
  /// Something is read, which changes nothing.
  case ask(PaymentQuestion)
  /// Uploads a local file, once for a content.
  case giveLink(Subject)
  case reserve(Credits?)
  case waitForRoom(SentLinks)
  /// Durable before anything is sent, or nothing is sent.
  case writeIntent(JournalEntry)
  case holdTurn(Duration)
  case sendCreate(SentLinks, timeout: Duration, attempt: Int)
  case pause(Duration)
  case finish(PaymentResult)
  case fail(PaymentFailure)
}

/// What is asked of the journal or of the service.
enum PaymentQuestion: Sendable {
  case payments(job: String)
  case allPayments
  case payer(of: String)
  case status(of: String, after: Duration)
  case taskByInputs
  case taskOfOtherKey(JournalEntry)
  case look(LostCreate, after: Duration)
  case quota
  case charged(JournalEntry)
}

/// What is done on the way to an action, and cannot fail.
enum PaymentEffect: Sendable {
  /// What became of a payment is written down; if that fails the user is told, and it ends nothing.
  case write(JournalEntry)
  case tell(JobEvent)
  case reach(CrashPoint)
}

/// What came of it.
enum PaymentResult: Sendable {
  /// A task that was paid for now.
  case paid(LipSyncTask)
  /// A task that was paid for before.
  case reused(LipSyncTask)
  /// There is no task, and a new payment was not allowed.
  case unpaid
}

/// Why it came to nothing, as far as is known.
enum PaymentFailure: Sendable {
  /// The caller wanted no more, and nothing is paid for.
  case cancelled
  /// The intent could not be written, so nothing was sent.
  case journal(JournalError)
  case service(ServiceError)
}

/// Effects in their order, then an action.
struct PaymentStep: Sendable {
  var effects: [PaymentEffect] = []
  var action: PaymentAction
}
