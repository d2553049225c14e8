import LipSyncTransfer

@testable import LipSync

private typealias M = PaymentMachine

/// A new payment: its intent, the create, and what its answer leaves behind.
extension PaymentMachineTests {
  private static let journalError = JournalError(.full, subject: "s", message: "m")
  private static let late = JournalError(
    .busy, subject: "of this job", message: "answered too late for a create to be sent.")
  private static let attempt = M.attempt()
  private static let lost = M.attempt().lost
  private static let noted = M.attempt(.refused, error: "m")
  private static let again = M.attempt(.refused, error: "m", number: 2)
  /// The service's own word that it failed.
  private static let failed = M.refusal(.serverFault, serviceCode: 50000)
  /// Nobody said what became of it.
  private static let mute = M.refusal(.badAnswer)
  private static let limited = M.refusal(.rateLimited)
  private static func search(_ refusal: PaymentState.Refusal, left: Int = 0, trouble: String? = nil)
    -> PaymentState.Search
  {
    PaymentState.Search(
      lost: lost, why: refusal.failure, sent: .init(attempt: attempt, refusal: refusal), left: []
    ).after(left: left, trouble: trouble)
  }
  private static let hold = Defaults.serviceTimeout + Defaults.createMargin

  private static func paid(_ line: JournalEntry) -> [PaymentEffect] {
    var line = line
    line.error = nil
    return [
      .reach(.createAnswered), .write(line.with(M.task())), .reach(.taskNoted),
      .tell(.submitted(M.task(), reused: false)),
    ]
  }

  private static func resumable(_ error: ServiceError) -> PaymentAction {
    .fail(.service(error.resumable(M.now)))
  }

  private static func unsent(_ error: JournalError) -> [PaymentEffect] {
    [.write(M.attempt(.refused, error: lost.unsent(error).message).line)]
  }

  static let createRows: [PaymentRow] =
    sendingRows + refusalRows + lookRows + againRows + [
      PaymentRow(
        name: "an answer to no question", state: .over, event: .created(M.task()),
        action: .fail(.service(PaymentMachine.outOfOrder(M.order()))), next: .over)
    ]

  private static let sendingRows: [PaymentRow] = [
    PaymentRow(
      name: "the video's link, then the audio's", state: .givingVideo, event: .link(M.links.video),
      action: .giveLink(.audio), next: .givingAudio(video: M.links.video)),
    PaymentRow(
      name: "both links, then the budget", state: .givingAudio(video: M.links.video),
      event: .link(M.links.audio), action: .reserve(Credits(hundredths: 10)), next: .reserving(attempt)),
    PaymentRow(
      name: "the budget, then the service's limit", state: .reserving(attempt), event: .reserved,
      effects: [.tell(.creating)], action: .waitForRoom(M.links), next: .waitingForRoom(attempt)),
    PaymentRow(
      name: "the intent only when there is room", state: .waitingForRoom(noted), event: .admitted,
      action: .writeIntent(attempt.line), next: .writingIntent(.init(lost: lost, line: attempt.line))),
    PaymentRow(
      name: "cancelled just before", state: .waitingForRoom(attempt), event: .admitted, isCancelled: true,
      action: .fail(.cancelled), next: .over),
    PaymentRow(
      name: "cancelled while waiting for room", state: .waitingForRoom(attempt), event: .interrupted,
      isCancelled: true, action: .fail(.cancelled), next: .over),
    PaymentRow(
      name: "an intent that is durable, then the turn", state: .writingIntent(attempt),
      event: .intentWritten, effects: [.reach(.intentNoted)], action: .holdTurn(hold),
      next: .holdingTurn(attempt)),
    PaymentRow(
      name: "an intent that is not durable", state: .writingIntent(attempt),
      event: .intentNotWritten(journalError), action: .fail(.journal(journalError)), next: .over),
    PaymentRow(
      name: "the turn is this process's", state: .holdingTurn(attempt), event: .turnHeld(nil),
      action: .sendCreate(M.links, timeout: Defaults.serviceTimeout, attempt: 1), next: .sending(attempt)),
    PaymentRow(
      name: "the turn is lent for long", state: .holdingTurn(attempt), event: .turnHeld(.seconds(70)),
      action: .sendCreate(M.links, timeout: .seconds(60), attempt: 1), next: .sending(attempt)),
    PaymentRow(
      name: "the turn is lent for less", state: .holdingTurn(attempt), event: .turnHeld(.seconds(40)),
      action: .sendCreate(M.links, timeout: .seconds(35), attempt: 1), next: .sending(attempt)),
    PaymentRow(
      name: "the turn is lent for too short a time", state: .holdingTurn(attempt),
      event: .turnHeld(.milliseconds(9_999)), effects: unsent(late), action: resumable(lost.unsent(late)),
      next: .over),
    PaymentRow(
      name: "the turn is lost", state: .holdingTurn(attempt), event: .turnLost(journalError),
      effects: unsent(journalError), action: resumable(lost.unsent(journalError)), next: .over),
    PaymentRow(
      name: "the task is created", state: .sending(attempt), event: .created(M.task()),
      effects: paid(attempt.line), action: .finish(.paid(M.task())), next: .over),
  ]

