internal import LipSync

/// A request to the sandbox, apart from the server that took it.
struct APIRequest: Sendable {
  var method: String
  /// The path's segments, percent-decoded one by one.
  var path: [String]
  var query: [String: String]
  var headers: [(name: String, value: String)]
  /// The body of a POST, in memory; nil if it is larger than allowed.
  var body: [UInt8]?

  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// What the sandbox answers.
enum APIAnswer: Sendable {
  typealias Headers = [(name: String, value: String)]

  /// A document.
  case json(JSON, status: Int, headers: Headers = [])
  /// Text of another type.
  case text(String, type: String, status: Int, headers: Headers = [])
  /// A file under an entity tag, with ranges; `bytes` may be less than the file holds.
  case file(path: String, bytes: Int64, type: String, tag: String)
  /// The body of the request is to be stored at a path; `done` gets the size before the answer is sent.
  case store(path: String, stated: Int64?, limit: Int64, done: @Sendable (Int64) async throws -> Void)
  /// The connection is closed without an answer.
  case disconnect

  /// A document or text with more headers; any other answer as it is.
  func adding(_ more: Headers) -> APIAnswer {
    switch self {
    case .json(let document, let status, let headers):
      .json(document, status: status, headers: headers + more)
    case .text(let text, let type, let status, let headers):
      .text(text, type: type, status: status, headers: headers + more)
    case .file, .store, .disconnect: self
    }
  }
}

/// A refusal as the service makes it: a code, its message and the HTTP status.
struct APIRefusal: Error, Sendable {
  let code: Int
  let message: String
  /// The HTTP status if statuses are mapped.
  let status: Int

  static let badKey = APIRefusal(code: 10105, message: "Invalid API key", status: 401)
  static let notFound = APIRefusal(code: 10104, message: "Record not found", status: 404)
  static let noPermission = APIRefusal(
    code: 18025, message: "No permission to call APIs", status: 403)
  static let noCredits = APIRefusal(code: 18020, message: "Insufficient credit", status: 402)
  static let systemError = APIRefusal(code: 50000, message: "System error", status: 500)
  static let rateLimited = APIRefusal(
    code: 429, message: "Rate limit exceeded. Please try again later.", status: 429)

  static func parameter(_ problem: String) -> APIRefusal {
    APIRefusal(code: 40000, message: "Parameter error: \(problem)", status: 400)
  }
}
