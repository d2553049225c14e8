internal import HTTPTypes
internal import Hummingbird
internal import LipSync
internal import NIOCore

/// Carries requests from the server to the API, and answers back.
struct SandboxResponder: HTTPResponder {
  typealias Context = SandboxContext

  /// The body of a POST at most, in bytes; answers to larger ones say so.
  static let bodyLimit = 1 << 20

  let answer: @Sendable (APIRequest) async -> APIAnswer
  private let files = FileIO()

  init(_ answer: @escaping @Sendable (APIRequest) async -> APIAnswer) { self.answer = answer }

  func respond(to request: Request, context: SandboxContext) async throws -> Response {
    var message = APIRequest(
      method: request.method.rawValue, path: Self.segments(request.uri.path),
      query: Self.fields(request.uri.query ?? ""),
      headers: request.headers.map { ($0.name.rawName, $0.value) }, body: [])
    // What goes to storage is written as it comes.
    let isChange = request.method == .put && message.path.dropLast().last == "endpoint"
    if request.method == .post || isChange {
      try await Encouragement.send(to: request, context)
      message.body = try await Self.body(of: request)
    }
    switch await answer(message) {
    case .json(let document, let status, let headers):
      return response(document.text, type: "application/json", status: status, headers: headers)
    case .text(let text, let type, let status, let headers):
      return response(text, type: type, status: status, headers: headers)
    case .file(let path, let bytes, let type, let tag):
      return try await file(path, bytes: bytes, type: type, tag: "\"\(tag)\"", request, context)
    case .store(let path, let stated, let limit, let done):
      try await Encouragement.send(to: request, context)
      let counter = LimitedBody.Counter()
      let body = LimitedBody(base: request.body, limit: limit, stated: stated, counter: counter)
      do {
        try await files.writeFile(contents: body, path: path, context: context)
        try await done(counter.bytes)
      } catch  where counter.isWrong {
        let why = "the body has not the announced size, or is too large"
        return response(
          JSON.object([("error", .string(why))]).text, type: "application/json",
          status: counter.bytes > limit ? 413 : 400)
      }
      return Response(status: .ok)
    case .disconnect:
      try? await context.channel.close()
      return Response(status: .ok)
    }
  }

  private func response(
    _ text: String, type: String, status: Int, headers: [(name: String, value: String)] = []
  ) -> Response {
    var response = Response(
      status: HTTPResponse.Status(code: status), headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    for header in headers {
      if let name = HTTPField.Name(header.name) { response.headers[name] = header.value }
    }
    return response
  }

  private func file(
    _ path: String, bytes: Int64, type: String, tag: String, _ request: Request, _ context: SandboxContext
  ) async throws -> Response {
    var headers: HTTPFields = [.contentType: type, .acceptRanges: "bytes", .eTag: tag]
    let condition = request.headers[.ifRange]
    let asked = condition == nil || condition == tag ? request.headers[.range] : nil
    let range: ClosedRange<Int64>
    var status = HTTPResponse.Status.ok
    switch ByteRange(header: asked, length: bytes) {
    case .unsatisfiable:
      headers[.contentRange] = "bytes */\(bytes)"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    case .part(let part):
      (range, status) = (part, .partialContent)
      headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound)/\(bytes)"
    case .whole:
      guard bytes > 0 else { return Response(status: .ok, headers: headers) }
      range = 0...bytes - 1
    }
    if request.method == .head {
      headers[.contentLength] = String(range.count)
      return Response(status: status, headers: headers)
    }
    let body = try await files.loadFile(
      path: path, range: Int(range.lowerBound)...Int(range.upperBound), context: context)
    return Response(status: status, headers: headers, body: body)
  }

  private static func body(of request: Request) async throws -> [UInt8]? {
    var bytes: [UInt8] = []
    var isTooLarge = false
    for try await part in request.body {
      // What is too large is read to its end all the same: only then does the client read the answer.
      isTooLarge = isTooLarge || bytes.count + part.readableBytes > bodyLimit
      if !isTooLarge { bytes.append(contentsOf: part.readableBytesView) }
    }
    return isTooLarge ? nil : bytes
  }

  private static func segments(_ path: String) -> [String] {
    path.split(separator: "/", omittingEmptySubsequences: true).map { decoded($0, plusIsSpace: false) }
  }

  private static func fields(_ query: String) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      fields[decoded(halves[0], plusIsSpace: true)] =
        halves.count == 2 ? decoded(halves[1], plusIsSpace: true) : ""
    }
    return fields
  }

  private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String {
    let source = Array(text.utf8)
    var out: [UInt8] = []
    var index = 0
    while index < source.count {
      let byte = source[index]
      if byte == UInt8(ascii: "%"), index + 2 < source.count,
        let value = UInt8(String(decoding: source[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        out.append(value)
        index += 3
      } else {
        out.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
