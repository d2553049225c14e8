/// The JSON documents that are printed, saved and posted. Their schemas are in docs/schema, and docs/json.md explains
/// them; `lipflight schema NAME` prints one.
package enum DocumentKind: String, Sendable, CaseIterable {
  case probe
  case check
  case checkLine = "check-line"
  case estimate
  case submit
  case wait
  case job
  case verify
  case jobs
  case jobsShow = "jobs-show"
  case account
  case config
  case faces
  case mend
  case join
  case finding
  case rules
  case formats
  case batchPlan = "batch-plan"
  case batchStatus = "batch-status"
  case batchJob = "batch-job"
  case batchLog = "batch-log"
  case batchRetry = "batch-retry"
  case batchReport = "batch-report"
  case webhookSign = "webhook-sign"
  case webhookVerify = "webhook-verify"
  case webhookDeliver = "webhook-deliver"
  case webhookOutbox = "webhook-outbox"
  case webhookEvent = "webhook-event"
  case schemas
  case error

  /// Raised if a member is removed or changes its meaning; added members do not raise it.
  package var version: Int { 1 }

  /// The `schema` member: `check/1`.
  package var id: String { "\(rawValue)/\(version)" }

  /// The `$id` of its schema. It names no host: schemas are not fetched from anywhere.
  package var uri: String { "lipflight:schema/\(version)/\(rawValue)" }

  /// What a document begins with: its schema, who made it, and when.
  package func head(at time: UnixTime = .now) -> [JSON.Member] {
    [("schema", .string(id)), ("tool", .string(Product.name)), ("time", .string(time.iso8601))]
  }
}

extension JSON {
  /// The document as it leaves the program: its members after the head that says what it is.
  ///
  /// Documents get their head when they are printed or saved, so those that are part of another one have none.
  package func headed(_ kind: DocumentKind, at time: UnixTime = .now) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(kind.head(at: time) + members)
  }
}