  private static func answer(_ refusal: PaymentState.Refusal) -> PaymentEvent {
    .createFailed(refusal.failure, retryAfter: refusal.retryAfter)
  }

  private static let unreached = PaymentState.Refusal(
    failure: M.failure(
      .unreachable, cause: TransferError(.unreachable, subject: "s", message: "refused", neverSent: true)),
    retryAfter: .seconds(5))
  private static let timedOut = PaymentState.Refusal(
    failure: M.failure(
      .unreachable, cause: TransferError(.timeout, subject: "s", message: "late")), retryAfter: .seconds(5))

  private static func searching(_ name: String, _ refusal: PaymentState.Refusal) -> PaymentRow {
    PaymentRow(
      name: name, state: .sending(attempt), event: answer(refusal),
      effects: [.tell(.lookingFor(lost.payment)), .reach(.looking)], action: .ask(.look(lost, after: .zero)),
      next: .searching(search(refusal, left: 2)))
  }

  private static let refusalRows: [PaymentRow] = [
    PaymentRow(
      name: "the service says no", state: .sending(attempt), event: answer(M.refusal(.credits)),
      effects: [.write(noted.line)], action: resumable(M.failure(.credits)), next: .over),
    PaymentRow(
      name: "never sent", state: .sending(attempt), event: answer(unreached), effects: [.write(noted.line)],
      action: .pause(.seconds(5)), next: .pausing(noted, unreached)),
    PaymentRow(
      name: "cut off from the answer", state: .sending(attempt), event: answer(M.refusal(.cancelled)),
      action: resumable(lost.interrupted(M.failure(.cancelled))), next: .over),
    PaymentRow(
      name: "too many requests", state: .sending(attempt), event: answer(limited),
      action: .ask(.charged(lost.payment)), next: .doubtingLimit(attempt, limited)),
    searching("the service failed", failed), searching("nobody says", mute), searching("too late", timedOut),
    PaymentRow(
      name: "nobody says, and the caller wants no more", state: .sending(attempt), event: answer(mute),
      isCancelled: true, action: resumable(lost.interrupted(mute.failure)), next: .over),
    PaymentRow(
      name: "too many requests, and charged all the same", state: .doubtingLimit(attempt, limited),
      event: .charged(true), action: .ask(.look(lost, after: .zero)),
      next: .searching(search(limited, left: 2))),
    PaymentRow(
      name: "too many requests, and not charged", state: .doubtingLimit(attempt, limited),
      event: .charged(false), effects: [.write(noted.line)], action: .pause(.seconds(5)),
      next: .pausing(noted, limited)),
  ]

  private static let another = "the service tells of task t-1 of the same inputs, which is another job's"

  private static let charged = "the service shows no task of it, but the credits are fewer than before"

