internal import LipSyncMedia

/// The event about a finished task, in the format of the service's own webhooks.
///
/// The service sends no event for lip sync; these are named after the ones that it sends for other videos.
public struct WebhookEvent: Sendable, Equatable {
  /// The kinds of event.
  public struct Kind: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The task is done, and its result was proved.
    public static let success = Kind(.success)
    /// The task failed, or its result is not what was asked for.
    public static let failed = Kind(.failed)
    /// The task was not over within the time; it may still finish.
    public static let gaveUp = Kind(.gaveUp)
    /// The service does not know the task, or not any more.
    public static let notFound = Kind(.notFound)
    /// The service refuses to tell of it: the key, the account's rights, or the request.
    public static let refused = Kind(.refused)

    /// The closed enumeration behind it: within the package, a new case does not compile until every switch handles it.
    package enum Known: String, CaseIterable {
      case success = "generated_lip_sync_video_success"
      case failed = "generated_lip_sync_video_failed"
      case gaveUp = "generated_lip_sync_video_gave_up"
      case notFound = "generated_lip_sync_video_not_found"
      case refused = "generated_lip_sync_video_refused"
    }

    package let known: Known
    private init(_ known: Known) { self.known = known }

    /// All of this version.
    public static var allCases: [Kind] { Known.allCases.map { Kind($0) } }
    /// Its stable name.
    public var rawValue: String { known.rawValue }
    /// Its stable name.
    public var description: String { rawValue }
  }

  /// `evt_` and 24 hexadecimal digits: the same for the same task and kind, so that a receiver can recognise a repetition.
  public let id: String
  /// What happened.
  public let kind: Kind
  /// The raw body: JSON, signed as it is.
  public let body: [UInt8]

  /// A job of a batch that an event is about.
  public struct BatchContext: Sendable, Equatable {
    /// The batch's id, and the row's.
    public var batch: String, job: String

    /// Names a row of a batch.
    public init(batch: String, job: String) { (self.batch, self.job) = (batch, job) }
  }

  /// The event of a finished task.
  ///
  /// - Parameters:
  ///   - task: the task.
  ///   - verification: the proof of its result; nil if the task failed.
  ///   - context: the job of a batch that it is about; rows that share a task have events of their own.
  ///   - moment: when it is sent.
  public init(
    task: LipSyncTask, verification: VerifyReport?, in context: BatchContext? = nil,
    at moment: UnixTime = .now
  ) {
    let isGood = task.status == .success && verification.map { $0.verdict != .fail } ?? false
    self.init(
      isGood ? .success : .failed, task.id, status: isGood ? "success" : "failed",
      isGood ? Self.result(task, verification) : [("error", Self.error(task, verification))], context, moment)
  }

  /// The event of a job that ended without a task, or without a word on it.
  ///
  /// - Parameters:
  ///   - reason: why, in words.
  ///   - code: the exit code that says the same.
  ///   - taskID: its task, if there is one.
  public init(
    failure reason: String, code: ExitStatus, taskID: String?, in context: BatchContext,
    at moment: UnixTime = .now
  ) {
    let told = JSON.object([("code", .int(code.rawValue)), ("message", .string(reason))])
    self.init(.failed, taskID, status: "failed", [("error", told)], context, moment)
  }

  /// The event of a wait that ended without the task's end; nil for an error that is no word on the task: one that passes, or an
  /// interruption.
  ///
  /// - Parameters:
  ///   - error: what ended the wait.
  ///   - taskID: the task.
  ///   - context: the job of a batch that it is about.
  ///   - moment: when it is told.
  public init?(
    _ error: ServiceError, taskID: String, in context: BatchContext? = nil, at moment: UnixTime = .now
  ) {
    let kind: Kind
    switch error.code.known {
    case .gaveUp: kind = .gaveUp
    case .notFound: kind = .notFound
    case .key, .permission, .parameter, .refused: kind = .refused
    case .configuration, .credits, .rateLimited, .serverFault, .unreachable, .badAnswer, .uncertain, .file,
      .taskFailed, .cancelled:
      return nil
    }
    let told = JSON.object([("code", .int(error.exitCode.rawValue)), ("message", .string(error.message))])
    self.init(kind, taskID, status: "unknown", [("error", told)], context, moment)
  }

  private init(
    _ kind: Kind, _ taskID: String?, status: String, _ more: [JSON.Member], _ context: BatchContext?,
    _ moment: UnixTime
  ) {
    self.kind = kind
    let row = context.map { [$0.batch, $0.job] } ?? []
    id = "evt_" + Digest.sha256(([taskID ?? ""] + row + [kind.rawValue]).joined(separator: "\n")).prefix(24)
    let batch = context.map { [("batch", JSON.string($0.batch)), ("job", .string($0.job))] } ?? []
    let document = JSON.object([
      ("event_id", .string(id)), ("event", .string(kind.rawValue)), ("timestamp", .int(moment.seconds)),
      ("data", .object([("video_id", .optional(taskID)), ("status", .string(status))] + more + batch)),
    ])
    body = Array(document.text.utf8)
  }

  private static func result(_ task: LipSyncTask, _ verification: VerifyReport?) -> [JSON.Member] {
    [
      ("video_url", .optional(task.resultURL)), ("cover_url", .optional(task.coverURL)),
      ("duration", .seconds(verification?.lengths.measured ?? task.reportedDuration)),
      ("verdict", .optional(verification?.verdict.rawValue)),
    ]
  }

  /// The service gives failed lip-sync tasks no code; ours are the exit codes.
  private static func error(_ task: LipSyncTask, _ verification: VerifyReport?) -> JSON {
    let finding = verification?.findings.first { $0.severity == .error }
    let code: ExitStatus = task.status == .failed ? .taskFailed : .failedCheck
    let message = task.errorMessage ?? finding.map { "\($0.rule): \($0.message)" } ?? "no usable result"
    return .object([("code", .int(code.rawValue)), ("message", .string(message))])
  }
}
