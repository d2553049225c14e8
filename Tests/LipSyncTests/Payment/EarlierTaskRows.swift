@testable import LipSync

private typealias M = PaymentMachine

/// Is there a task already? What the journal and the service say, and what is made of it.
extension PaymentMachineTests {
  private static let created = M.entry(.created, task: "t-1")
  private static let old = M.entry(.created, task: "t-1", at: M.now + -7_200)
  private static let intended = M.entry(.intended)
  private static let refused = M.entry(.refused, at: M.now + -60, quota: 500)
  private static let why = ServiceError.answerNotSeen(intended)
  private static let search = PaymentState.Search(
    lost: M.lost(), why: why, left: [.seconds(1), .seconds(1)])
  private static let missing = M.failure(.notFound, serviceCode: 10104)
  private static let bareMissing = M.failure(.notFound, status: 404)
  private static let passing = M.failure(.serverFault)
  private static let retry = M.order { $0.retryFailed = true }
  private static let here = M.order { $0.configuration.baseURL = "http://127.0.0.1:1" }
  private static let unaffordable = M.order { $0.mayPay = false }
  private static let failedForGood = M.task("t-1", .failed, error: "audio fetch failed")
  private static let failedInPassing = M.task("t-1", .failed, error: "consume retry limit reached")

  /// An entry whose link was signed and is another now.
  private static let signed: JournalEntry = {
    let links = SentLinks(video: "https://h/v.mp4?X-Amz-Signature=0123456789abcdef", audio: M.links.audio)
    return M.order().payment(M.id, links, .intended, at: M.now)
  }()

  private static let signedLoss = ServiceError.answerNotSeen(signed).unfindable

  /// Another key's payment of the same work.
  private static func other(_ id: String) -> JournalEntry {
    let order = M.order {
      $0.job = JobIdentity(
        account: ServiceAccount(service: M.account.service, account: "another"), video: $0.job.video,
        audio: $0.job.audio, playbackType: $0.job.playbackType)
    }
    return M.entry(.created, task: id, of: order)
  }

  private static func reused(_ task: LipSyncTask, _ entry: JournalEntry) -> [PaymentEffect] {
    [.tell(.paidBefore(entry)), .tell(.submitted(task, reused: true))]
  }

  static let earlierRows: [PaymentRow] = journalRows + confirmingRows + searchRows + serviceRows

  private static let journalRows: [PaymentRow] = [
    PaymentRow(
      name: "first of all the turn", state: .idle, event: .begun,
      action: .takeTurn("job " + M.order().job.key), next: .takingTurn),
    PaymentRow(
      name: "then the journal", state: .takingTurn, event: .turnTaken, effects: [.reach(.turnTaken)],
      action: .ask(.payments(job: M.order().job.key)), next: .readingPayments),
    PaymentRow(
      name: "nothing in the journal", state: .readingPayments, event: .payments([]),
      action: .ask(.taskByInputs), next: .askingByInputs),
    PaymentRow(
      name: "a task in the journal", state: .readingPayments, event: .payments([created]),
      action: .ask(.status(of: "t-1", after: .zero)),
      next: .confirming(created, looks: [.seconds(1), .seconds(1)])),
    PaymentRow(
      name: "a task of long ago is asked for once", state: .readingPayments, event: .payments([old]),
      action: .ask(.status(of: "t-1", after: .zero)), next: .confirming(old, looks: [])),
    PaymentRow(
      name: "the newest that stands decides", state: .readingPayments,
      event: .payments([refused, M.entry(.gone, task: "t-9"), created]),
      action: .ask(.status(of: "t-1", after: .zero)),
      next: .confirming(created, looks: [.seconds(1), .seconds(1)])),
    PaymentRow(
      name: "an answer that was not seen", state: .readingPayments, event: .payments([intended]),
      effects: [.tell(.lookingFor(intended))], action: .ask(.look(M.lost(), after: .zero)),
      next: .searching(search)),
    PaymentRow(
      name: "a signed link that is another now", state: .readingPayments, event: .payments([signed]),
      effects: [.tell(.lookingFor(signed))],
      action: .fail(.service(signedLoss.askingToRetry(M.now))), next: .over),
    PaymentRow(
      name: "a signed link that is another now, cancelled", state: .readingPayments,
      event: .payments([signed]), isCancelled: true, effects: [.tell(.lookingFor(signed))],
      action: .fail(.cancelled), next: .over),
    PaymentRow(
      name: "a signed link that is another now, asked to retry", state: .readingPayments,
      event: .payments([signed]), order: retry,
      effects: [.tell(.lookingFor(signed)), .write(signed.gone)],
      action: .ask(.taskByInputs), next: .askingByInputs),
    PaymentRow(
      name: "refused a moment ago", state: .readingPayments, event: .payments([refused]),
      action: .ask(.charged(refused)), next: .doubtingRefusal(refused)),
    PaymentRow(
      name: "refused long ago", state: .readingPayments,
      event: .payments([M.entry(.refused, at: M.now + -900)]), action: .ask(.taskByInputs),
      next: .askingByInputs),
    PaymentRow(
      name: "refused, asked to retry", state: .readingPayments, event: .payments([refused]), order: retry,
      action: .ask(.taskByInputs), next: .askingByInputs),
    PaymentRow(
      name: "refused, and charged all the same", state: .doubtingRefusal(intended), event: .charged(true),
      effects: [.tell(.lookingFor(intended))], action: .ask(.look(M.lost(), after: .zero)),
      next: .searching(search)),
    PaymentRow(
      name: "refused, and not charged", state: .doubtingRefusal(refused), event: .charged(false),
      action: .ask(.taskByInputs), next: .askingByInputs),
  ]

