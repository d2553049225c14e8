/// Why the service did not do what was asked.
public struct ServiceError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// The setting itself is wrong: a base URL or prefix that cannot be used.
    case configuration
    /// The key is missing or refused.
    case key
    /// The account may not use the API.
    case permission
    /// Not enough credits.
    case credits
    /// Too many requests.
    case rateLimited
    /// A field is missing or wrong.
    case parameter
    /// No such task, record or endpoint.
    case notFound
    /// Refused for a reason that is not in the table.
    case refused
    /// The service's own fault, or that of what stands before it.
    case serverFault
    /// No answer: name, network, TLS, time-out.
    case unreachable
    /// An answer that makes no sense.
    case badAnswer
    /// A create was sent, its answer was lost, and whether a task exists could not be found out.
    case uncertain
    /// A local file could not be read for the upload.
    case file
    /// The task ran and failed.
    case taskFailed
    /// Waited as long as allowed.
    case gaveUp
    /// Cancelled from outside.
    case cancelled
  }

  /// The kind of failure.
  public let code: Code
  /// What was asked, as in `create`.
  public let operation: String
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
  /// What lay beneath.
  public let cause: (any Error)?

  /// Names a failure.
  public init(
    _ code: Code, operation: String, subject: String, message: String, remedy: String,
    serviceCode: Int? = nil, status: Int? = nil, retryAfter: Duration? = nil, taskID: String? = nil,
    cause: (any Error)? = nil
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
    self.cause = cause
  }

  /// What a command that ends with this error exits with.
  public var exitCode: ExitStatus {
    switch code {
    case .configuration: .usage
    case .file: .failedCheck
    case .taskFailed: .taskFailed
    case .gaveUp: .gaveUp
    case .cancelled: .interrupted
    case .key, .permission, .credits, .rateLimited, .parameter, .notFound, .refused, .serverFault,
      .unreachable,
      .badAnswer, .uncertain:
      .service
    }
  }

  /// Whether the same request may succeed later without anybody changing anything.
  public var isTransient: Bool {
    switch code {
    case .rateLimited, .serverFault, .unreachable, .badAnswer: true
    default: false
    }
  }

  /// Whether it was a create that may have made a task all the same.
  public var mayHavePaid: Bool {
    operation == "create" && CreateOutcome(self).mayHaveCreated
  }

  /// The sentence and the remedy, for people.
  public var description: String { "\(operation) \(subject): \(message) \(remedy)" }
}
