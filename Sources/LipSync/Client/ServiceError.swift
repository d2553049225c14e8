/// Why the service did not do what was asked.
public struct ServiceError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public let code: Code
  /// What was asked.
  public let operation: Operation
  /// What it was about: a task id, a path, a URL with signatures shortened.
  public let subject: String
  /// One sentence: what was seen, with figures.
  public let message: String
  /// What to do.
  public let remedy: String
  /// The `code` of the service's envelope, where it sent one.
  public let serviceCode: Int?
  /// The HTTP status, where one was received.
  public let status: Int?
  /// How long the service asks to wait, where it says so.
  public let retryAfter: Duration?
  /// The task that it is about, where it is about one: what to resume with.
  public let taskID: String?
  /// The settings that the remedy speaks of.
  public let settings: [Setting]
  /// What to submit again where nothing else tells the task; nil where something in it is secret.
  public let sent: SentPair?
  /// What lay beneath.
  public let cause: (any Error)?

  /// Names a failure.
  package init(
    _ code: Code, operation: Operation, subject: String, message: String, remedy: String,
    serviceCode: Int? = nil, status: Int? = nil, retryAfter: Duration? = nil, taskID: String? = nil,
    settings: [Setting] = [], sent: SentPair? = nil, cause: (any Error)? = nil
  ) {
    self.code = code
    self.operation = operation
    self.subject = subject
    self.message = message
    self.remedy = remedy
    self.serviceCode = serviceCode
    self.status = status
    self.retryAfter = retryAfter
    self.taskID = taskID
    self.settings = settings
    self.sent = sent
    self.cause = cause
  }

  /// Whether the same request may succeed later without anybody changing anything.
  public var isTransient: Bool {
    switch code {
    case .rateLimited, .serverFault, .unreachable, .badAnswer: true
    default: false
    }
  }

  /// The sentence and the remedy, for people.
  public var description: String { "\(operation) \(subject): \(message) \(remedy)" }
}