  private static let confirmingRows: [PaymentRow] = [
    PaymentRow(
      name: "the task is there", state: .confirming(created, looks: []), event: .status(M.task()),
      effects: [.write(created.with(M.task()))] + reused(M.task(), created.with(M.task())),
      action: .finish(.reused(M.task())), next: .over),
    PaymentRow(
      name: "the task is not there yet", state: .confirming(created, looks: [.seconds(1)]),
      event: .statusFailed(missing), action: .ask(.status(of: "t-1", after: .seconds(1))),
      next: .confirming(created, looks: [])),
    PaymentRow(
      name: "the task is not known any more", state: .confirming(created, looks: []),
      event: .statusFailed(missing), action: .ask(.taskByInputs), next: .askingByInputs),
    PaymentRow(
      name: "a bare 404 says too little", state: .confirming(created, looks: [.seconds(1)]),
      event: .statusFailed(bareMissing), action: .fail(.service(bareMissing)), next: .over),
    PaymentRow(
      name: "a bare 404, asked to retry", state: .confirming(created, looks: []),
      event: .statusFailed(bareMissing), order: retry, action: .ask(.taskByInputs), next: .askingByInputs),
    PaymentRow(
      name: "the service does not answer", state: .confirming(created, looks: [.seconds(1)]),
      event: .statusFailed(passing), action: .fail(.service(passing)), next: .over),
    PaymentRow(
      name: "the task failed for good", state: .confirming(created, looks: []), event: .status(failedForGood),
      effects: [.write(created.with(failedForGood))] + reused(failedForGood, created.with(failedForGood)),
      action: .finish(.reused(failedForGood)), next: .over),
    PaymentRow(
      name: "the task failed for good, asked to retry", state: .confirming(created, looks: []),
      event: .status(failedForGood), order: retry,
      effects: [.write(created.with(failedForGood)), .tell(.payingAgain(after: failedForGood))],
      action: .giveLink(.video), next: .givingVideo),
    PaymentRow(
      name: "the task failed, and its cause may have passed", state: .confirming(created, looks: []),
      event: .status(failedInPassing),
      effects: [.write(created.with(failedInPassing)), .tell(.payingAgain(after: failedInPassing))],
      action: .giveLink(.video), next: .givingVideo),
    PaymentRow(
      name: "the task failed, and there is no money for another", state: .confirming(created, looks: []),
      event: .status(failedInPassing), order: unaffordable,
      effects: [.write(created.with(failedInPassing))], action: .finish(.unpaid), next: .over),
    PaymentRow(
      name: "there is no money, and none is needed", state: .confirming(created, looks: []),
      event: .status(M.task()), order: unaffordable,
      effects: [.write(created.with(M.task()))] + reused(M.task(), created.with(M.task())),
      action: .finish(.reused(M.task())), next: .over),
  ]

