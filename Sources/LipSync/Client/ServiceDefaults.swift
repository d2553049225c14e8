extension Defaults {
  /// Where the service answers.
  public static let serviceURL = "https://api.jogg.ai"
  /// The path before each endpoint; `/v2` is the newer spelling of the same.
  public static let servicePrefix = "/open/v2"
  /// The first look at a task after it was created (the service's lip-sync guide: a few seconds).
  package static let firstPoll = Duration.seconds(5)
  /// The shortest pause between two looks at a task, unless an interval is given (the service's polling guide).
  package static let pollFloor = Duration.seconds(5)
  /// Pauses between looks by the age of the task: 5 to 10 s while it is young, slower later.
  package static let pollSteps: [(until: Duration, pause: Duration)] = [
    (.seconds(60), .seconds(5)), (.seconds(300), .seconds(10)), (.seconds(600), .seconds(30)),
  ]
  /// The pause between looks at a task that is older than the last of `pollSteps`.
  package static let slowestPoll = Duration.seconds(60)
  /// The time allowed for one answer of the service.
  package static let serviceTimeout = Duration.seconds(60)
  /// The same for a create, at a service on this machine.
  static let localCreateTimeout = Duration.seconds(20)
  /// How much longer than that the turn of a job is held for a create, for the way to the journal and back.
  static let createMargin = Duration.seconds(10)
  /// What a look at a task may take beyond the end of a wait, so that the last one has a chance.
  static let lastLook = Duration.seconds(2)
  /// The longest wait that is obeyed when the service asks for one; a longer one ends the command.
  package static let longestRetryAfter = Duration.seconds(120)
  /// Waits after an answer that the rate limit is reached which does not say for how long: more than a minute in all.
  package static let rateLimitPauses: [Duration] = [.seconds(5), .seconds(20), .seconds(40)]
  /// How long one run looks for a task whose creation was not confirmed: the service may still be writing down what it
  /// accepted.
  package static let lookupTime = Duration.seconds(120)
  /// How old a create whose answer was lost has to be until the absence of its task counts. Before, only a word of the service
  /// that nothing was made lets it be sent again. The service's own guide calls a task stuck after the same time.
  package static let absenceTime = Duration.seconds(900)
  /// The same for a service on this machine.
  package static let localAbsenceTime = Duration.seconds(180)
  /// The same for a service on this machine, which has no queues and copies between what it takes and what it shows.
  package static let localLookupTime = Duration.seconds(45)
  /// The longest pause between two of those looks; the first ones are a second and twice that each time.
  static let longestLookupPause = Duration.seconds(30)
  /// POST requests a minute that the service takes of one key.
  package static let postsPerMinute = 20
  /// The window of that limit.
  static let postWindow = Duration.seconds(60)
  /// How long a success that names no result is looked at again.
  static let resultPatience = Duration.seconds(60)
  /// How often in a row a task that was seen has to be unknown until that is believed.
  static let looksToBelieve = 3
  /// The same of a key that was good before, and is refused.
  static let refusalsToBelieve = 2
  /// Pauses after which a result that is not there yet (HTTP 404) is asked for again.
  static let resultPauses: [Duration] = [.seconds(2), .seconds(5), .seconds(10)]
  /// The age that a found task may have beyond the moment of its creation and still be the one just created:
  /// how far the clocks of this machine and of the service may differ.
  package static let clockTolerance = Duration.seconds(120)
  /// The time that a receiver of a webhook has for its answer (the service's own).
  package static let webhookTimeout = Duration.seconds(5)
  /// How long a webhook that is not taken is sent again: four attempts.
  public static let webhookPatience = Duration.seconds(30)
  /// How long an event in an outbox is posted again: a day.
  public static let webhookRetention = Duration.seconds(86_400)
  /// Events that are posted at once.
  package static let webhooksAtOnce = 16
  /// How often an outbox is looked at while nothing in it is due: others may have put something there.
  package static let outboxInterval = Duration.seconds(5)
  /// How far the moment in a webhook's header may be from now.
  public static let webhookTolerance = Duration.seconds(300)
}
