extension ServiceError {
  /// What was asked of the service, or done for it.
  public struct Operation: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Reading address and key from the settings.
    public static let configure = Operation(.configure)
    /// Sending a local file.
    public static let upload = Operation(.upload)
    /// Asking for a task: the one request that costs money.
    public static let create = Operation(.create)
    /// Looking for the task of a video.
    public static let lookUp = Operation(.lookUp)
    /// Asking how a task stands.
    public static let status = Operation(.status)
    /// Waiting for a task's end.
    public static let wait = Operation(.wait)
    /// Going on with a task that was paid for before.
    public static let takeUp = Operation(.takeUp)
    /// The task itself, at the service.
    public static let task = Operation(.task)
    /// Asking which credits are left.
    public static let quota = Operation(.quota)
    /// Asking whose key it is.
    public static let account = Operation(.account)
    /// Telling somebody's endpoint of a task's end.
    public static let notify = Operation(.notify)

    /// Beneath, so that within the package one that nobody has decided about does not compile.
    package enum Known: String, CaseIterable {
      case configure, upload, create
      case lookUp = "look up"
      case status, wait
      case takeUp = "take up"
      case task, quota, account, notify
    }

    package let known: Known
    private init(_ known: Known) { self.known = known }

    /// All of this version.
    public static var allCases: [Operation] { Known.allCases.map { Operation($0) } }
    /// Its words in messages.
    public var description: String { known.rawValue }

    /// Whether it may leave a payment behind.
    package var pays: Bool {
      switch known {
      case .create: true
      case .configure, .upload, .lookUp, .status, .wait, .takeUp, .task, .quota, .account, .notify: false
      }
    }
  }
}