  private static let another = "the service tells of task t-1 of the same inputs, which is another job's"
  private static let charged = "the service shows no task of it, but the credits are fewer than before"
  /// Of a create that was sent a quarter of an hour ago.
  private static let counted = PaymentState.Search(
    lost: M.lost(at: M.now + -900), why: why, left: [])

  private static let searchRows: [PaymentRow] = [
    PaymentRow(
      name: "the lost task is found", state: .searching(search),
      event: .looked(M.task(), isForeign: false),
      effects: [.write(intended.with(M.task()))] + reused(M.task(), intended.with(M.task())),
      action: .finish(.reused(M.task())), next: .over),
    PaymentRow(
      name: "not yet", state: .searching(search), event: .looked(nil, isForeign: false),
      action: .ask(.look(M.lost(), after: .seconds(1))),
      next: .searching(search.after(left: 1))),
    PaymentRow(
      name: "one of before", state: .searching(search.after()),
      event: .looked(M.task(), isForeign: false), known: ["t-1"], action: .ask(.charged(intended)),
      next: .weighingAbsence(search.after())),
    PaymentRow(
      name: "another job's, behind which it may be", state: .searching(search),
      event: .looked(M.task(), isForeign: true), action: .ask(.look(M.lost(), after: .seconds(1))),
      next: .searching(search.after(left: 1, trouble: another))),
    PaymentRow(
      name: "another job's to the end", state: .searching(search.after()),
      event: .looked(M.task(), isForeign: true),
      action: .fail(.service(M.lost().uncertain(why, another).askingToRetry(M.now))), next: .over),
    PaymentRow(
      name: "a look fails for now", state: .searching(search), event: .lookFailed(passing),
      action: .ask(.look(M.lost(), after: .seconds(1))),
      next: .searching(search.after(left: 1, trouble: "m"))),
    PaymentRow(
      name: "a look that fails is made good by the next",
      state: .searching(search.after(trouble: "m")),
      event: .looked(nil, isForeign: false), action: .ask(.charged(intended)),
      next: .weighingAbsence(search.after())),
    PaymentRow(
      name: "a look fails for good", state: .searching(search),
      event: .lookFailed(bareMissing),
      action: .fail(.service(M.lost().uncertain(why, "m").askingToRetry(M.now))), next: .over),
    PaymentRow(
      name: "a look fails for good, asked to retry", state: .searching(search),
      event: .lookFailed(bareMissing), order: retry, effects: [.write(intended.gone)],
      action: .ask(.taskByInputs), next: .askingByInputs),
    PaymentRow(
      name: "cancelled while looking", state: .searching(search), event: .interrupted,
      isCancelled: true, action: .fail(.cancelled), next: .over),
    PaymentRow(
      name: "not there, and charged", state: .weighingAbsence(search.after()), event: .charged(true),
      action: .fail(.service(M.lost().uncertain(why, charged).askingToRetry(M.now))), next: .over),
    PaymentRow(
      name: "not there, too early to count", state: .weighingAbsence(search.after()), event: .charged(false),
      action: .fail(
        .service(
          M.lost().absent(why, after: .zero, counts: .seconds(900)).askingToRetry(M.now))), next: .over),
    PaymentRow(
      name: "not there, and old enough", state: .weighingAbsence(counted), event: .charged(false),
      effects: [.write(counted.lost.payment.gone)], action: .ask(.taskByInputs), next: .askingByInputs),
    PaymentRow(
      name: "not there, charged, old enough, asked to retry", state: .weighingAbsence(counted),
      event: .charged(true), order: retry, effects: [.write(counted.lost.payment.gone)],
      action: .ask(.taskByInputs), next: .askingByInputs),
  ]

  private static let adopted: JournalEntry = {
    var entry = M.entry(.created)
    entry.createdAt = M.now
    return entry.with(M.task())
  }()
  private static let ofOtherKey = M.order().payment(M.id, like: other("t-1")).with(M.task())

