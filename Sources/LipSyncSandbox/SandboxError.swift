/// Why a sandbox could not start.
public struct SandboxError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public struct Code: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// A fault's name or value is not known.
    public static let fault = Code(.fault)
    /// The port is taken or may not be used.
    public static let port = Code(.port)
    /// The data directory cannot be used.
    public static let dataDirectory = Code(.dataDirectory)

    /// The closed enumeration behind it: within the package, a new case does not compile until every switch handles it.
    package enum Known: String, CaseIterable {
      case fault, port, dataDirectory
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

  /// The kind of failure.
  public let code: Code
  /// One sentence with the remedy.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
