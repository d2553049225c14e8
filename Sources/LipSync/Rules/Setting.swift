/// A setting that would change an outcome: what a finding or an error says in words, for programs that have another name for it,
/// such as an option of a command line or a switch in a form.
public struct Setting: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// The time allowed: `Inspector`'s for each source, `Job.Patience.timeout` for a task.
  public static let timeout = Setting(.timeout)
  /// Whether private addresses may be talked to: `AddressPolicy.privateAllowed`.
  public static let privateAddresses = Setting(.privateAddresses)
  /// Whether the network is left alone: `Inspector`'s `offline`.
  public static let offline = Setting(.offline)
  /// Whether a share link's direct form, or a pasted link put right, is taken in its place: `Inspector`'s `fixesLinks`.
  public static let fixesLinks = Setting(.fixesLinks)
  /// How the video is stretched: `CheckRequest.playbackType`.
  public static let playbackType = Setting(.playbackType)
  /// What a job may cost: `CheckRequest.ceiling`.
  public static let ceiling = Setting(.ceiling)
  /// Whether a job is sent, and paid for, again: `Job.Terms.retryFailed`.
  public static let retryFailed = Setting(.retryFailed)
  /// Where it is written down what was paid for.
  public static let journal = Setting(.journal)
  /// The key: `ServiceConfiguration.apiKey`.
  public static let apiKey = Setting(.apiKey)
  /// Where the service is: `ServiceConfiguration.baseURL`.
  public static let baseURL = Setting(.baseURL)
  /// The path before each endpoint: `ServiceConfiguration.prefix`.
  public static let prefix = Setting(.prefix)

  /// Beneath, so that within the package one that nobody has decided about does not compile.
  package enum Known: String, CaseIterable {
    case timeout, privateAddresses, offline, fixesLinks, playbackType, ceiling, retryFailed, journal, apiKey,
      baseURL,
      prefix
  }

  package let known: Known
  private init(_ known: Known) { self.known = known }

  /// All of this version.
  public static var allCases: [Setting] { Known.allCases.map { Setting($0) } }
  /// Its stable name.
  public var rawValue: String { known.rawValue }
  /// Its stable name.
  public var description: String { rawValue }
}