  private static let serviceRows: [PaymentRow] = [
    PaymentRow(
      name: "the service knows a task of the inputs", state: .askingByInputs,
      event: .taskByInputs(M.task(), M.links), action: .ask(.payer(of: "t-1")),
      next: .readingPayer(M.task(), M.links)),
    PaymentRow(
      name: "the service knows none", state: .askingByInputs, event: .noTaskByInputs,
      action: .ask(.allPayments), next: .readingOtherKeys),
    PaymentRow(
      name: "nobody's task is this job's", state: .readingPayer(M.task(), M.links), event: .payer(nil),
      effects: [.write(adopted)] + reused(M.task(), adopted), action: .finish(.reused(M.task())), next: .over),
    PaymentRow(
      name: "without a journal no payment is told of", state: .readingPayer(M.task(), M.links),
      event: .payer(nil), order: M.order { $0.isRemembered = false },
      effects: [.write(adopted), .tell(.submitted(M.task(), reused: true))],
      action: .finish(.reused(M.task())), next: .over),
    PaymentRow(
      name: "this job's own task", state: .readingPayer(M.task(), M.links), event: .payer(created),
      effects: reused(M.task(), created), action: .finish(.reused(M.task())), next: .over),
    PaymentRow(
      name: "another job's task", state: .readingPayer(M.task(), M.links),
      event: .payer(
        M.entry(
          .created, task: "t-1",
          of: M.order {
            $0.job = JobIdentity(
              account: M.account, video: .init(text: "video"), audio: .init(text: "other"),
              playbackType: .normal)
          })), action: .ask(.allPayments), next: .readingOtherKeys),
    PaymentRow(
      name: "a task in place of one that vanished", state: .readingPayer(M.task(), M.links),
      event: .payer(nil), vanished: old,
      effects: [.write(adopted), .write(old.gone)] + reused(M.task(), adopted),
      action: .finish(.reused(M.task())), next: .over),
    PaymentRow(
      name: "another key's payment", state: .readingOtherKeys,
      event: .allPayments([created, other("t-1"), M.entry(.failed, task: "t-3")]),
      action: .ask(.taskOfOtherKey(other("t-1"))), next: .askingOtherKeys([other("t-1")])),
    PaymentRow(
      name: "another key's task is not shown", state: .askingOtherKeys([other("t-1"), other("t-2")]),
      event: .taskOfOtherKey(nil), action: .ask(.taskOfOtherKey(other("t-2"))),
      next: .askingOtherKeys([other("t-2")])),
    PaymentRow(
      name: "another key's task", state: .askingOtherKeys([other("t-1")]), event: .taskOfOtherKey(M.task()),
      effects: [.write(ofOtherKey)] + reused(M.task(), ofOtherKey), action: .finish(.reused(M.task())),
      next: .over),
    PaymentRow(
      name: "no task anywhere", state: .readingOtherKeys, event: .allPayments([created]),
      action: .giveLink(.video), next: .givingVideo),
    PaymentRow(
      name: "no task anywhere, the last key's neither", state: .askingOtherKeys([other("t-1")]),
      event: .taskOfOtherKey(nil), action: .giveLink(.video), next: .givingVideo),
    PaymentRow(
      name: "no task anywhere, and no money", state: .readingOtherKeys, event: .allPayments([]),
      order: unaffordable, action: .finish(.unpaid), next: .over),
    PaymentRow(
      name: "no money, and one that vanished stands", state: .readingOtherKeys, event: .allPayments([]),
      order: unaffordable, vanished: old, action: .finish(.unpaid), next: .over),
    PaymentRow(
      name: "one that vanished is not paid for again", state: .readingOtherKeys, event: .allPayments([]),
      vanished: old, action: .fail(.service(.vanished(old))), next: .over),
    PaymentRow(
      name: "one that vanished, asked to retry", state: .readingOtherKeys, event: .allPayments([]),
      order: retry, vanished: old, effects: [.write(old.gone)], action: .giveLink(.video),
      next: .givingVideo),
    PaymentRow(
      name: "one that vanished on this machine", state: .readingOtherKeys, event: .allPayments([]),
      order: here, vanished: refused, action: .ask(.quota), next: .weighingLoss(refused)),
    PaymentRow(
      name: "the money is there again", state: .weighingLoss(refused),
      event: .quota(Credits(hundredths: 500)), order: here, effects: [.write(refused.gone)],
      action: .giveLink(.video), next: .givingVideo),
    PaymentRow(
      name: "the money is gone", state: .weighingLoss(refused), event: .quota(Credits(hundredths: 499)),
      order: here, action: .fail(.service(.vanished(refused))), next: .over),
    PaymentRow(
      name: "where the money is nobody knows", state: .weighingLoss(refused), event: .quota(nil),
      order: here, action: .fail(.service(.vanished(refused))), next: .over),
  ]
}
