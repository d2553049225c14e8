extension Finding: JSONDocument {
  /// Reads what `json` states, which is all but the settings: those are the catalogue's, where the remedy is.
  public init(json: JSON) throws(DocumentError) {
    self.init(
      try json.required("rule", .word), about: try json.required("subject", .word),
      try json.required("message", .string), remedy: try json.required("remedy", .string),
      severity: try json.required("severity", .word), evidence: try json.required("evidence", .members))
  }
}
