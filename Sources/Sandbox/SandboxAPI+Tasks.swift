internal import LipSync
internal import Media

extension SandboxAPI {
  func create(_ request: APIRequest, _: [String]) async throws -> APIAnswer {
    let body = try document(request)
    let inputs = TaskInputs(
      videoURL: try url(body, "video_url"), audioURL: try url(body, "audio_url"),
      playbackType: try playbackType(body["playback_type"]))
    if faults.strikes(.createError) { throw APIRefusal.systemError }
    let remaining = await store.remaining
    guard !faults.has(.noCredits), remaining > Credits(hundredths: 0) else { throw APIRefusal.noCredits }
    let task = try await store.create(inputs)
    await enqueue(task.id)
    if faults.strikes(.lostCreateAnswer) { return .disconnect }
    return success(
      .object([("task_id", .string(task.id)), ("status", .string(task.status.rawValue))]))
  }

  func status(_: APIRequest, _ values: [String]) async throws -> APIAnswer {
    guard let id = values.first, let task = await store.task(id) else { throw APIRefusal.notFound }
    return success(data(of: task))
  }

  func latest(_ request: APIRequest, _: [String]) async throws -> APIAnswer {
    if faults.has(.noLookup) { return .json(.object([("error", "not found")]), status: 404) }
    func value(_ name: String) throws -> String {
      guard let value = request.query[name], !value.isEmpty else {
        throw APIRefusal.parameter("\(name) is required")
      }
      return value
    }
    let inputs = TaskInputs(
      videoURL: try value("video_url"), audioURL: try value("audio_url"),
      playbackType: try playbackType(request.query["playback_type"].map(JSON.string)))
    guard let task = await store.latestTask(inputs) else { throw APIRefusal.notFound }
    return success(data(of: task))
  }

  func quota(_: APIRequest, _: [String]) async throws -> APIAnswer {
    success(.object([("remaining_quota", await store.remaining.json)]))
  }

  func whoami(_: APIRequest, _: [String]) async throws -> APIAnswer {
    success(.object([("email", "sandbox@localhost"), ("username", "sandbox")]))
  }

  /// A JSON object in the body of a POST.
  func document(_ request: APIRequest) throws -> JSON {
    guard let body = request.body else { throw APIRefusal.parameter("the body is too large") }
    guard let document = JSON(parsing: body), case .object = document else {
      throw APIRefusal.parameter("the body is not a JSON object")
    }
    return document
  }

  private func url(_ body: JSON, _ field: String) throws -> String {
    guard let text = body[field]?.stringValue, !text.isEmpty else {
      throw APIRefusal.parameter("\(field) is required")
    }
    guard case .url = Source(text), !text.contains(where: \.isWhitespace) else {
      throw APIRefusal.parameter("\(field) is not a valid URL")
    }
    return text
  }

  private func playbackType(_ value: JSON?) throws -> PlaybackType {
    switch value {
    case nil, .null?: return .normal
    case .string(let word)?:
      if let type = PlaybackType(rawValue: word) { return type }
      fallthrough
    default:
      let words = PlaybackType.allCases.map(\.rawValue).joined(separator: ", ")
      throw APIRefusal.parameter("playback_type must be one of \(words)")
    }
  }

  private func data(of task: TaskRecord) -> JSON {
    let isBothFilled = faults.has(.bothFilled) && task.status.isTerminal
    var result = JSON.null
    if task.status == .success || isBothFilled {
      let added = Double(faults.value(.wrongDuration) ?? "") ?? 0
      result = .object([
        ("result_url", .string("\(baseURL)/files/results/\(task.id)/result.mp4")),
        ("cover_url", .string("\(baseURL)/files/results/\(task.id)/cover.jpg")),
        ("duration_seconds", task.duration.map { .double($0.seconds + added) } ?? .null),
      ])
    }
    let words = task.error ?? (isBothFilled ? "" : nil)
    return .object([
      ("task_id", .string(task.id)), ("status", .string(task.status.rawValue)),
      ("created_at", .int(task.createdAt)), ("completed_at", .optional(task.completedAt)), ("data", result),
      ("error", words.map { .object([("message", .string($0))]) } ?? .null),
    ])
  }
}
