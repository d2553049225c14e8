internal import LipSync

extension SandboxAPI {
  func endpoints(_: APIRequest, _: [String]) async throws -> APIAnswer {
    success(.object([("endpoints", .array(await store.endpoints.map(\.json)))]))
  }

  func webhookEvents(_: APIRequest, _: [String]) async throws -> APIAnswer {
    success(.object([("events", .array(configuration.events.map(JSON.string)))]))
  }

  func addEndpoint(_ request: APIRequest, _: [String]) async throws -> APIAnswer {
    let body = try document(request)
    guard let url = try url(body), let events = try events(body) else {
      throw APIRefusal.parameter(
        (body["url"]?.stringValue ?? "").isEmpty ? "url is required" : "events is required")
    }
    guard await store.endpoints.count < WebhookEndpoint.limit else {
      throw APIRefusal.parameter("no more than \(WebhookEndpoint.limit) endpoints")
    }
    let endpoint = WebhookEndpoint(
      id: "wh_" + Store.randomHex(8), url: url, secret: "whsec_" + Store.randomHex(16),
      isEnabled: try status(body) ?? true, events: events, createdAt: UnixTime.now.seconds)
    try await store.set(endpoint, id: endpoint.id)
    return success(endpoint.json)
  }

  func changeEndpoint(_ request: APIRequest, _ values: [String]) async throws -> APIAnswer {
    let body = try document(request)
    guard let id = values.first, var endpoint = await store.endpoints.first(where: { $0.id == id }) else {
      throw APIRefusal.notFound
    }
    guard body["secret"] == nil else { throw APIRefusal.parameter("secret cannot be changed") }
    endpoint.url = try url(body) ?? endpoint.url
    endpoint.events = try events(body) ?? endpoint.events
    endpoint.isEnabled = try status(body) ?? endpoint.isEnabled
    try await store.set(endpoint, id: id)
    return success(endpoint.json)
  }

  func removeEndpoint(_: APIRequest, _ values: [String]) async throws -> APIAnswer {
    guard let id = values.first, await store.endpoints.contains(where: { $0.id == id }) else {
      throw APIRefusal.notFound
    }
    try await store.set(nil, id: id)
    return success(.null)
  }

  private func url(_ body: JSON) throws -> String? {
    guard let text = body["url"]?.stringValue, !text.isEmpty else { return nil }
    let isPlain = configuration.postsWebhooks && text.lowercased().hasPrefix("http://")
    guard isPlain || text.lowercased().hasPrefix("https://"), text.count > 8,
      !text.contains(where: \.isWhitespace)
    else {
      throw APIRefusal.parameter("url must be an https URL")
    }
    return text
  }

  private func events(_ body: JSON) throws -> [String]? {
    guard case .array(let values)? = body["events"], !values.isEmpty else { return nil }
    let words = values.compactMap(\.stringValue)
    if let unknown = words.first(where: { !configuration.events.contains($0) }) {
      throw APIRefusal.parameter("events: \(unknown.prefix(60)) is not an event")
    }
    guard words.count == values.count else { throw APIRefusal.parameter("events must be strings") }
    return words
  }

  private func status(_ body: JSON) throws -> Bool? {
    switch body["status"]?.stringValue {
    case nil: return nil
    case "enabled": return true
    case "disabled": return false
    default: throw APIRefusal.parameter("status must be one of enabled, disabled")
    }
  }
}
