/// What a code of the service's envelope means, or an HTTP status where no envelope came.
package struct ServiceCode: Sendable {
  /// The codes of the envelope that mean this.
  package let codes: [Int]
  /// The HTTP statuses that mean this where the body is no envelope, or its code is not known.
  package let statuses: [Int]
  /// The kind of failure.
  package let kind: ServiceError.Code
  /// What it means.
  package let sentence: String
  /// What to do.
  package let remedy: String
  /// The settings that the remedy speaks of.
  package var settings: [Setting] = []

  /// Every code in the service's documentation, its official runner and its older rate limit.
  package static let all: [ServiceCode] = [
    ServiceCode(
      codes: [429, 10401], statuses: [429], kind: .rateLimited,
      sentence: "the service's rate limit is reached (20 POST requests a minute)",
      remedy: "Wait as long as the service asks, or a minute, then try again."),
    ServiceCode(
      codes: [10105], statuses: [401], kind: .key, sentence: "the service refuses the API key",
      remedy: "Use a valid key of your account, and the base URL of the service it belongs to.",
      settings: [.apiKey, .baseURL]),
    ServiceCode(
      codes: [18025], statuses: [403], kind: .permission, sentence: "the account may not use the API",
      remedy: "Enable API access in the account's plan, or use the key of an account that has it."),
    ServiceCode(
      codes: [18020, 40200], statuses: [402], kind: .credits, sentence: "the account has not enough credits",
      remedy: "Add credits to the account, or send shorter media."),
    ServiceCode(
      codes: [10104, 17003], statuses: [404, 410], kind: .notFound,
      sentence: "the service knows no such record",
      remedy: "Check the task id, that the key belongs to the account which made it, and the prefix.",
      settings: [.prefix]),
    ServiceCode(
      codes: [40000], statuses: [400, 405, 411, 413, 414, 415, 422], kind: .parameter,
      sentence: "the service finds fault with the request",
      remedy: "Check the inputs, and correct what it names."),
    ServiceCode(
      codes: [50000], statuses: [408, 500, 502, 503, 504, 520, 521, 522, 523, 524], kind: .serverFault,
      sentence: "the service has a fault of its own", remedy: "Try again later; see https://status.jogg.ai."),
  ]

  /// What a code of the envelope means; nil where it is not known.
  package static func of(code: Int) -> ServiceCode? { all.first { $0.codes.contains(code) } }

  /// What an HTTP status means; nil where it says nothing.
  package static func of(status: Int) -> ServiceCode? {
    all.first { $0.statuses.contains(status) }
      ?? ((500..<600).contains(status) ? all.first { $0.kind == .serverFault } : nil)
  }
}
