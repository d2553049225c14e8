internal import LipSync
internal import LipSyncMedia

extension SandboxAPI {
  func create(_ request: APIRequest, _: [String]) async throws -> APIAnswer {
    let body = try document(request)
    let inputs = TaskInputs(
      videoURL: try url(body, "video_url"), audioURL: try url(body, "audio_url"),
      playbackType: try playbackType(body["playback_type"]))
    if let code = faults.value(.unknownCode).flatMap({ Int($0) }) {
      throw APIRefusal(code: code, message: "An undocumented refusal", status: 400)
    }
    if faults.strikes(.createError) { throw APIRefusal.systemError }
    let remaining = await store.remaining
    guard !faults.has(.noCredits), remaining > Credits(hundredths: 0) else { throw APIRefusal.noCredits }
    if let limit = faults.value(.concurrentVideos).flatMap({ Int64($0) }) {
      let current = Int64(await store.unfinished.count)
      // Nobody knows when one will end, and neither does the documentation's example.
      guard current < limit else {
        throw Excess(limit: limit, current: current + 1, retryAfter: 30, type: "concurrent_videos")
      }
    }
    let task = try await store.create(inputs)
    await enqueue(task.id)
    if faults.strikes(.lostCreateAnswer) { return .disconnect }
    if faults.strikes(.createUnderError) { return Self.badGateway }
    if faults.strikes(.createUnderJunk) { return Self.interstitial }
    if let code = faults.value(.createUnderCode).flatMap({ Int($0) }) {
      throw APIRefusal(code: code, message: "Not now", status: 400)
    }
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
    guard !faults.strikes(.lateLookup), let task = await store.latestTask(inputs), isShown(task) else {
      let code = faults.value(.lookupCode).flatMap { Int($0) }
      throw APIRefusal(
        code: code ?? APIRefusal.notFound.code, message: APIRefusal.notFound.message, status: 404)
    }
    return success(data(of: task))
  }

  private func isShown(_ task: TaskRecord) -> Bool {
    let delay = faults.value(.lateTask).flatMap { Int64($0) } ?? 0
    return task.createdAt + delay <= UnixTime.now.seconds
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
    // Other schemes are valid URLs, but not for a service to fetch.
    guard case .url = Source(text), !text.contains(where: \.isWhitespace),
      ["http://", "https://"].contains(where: text.lowercased().hasPrefix)
    else {
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

  func data(of task: TaskRecord) -> JSON {
    let isOver = task.status.isTerminal
    let isBothFilled = faults.has(.bothFilled) && isOver
    let hasNulls = faults.has(.nullFields) && isOver
    let words = hasNulls ? nil : task.error ?? (isBothFilled ? "" : nil)
    return .object([
      ("task_id", .string(task.id)), ("status", .string(word(of: task))),
      ("created_at", .int(task.createdAt)),
      ("completed_at", hasNulls ? .null : .optional(task.completedAt)),
      ("data", task.status == .success || isBothFilled ? result(of: task, hasNulls: hasNulls) : .null),
      ("error", words.map { .object([("message", .string($0))]) } ?? .null),
    ])
  }

  private func word(of task: TaskRecord) -> String {
    if let word = faults.value(.unknownStatus) { return word }
    return task.status == .success && faults.has(.completed) ? "completed" : task.status.rawValue
  }

  private func result(of task: TaskRecord, hasNulls: Bool) -> JSON {
    let added = Double(faults.value(.wrongDuration) ?? "") ?? 0
    // The service's samples have no query; it appears with the fault alone, as it would on a storage with signatures.
    let query =
      faults.has(.expiredResult)
      ? "?"
        + upload.query(
          asset: task.id, contentType: "",
          expires: UnixTime.now.seconds + (faults.strikes(.expiredResult) ? -60 : 900))
      : ""
    let base = "\(baseURL)/files/results/\(task.id)"
    return .object([
      ("result_url", .string("\(base)/result.mp4\(query)")),
      ("cover_url", hasNulls ? .null : .string("\(base)/cover.jpg\(query)")),
      ("duration_seconds", hasNulls ? .null : task.duration.map { .double($0.seconds + added) } ?? .null),
    ])
  }
}
