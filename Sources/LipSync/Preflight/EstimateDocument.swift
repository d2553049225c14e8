/// What `lipflight estimate --json` prints.
public struct EstimateDocument: JSONDocument {
  /// The playback types compared; nil if a length is unknown.
  public var advice: PlaybackAdvice?
  /// What the chosen type costs, or the advised one; nil if a length is unknown.
  public var credits: CreditRange?
  /// Why there is no estimate; empty if there is one.
  public var findings: [Finding]

  /// States an estimate, or why there is none.
  package init(advice: PlaybackAdvice?, credits: CreditRange?, findings: [Finding] = []) {
    (self.advice, self.credits, self.findings) = (advice, credits, findings)
  }

  /// The document.
  public var json: JSON {
    .object([
      ("playback", advice?.json ?? .null), ("credits", credits?.json ?? .null),
      ("findings", .array(findings.map(\.json))),
    ])
  }

  /// Reads what `json` states, which is everything.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      advice: try json.nullable("playback", .document), credits: try json.nullable("credits", .document),
      findings: try json.list("findings", .document))
  }
}
