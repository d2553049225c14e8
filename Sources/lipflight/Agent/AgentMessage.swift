internal import LipSync

/// A message of JSON-RPC 2.0 as it comes from a client.
enum AgentMessage: Sendable {
  case request(id: JSON, method: String, params: JSON)
  case notification(method: String, params: JSON)
  /// The answer to a request of ours; nil for an error.
  case answer(id: JSON, result: JSON?)
  case malformed(AgentError, id: JSON?)

  /// The longest line that is read, in bytes.
  static let longest = 1 << 20

  init(_ line: some Collection<UInt8>) {
    guard let json = JSON(parsing: line) else {
      self = .malformed(AgentError(.notJSON, "This line is not one JSON document."), id: nil)
      return
    }
    let id = json["id"].flatMap { Self.key($0) == nil ? nil : $0 }
    guard json["jsonrpc"]?.stringValue == "2.0" else {
      self = .malformed(AgentError(.invalid, "This is no message of JSON-RPC 2.0."), id: id)
      return
    }
    let params = json["params"] ?? .object([])
    guard let method = json["method"]?.stringValue else {
      if let id, json["result"] != nil || json["error"] != nil {
        self = .answer(id: id, result: json["result"])
      } else {
        self = .malformed(AgentError(.invalid, "The message has no method."), id: id)
      }
      return
    }
    guard case .object = params else {
      self = .malformed(AgentError(.parameters, "params is to be an object."), id: id)
      return
    }
    guard json["id"] != nil else {
      self = .notification(method: method, params: params)
      return
    }
    guard let id else {
      self = .malformed(AgentError(.invalid, "The id is to be a string or a whole number."), id: nil)
      return
    }
    self = .request(id: id, method: method, params: params)
  }

  /// What an id or a token is told apart by; nil where it is neither text nor a whole number.
  static func key(_ id: JSON) -> String? {
    switch id {
    case .string(let text): "s" + text
    case .number: id.intValue.map { "n\($0)" }
    default: nil
    }
  }

  static func result(_ result: JSON, to id: JSON) -> JSON {
    .object([("jsonrpc", "2.0"), ("id", id), ("result", result)])
  }

  static func error(_ error: AgentError, to id: JSON?) -> JSON {
    var members: [JSON.Member] = [("code", .int(error.code.rawValue)), ("message", .string(error.message))]
    if let data = error.data { members.append(("data", data)) }
    return .object([("jsonrpc", "2.0"), ("id", id ?? .null), ("error", .object(members))])
  }

  static func notification(_ method: String, _ params: [JSON.Member]) -> JSON {
    .object([("jsonrpc", "2.0"), ("method", .string(method)), ("params", .object(params))])
  }
}

/// Why a request has no result.
struct AgentError: Error, Sendable {
  /// The codes of JSON-RPC 2.0, and one of the protocol's own.
  enum Code: Int, Sendable {
    case notJSON = -32700
    case invalid = -32600
    case method = -32601
    case parameters = -32602
    case revision = -32022
  }

  let code: Code
  let message: String
  var data: JSON?

  init(_ code: Code, _ message: String, data: JSON? = nil) {
    (self.code, self.message, self.data) = (code, message, data)
  }
}
