/// A way in which a sandbox misbehaves when asked to, as the service and the proxies before it sometimes do.
public struct Fault: Sendable {
  /// The name for `--fault NAME[=VALUE]`.
  public let name: String
  /// What it does.
  public let sentence: String
  /// What `VALUE` means, and its default; nil if it takes none.
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
    "Requests beyond the limit, reads too, get HTTP 429 and code 10401 with retryAfter; every answer has X-RateLimit headers.",
    value: ("requests a minute, or rate/burst as in the service's plans (20/30, 60/100, 300/500)", "20"))
  static let concurrentVideos = Fault(
    "concurrent-videos",
    "A create gets HTTP 429 and code 10401 while this many tasks are unfinished, as under the older rate limit.",
    value: ("how many tasks (by plan 2, 10 or 50)", "2"))
  static let uploadQuota = Fault(
    "upload-quota",
    "An upload gets HTTP 429 and code 10401 if the uploads of a day exceed the limit, as under the older rate limit.",
    value: ("bytes", "5000000000"))
  static let rateLimitBare = Fault(
    "rate-limit-bare",
    "POST requests beyond the limit get HTTP 429 with Retry-After and no envelope, as from a proxy.",
    value: ("requests a minute", "20"))
  static let serverError = Fault(
    "server-error", "An answer of the API is HTTP 502 with a web page, and nothing was done.",
    value: ("how many answers", "1"))
  static let createUnderError = Fault(
    "create-under-error", "The task is created, and the answer is HTTP 502 with a web page.",
    value: ("how many creates", "1"))
  static let createUnderJunk = Fault(
    "create-under-junk", "The task is created, and the answer is a web page with HTTP 200.",
    value: ("how many creates", "1"))
  static let createUnderCode = Fault(
    "create-under-code", "The task is created, but the answer refuses it with a code.",
    value: ("the code", "429"))
  static let unknownCode = Fault(
    "unknown-code", "A create gets an undocumented code.", value: ("the code", "19999"))
  static let junkBody = Fault(
    "junk-body", "An answer to a GET is a web page with HTTP 200.", value: ("how many answers", "1"))
  static let slowAnswer = Fault(
    "slow-answer", "Every answer of the API comes late.", value: ("milliseconds", "2000"))
  static let lateLookup = Fault(
    "late-lookup", "Status by inputs does not find the task yet.", value: ("how many answers", "2"))
  static let lateTask = Fault(
    "late-task", "Status by inputs shows a task only some time after its create.",
    value: ("seconds", "30"))
  static let lookupCode = Fault(
    "lookup-code", "Status by inputs reports an unknown task with a code other than 10104.",
    value: ("the code", "17003"))
  static let noLookup = Fault("no-lookup", "Status by inputs does not exist: HTTP 404 without an envelope.")
  static let stuckProcessing = Fault("stuck-processing", "Tasks stay in processing forever.")
  static let unknownStatus = Fault(
    "unknown-status", "Tasks keep an undocumented status.", value: ("the status", "queued"))
  static let completed = Fault(
    "completed", "A success is called completed, as with the service's other videos.")
  static let taskFailed = Fault(
    "task-failed", "Every task fails.",
    value: ("the message", "consume retry limit reached: audio duration fetch failed"))
  static let bothFilled = Fault(
    "both-filled", "A success carries an error object, and a failure a data object.")
  static let nullFields = Fault(
    "null-fields",
    "A success leaves completed_at, cover_url and duration_seconds null, and a failure its error.")
  static let newEnvelope = Fault(
    "new-envelope", "Envelopes carry a rid and say success in lower case, as in newer samples.")
  static let expiredResult = Fault(
    "expired-result", "The result's and the cover's URLs are expired when a status gives them out.",
    value: ("how many status answers", "1"))
  static let truncatedResult = Fault(
    "truncated-result", "Only the first half of the result's bytes is there, served as if it were all.")
  static let wrongDuration = Fault(
    "wrong-duration", "duration_seconds is off.", value: ("seconds added", "1.5"))
  static let missingCover = Fault("missing-cover", "cover_url answers HTTP 404.")
  static let foreignCover = Fault("foreign-cover", "The cover is a picture of something else.")
  static let blankCover = Fault("blank-cover", "The cover is black.")
  static let expiredUpload = Fault(
    "expired-upload", "Signed upload URLs are expired when they are given out.", value: ("how many", "1"))
  static let uploadLimits = Fault(
    "upload-limits",
    "Uploads must keep to the service's general limits: MP4, WebM and MOV to 100 MB, MP3, WAV and M4A to 20 MB, images to 10 MB, each with a file extension of its format."
  )
  static let noPermission = Fault("no-permission", "Every answer of the API is code 18025.")
  static let noCredits = Fault("no-credits", "A create gets code 18020.")

  /// Every fault.
  public static let all: [Fault] = [
    lostCreateAnswer, createUnderError, createUnderJunk, createUnderCode, createError, unknownCode, noCredits,
    noPermission,
    rateLimit,
    rateLimitOld,
    rateLimitBare, concurrentVideos, uploadQuota, serverError, junkBody, slowAnswer, newEnvelope, lateLookup,
    lateTask, lookupCode, noLookup,
    stuckProcessing,
    unknownStatus,
    completed, taskFailed, bothFilled, nullFields, expiredResult, truncatedResult, wrongDuration,
    missingCover,
    foreignCover, blankCover, expiredUpload, uploadLimits,
  ]
}

extension Fault {
  /// Every fault as a Markdown table, for docs/sandbox.md.
  package static var markdownTable: String {
    let rows = all.map { fault in
      let value = fault.value.map { " VALUE is \($0.meaning), \($0.byDefault) if left out." } ?? ""
      return "| `\(fault.name)\(fault.value == nil ? "" : "=VALUE")` | \(fault.sentence)\(value) |\n"
    }
    return "| fault | what it does |\n|---|---|\n" + rows.joined()
  }
}
