/// How far a payment is: what was asked last, and what the answer will be held against.
enum PaymentState: Sendable {
  case idle
  case takingTurn
  case readingPayments

  // Is there a task already?

  /// The service refused the last create a moment ago: do the credits say otherwise?
  case doubtingRefusal(JournalEntry)
  /// The service is asked for the task of a payment; the pauses before the looks that are left.
  case confirming(JournalEntry, looks: [Duration])
  case askingByInputs
  case readingPayer(LipSyncTask, SentLinks)
  case readingOtherKeys
  case askingOtherKeys([JournalEntry])
  /// A task that was paid for is not known any more: is the money there again?
  case weighingLoss(JournalEntry)

  // A create whose answer was not seen: an earlier one, or the one just sent.

  case searching(Search)
  /// No look has shown its task: were the credits taken?
  case weighingAbsence(Search)

  // A new payment.

  case givingVideo
  case givingAudio(video: String)
  case reserving(Attempt)
  case waitingForRoom(Attempt)
  case writingIntent(Attempt)
  case holdingTurn(Attempt)
  case sending(Attempt)
  /// The service said that it took nothing on: do the credits say otherwise?
  case doubtingLimit(Attempt, Refusal)
  case pausing(Attempt, Refusal)
  /// The refusal for too many requests may come from one hop, and the create may have been taken on by another.
  case lookingOnceMore(Attempt)

  case over

  /// The looks for a task.
  struct Search: Sendable {
    var lost: LostCreate
    /// Why its answer is not known.
    var why: ServiceError
    /// The create just sent; nil for one of before.
    var sent: Sent?
    /// The pauses before the looks that are left.
    var left: [Duration]
    /// Why the last look does not count; nil if it has shown no task.
    var trouble: String?

    struct Sent: Sendable {
      var attempt: Attempt
      var refusal: Refusal
    }
  }

  /// A create under way.
  struct Attempt: Sendable {
    /// The payment as it was planned, and by what its task is told.
    var lost: LostCreate
    /// Its line in the journal.
    var line: JournalEntry
    var number = 1
  }

  /// The answer to a create that gave no task.
  struct Refusal: Sendable {
    var failure: ServiceError
    var retryAfter: Duration?
    var outcome: CreateOutcome { CreateOutcome(failure) }
  }
}
