extension LinkInfo: JSONDocument {
  /// The facts of LINK, as the tool's documents state them under `link`.
  public var json: JSON {
    .object([
      ("final_url", .optional(finalURL)), ("status", .optional(status)),
      ("content_type", .optional(contentType)), ("bytes", .optional(bytes)),
      ("supports_ranges", .bool(supportsRanges)), ("redirects", .array(redirects.map(JSON.string))),
      ("served", .string(served.rawValue)), ("direct_url", .optional(directURL)),
      ("expires_at", .optional(expiresAt?.iso8601)), ("requests", .int(requests)),
      ("bytes_read", .int(bytesRead)),
    ])
  }

  /// Reads what `json` states. It states no entity tag and no date: both are nil.
  public init(json: JSON) throws(DocumentError) {
    self.init(served: try json.required("served", .word))
    finalURL = try json.nullable("final_url", .string)
    status = try json.nullable("status", .whole)
    contentType = try json.nullable("content_type", .string)
    bytes = try json.nullable("bytes", .whole)
    supportsRanges = try json.required("supports_ranges", .bool)
    redirects = try json.list("redirects", .string)
    directURL = try json.nullable("direct_url", .string)
    expiresAt = try json.nullable("expires_at", .moment)
    requests = try json.required("requests", .whole)
    bytesRead = try json.required("bytes_read", .whole)
  }
}
