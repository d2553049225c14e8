extension ServiceError {
  /// The kinds of failure.
  public struct Code: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The setting itself is wrong: a base URL or prefix that cannot be used.
    public static let configuration = Code(.configuration)
    /// The key is missing or refused.
    public static let key = Code(.key)
    /// The account may not use the API.
    public static let permission = Code(.permission)
    /// Not enough credits.
    public static let credits = Code(.credits)
    /// Too many requests.
    public static let rateLimited = Code(.rateLimited)
    /// A field is missing or wrong.
    public static let parameter = Code(.parameter)
    /// No such task, record or endpoint.
    public static let notFound = Code(.notFound)
    /// Refused for a reason that is not in the table.
    public static let refused = Code(.refused)
    /// The service's own fault, or that of what stands before it.
    public static let serverFault = Code(.serverFault)
    /// No answer: name, network, TLS, time-out.
    public static let unreachable = Code(.unreachable)
    /// An answer that makes no sense.
    public static let badAnswer = Code(.badAnswer)
    /// A create was sent, its answer was lost, and whether a task exists could not be found out.
    public static let uncertain = Code(.uncertain)
    /// A local file could not be read for the upload.
    public static let file = Code(.file)
    /// The task ran and failed.
    public static let taskFailed = Code(.taskFailed)
    /// Waited as long as allowed.
    public static let gaveUp = Code(.gaveUp)
    /// Cancelled from outside.
    public static let cancelled = Code(.cancelled)

    /// Beneath, so that within the package one that nobody has decided about does not compile.
    package enum Known: String, CaseIterable {
      case configuration, key, permission, credits, rateLimited, parameter, notFound, refused, serverFault,
        unreachable, badAnswer, uncertain, file, taskFailed, gaveUp, cancelled
    }

    package let known: Known
    private init(_ known: Known) { self.known = known }

    /// All of this version.
    public static var allCases: [Code] { Known.allCases.map { Code($0) } }
    /// Its stable name.
    public var rawValue: String { known.rawValue }
    /// Its stable name.
    public var description: String { rawValue }
  }
}
