extension Finding: JSONDocument {
  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      rule: try json.required("rule", .word), severity: try json.required("severity", .word),
      subject: try json.required("subject", .word), message: try json.required("message", .string),
      remedy: try json.required("remedy", .string), evidence: try json.required("evidence", .members))
  }
}
