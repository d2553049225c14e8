internal import LipSync

/// More than the older generation of the rate limit allows, in its words.
struct Excess: Error {
  var limit: Int64
  var current: Int64
  var retryAfter: Int64
  /// What was too much, if it is not the number of requests.
  var type: String?

  /// Always HTTP 429, whatever status other errors get.
  var answer: APIAnswer {
    let data = JSON.object([
      ("retryAfter", .int(retryAfter)), ("limit", .int(limit)), ("current", .int(current)),
    ])
    return .json(
      .object([("code", 10401), ("msg", .string(APIRefusal.rateLimited.message)), ("data", data)]),
      status: 429, headers: type.map { [("X-RateLimit-Type", $0)] } ?? [])
  }
}
