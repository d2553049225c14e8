/// A secret that no description, log, error, dump or report can print.
public struct Redacted: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String

  /// Wraps a secret.
  public init(_ value: String) { self.value = value }

  /// Lends the secret to the one place that has to send it.
  public func reveal<R>(_ body: (String) throws -> R) rethrows -> R { try body(value) }

  /// Never the secret.
  public var description: String { "<redacted>" }

  /// Never the secret.
  public var debugDescription: String { description }

  /// Never the secret.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
