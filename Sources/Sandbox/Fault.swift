/// A way in which a sandbox misbehaves when asked to, as the service and what lies before it do at times.
public struct Fault: Sendable {
  /// The name for `--fault NAME[=VALUE]`.
  public let name: String
  /// What it does.
  public let sentence: String
  /// What `VALUE` means, and what holds without one; nil where it takes none.
  public let value: (meaning: String, byDefault: String)?

  private init(_ name: String, _ sentence: String, value: (meaning: String, byDefault: String)? = nil) {
    self.name = name
    self.sentence = sentence
    self.value = value
  }

  static let lostCreateAnswer = Fault(
    "lost-create-answer", "The task is created, and the connection is closed without an answer.",
    value: ("how many creates", "1"))
  static let createError = Fault(
    "create-error", "A create gets code 50000, and no task is made.", value: ("how many creates", "1"))
  static let rateLimit = Fault(
    "rate-limit", "POST requests beyond the limit get code 429.", value: ("requests a minute", "20"))
  static let rateLimitOld = Fault(
    "rate-limit-old",
    "POST requests beyond the limit get HTTP 429 and code 10401 with retryAfter and X-RateLimit headers.",
    value: ("requests a minute", "20"))
  static let junkBody = Fault(
    "junk-body", "An answer to a GET is a web page with HTTP 200.", value: ("how many answers", "1"))
  static let slowAnswer = Fault(
    "slow-answer", "Every answer of the API comes late.", value: ("milliseconds", "2000"))
  static let noLookup = Fault("no-lookup", "Status by inputs does not exist: HTTP 404 without an envelope.")
  static let stuckProcessing = Fault("stuck-processing", "Tasks stay in processing for ever.")
  static let taskFailed = Fault(
    "task-failed", "Every task fails.",
    value: ("the message", "consume retry limit reached: audio duration fetch failed"))
  static let bothFilled = Fault(
    "both-filled", "A success carries an error object, and a failure a data object.")
  static let truncatedResult = Fault(
    "truncated-result", "Only the first half of the result's bytes is there, served as if it were all.")
  static let wrongDuration = Fault(
    "wrong-duration", "duration_seconds is off.", value: ("seconds added", "1.5"))
  static let missingCover = Fault("missing-cover", "cover_url answers HTTP 404.")
  static let expiredUpload = Fault(
    "expired-upload", "Signed upload URLs are expired when they are given out.", value: ("how many", "1"))
  static let noCredits = Fault("no-credits", "A create gets code 18020.")

  /// Every fault.
  public static let all: [Fault] = [
    lostCreateAnswer, createError, rateLimit, rateLimitOld, junkBody, slowAnswer, noLookup, stuckProcessing,
    taskFailed, bothFilled, truncatedResult, wrongDuration, missingCover, expiredUpload, noCredits,
  ]
}
