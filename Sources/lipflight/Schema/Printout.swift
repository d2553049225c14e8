internal import LipSync

/// A document on its way to standard output.
struct Printout {
  /// What it is: the head says so.
  let kind: DocumentKind
  /// Its members.
  let body: JSON

  /// A document of a kind.
  init(_ kind: DocumentKind, _ body: JSON) { (self.kind, self.body) = (kind, body) }

  /// The document of a command that can only say why it failed.
  ///
  /// - Parameter members: what scripts look for in the command's own document.
  static func error(_ failure: Failure, _ members: [JSON.Member] = []) -> Printout {
    Printout(
      .error,
      .object(
        members + [
          ("error", .string(failure.message)), ("remedy", .optional(failure.remedy)),
          ("exit_code", .int(failure.status.rawValue)),
        ]))
  }

  /// The whole document, made now.
  var json: JSON { body.headed(kind) }
}