  private static let lookRows: [PaymentRow] = [
    PaymentRow(
      name: "the task of the create is found", state: .searching(search(mute, left: 2)),
      event: .looked(M.task(), isForeign: false), effects: paid(attempt.line),
      action: .finish(.paid(M.task())), next: .over),
    PaymentRow(
      name: "the task of the create is not shown yet", state: .searching(search(mute, left: 2)),
      event: .looked(nil, isForeign: false), action: .ask(.look(lost, after: .seconds(1))),
      next: .searching(search(mute, left: 1))),
    PaymentRow(
      name: "a task of before is not the create's", state: .searching(search(mute)),
      event: .looked(M.task(), isForeign: false), known: ["t-1"], action: .ask(.charged(lost.payment)),
      next: .weighingAbsence(search(mute))),
    PaymentRow(
      name: "another job's task is not the create's", state: .searching(search(mute)),
      event: .looked(M.task(), isForeign: true),
      action: resumable(lost.uncertain(mute.failure, another)), next: .over),
    PaymentRow(
      name: "a look for it fails for now", state: .searching(search(mute, left: 2)),
      event: .lookFailed(M.failure(.serverFault)), action: .ask(.look(lost, after: .seconds(1))),
      next: .searching(search(mute, left: 1, trouble: "m"))),
    PaymentRow(
      name: "a look for it fails for good", state: .searching(search(mute, left: 2)),
      event: .lookFailed(M.failure(.notFound)), action: resumable(lost.uncertain(mute.failure, "m")),
      next: .over),
    PaymentRow(
      name: "cancelled while looking for it", state: .searching(search(mute, left: 2)),
      event: .interrupted, isCancelled: true,
      action: resumable(lost.uncertain(mute.failure, "interrupted")), next: .over),
    PaymentRow(
      name: "the create's task is not there, and charged", state: .weighingAbsence(search(failed)),
      event: .charged(true), action: resumable(lost.uncertain(failed.failure, charged)), next: .over),
    PaymentRow(
      name: "not there, by the service's own word", state: .weighingAbsence(search(failed)),
      event: .charged(false), effects: [.write(noted.line)], action: .pause(.seconds(5)),
      next: .pausing(noted, failed)),
    PaymentRow(
      name: "not there, and nobody said so", state: .weighingAbsence(search(mute)), event: .charged(false),
      action: resumable(lost.absent(mute.failure, after: .seconds(2), counts: .seconds(900))), next: .over),
    PaymentRow(
      name: "not there, and absence counts at once", state: .weighingAbsence(search(mute)),
      event: .charged(false), order: M.order { $0.configuration.absenceTime = .seconds(2) },
      effects: [.write(noted.line)], action: .pause(.seconds(5)), next: .pausing(noted, mute)),
    PaymentRow(
      name: "not there, and never waited for", state: .weighingAbsence(search(timedOut)),
      event: .charged(false), order: M.order { $0.configuration.absenceTime = .seconds(2) },
      action: resumable(lost.absent(timedOut.failure, after: .seconds(2), counts: .seconds(2))), next: .over),
    PaymentRow(
      name: "too many requests, charged, and not there again", state: .weighingAbsence(search(limited)),
      event: .charged(false), effects: [.write(noted.line)], action: .pause(.seconds(5)),
      next: .pausing(noted, limited)),
  ]

  private static let last = M.refusal(.serverFault, serviceCode: 50000, again: false)
  private static let lastLimit = M.refusal(.rateLimited, again: false)

  private static let againRows: [PaymentRow] = [
    PaymentRow(
      name: "after the last attempt the error stands", state: .weighingAbsence(search(last)),
      event: .charged(false), effects: [.write(noted.line)], action: resumable(last.failure), next: .over),
    PaymentRow(
      name: "a limit that does not end", state: .doubtingLimit(attempt, lastLimit), event: .charged(false),
      effects: [.write(noted.line), .write(noted.line)], action: resumable(lastLimit.failure), next: .over),
    PaymentRow(
      name: "after the pause room is waited for again", state: .pausing(noted, failed), event: .paused,
      action: .waitForRoom(M.links), next: .waitingForRoom(again)),
    PaymentRow(
      name: "cancelled in the pause nothing is paid for", state: .pausing(noted, failed), event: .interrupted,
      isCancelled: true, action: .fail(.cancelled), next: .over),
    PaymentRow(
      name: "after a limit one more look", state: .pausing(noted, limited), event: .paused,
      action: .ask(.look(lost, after: .zero)), next: .lookingOnceMore(noted)),
    PaymentRow(
      name: "one more look shows it", state: .lookingOnceMore(noted),
      event: .looked(M.task(), isForeign: false), effects: paid(noted.line),
      action: .finish(.paid(M.task())), next: .over),
    PaymentRow(
      name: "one more look shows nothing", state: .lookingOnceMore(noted),
      event: .looked(nil, isForeign: false), action: .waitForRoom(M.links), next: .waitingForRoom(again)),
    PaymentRow(
      name: "one more look fails", state: .lookingOnceMore(noted),
      event: .lookFailed(M.failure(.serverFault)), action: .waitForRoom(M.links),
      next: .waitingForRoom(again)),
    PaymentRow(
      name: "without a journal the error is as it came", state: .sending(attempt),
      event: answer(M.refusal(.cancelled)), order: M.order { $0.isRemembered = false },
      action: .fail(.service(lost.interrupted(M.failure(.cancelled)))), next: .over),
  ]
}
