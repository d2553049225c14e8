internal import LipSync

/// What a sandbox tells of itself, without a key.
extension SandboxAPI {
  /// `GET /`, `/health` and `/openapi.json`; nil for any other request.
  func description(for request: APIRequest) async -> APIAnswer? {
    guard request.method == "GET" || request.method == "HEAD" else { return nil }
    switch request.path {
    case []:
      // Whoever can reach an open sandbox is not to see what others render there.
      guard configuration.apiKey == nil || !configuration.access.isOpen else {
        return .json(
          .object([("error", "this page is shown on this machine alone where a key is set")]), status: 403)
      }
      let page = SandboxPage.markup(
        await store.allTasks, credits: await store.remaining, base: baseURL)
      return .text(
        page, type: "text/html; charset=utf-8", status: 200,
        headers: [("Content-Security-Policy", SandboxPage.policy), ("Cache-Control", "no-store")])
    case ["health"]: return .json(.object([("status", "ok"), ("tool", .string(Product.name))]), status: 200)
    case ["openapi.json"]: return .json(OpenAPI.document, status: 200)
    default: return nil
    }
  }
}
