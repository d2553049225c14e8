internal import LipSync
internal import Platform

/// Serves the Model Context Protocol: reads a message a line, answers in a line, and runs a command for each call.
actor AgentServer {
  /// What the person who starts it has chosen.
  struct Settings: Sendable {
    var paths: AgentPaths
    /// The most that any one job may cost; nil for what each call says.
    var ceiling: Credits?
    /// Options for all commands that ask others, and those for commands with a journal.
    var network: [String] = []
    var journal: [String] = []
  }

  /// The most calls at one time.
  static let mostCalls = 8

  private var settings: Settings
  private let send: @Sendable (JSON) -> Void
  /// The revision of the session that was begun; nil before.
  private var session: AgentRevision?
  private var calls: [String: AgentProcess?] = [:]
  private var cancelled: Set<String> = []
  private var rootsRequest: JSON?
  private var rootsWaiters: [CheckedContinuation<Void, Never>] = []
  private var hasRoots = false

  init(_ settings: Settings, send: @escaping @Sendable (JSON) -> Void) {
    (self.settings, self.send) = (settings, send)
  }

  /// Serves until the client closes its end or the task is cancelled; commands that still run are asked to stop and awaited.
  func serve(_ messages: some AsyncSequence<AgentMessage, Never> & Sendable) async {
    await withTaskGroup(of: Void.self) { group in
      for await message in messages { take(message, in: &group) }
      for process in calls.values { process?.interrupt() }
      answerWaiters()
    }
  }

  private func take(_ message: AgentMessage, in group: inout TaskGroup<Void>) {
    switch message {
    case .malformed(let error, let id): send(AgentMessage.error(error, to: id))
    case .notification(let method, let params): note(method, params)
    case .answer(let id, let result): hear(id, result)
    case .request(let id, let method, let params):
      do throws(AgentError) {
        guard let call = try answer(id, method, params) else { return }
        group.addTask { await self.perform(call) }
      } catch {
        send(AgentMessage.error(error, to: id))
      }
    }
  }

  /// A call that is to be made.
  private struct Call: Sendable {
    let id: JSON
    let tool: AgentTool
    let arguments: JSON
    let revision: AgentRevision
    let token: JSON?
  }

  /// Answers a request at once, or gives the call that it asks for.
  private func answer(_ id: JSON, _ method: String, _ params: JSON) throws(AgentError) -> Call? {
    let revision = try self.revision(of: method, params)
    func reply(_ members: [JSON.Member], cachedFor milliseconds: Int? = nil) {
      send(AgentMessage.result(revision.result(members, cachedFor: milliseconds), to: id))
    }
    switch (method, revision.hasSessions) {
    case ("initialize", true):
      begin(revision, params)
      reply([
        ("protocolVersion", .string(revision.rawValue)), ("capabilities", AgentRevision.capabilities),
        ("serverInfo", AgentRevision.introduction), ("instructions", .string(AgentRevision.instructions)),
      ])
      return nil
    case ("ping", true): reply([])
    case ("server/discover", false):
      reply(
        [
          ("supportedVersions", .array(AgentRevision.allCases.map { .string($0.rawValue) })),
          ("capabilities", AgentRevision.capabilities), ("instructions", .string(AgentRevision.instructions)),
        ], cachedFor: 3_600_000)
    case ("tools/list", _): reply([("tools", .array(AgentTool.all.map(\.json)))], cachedFor: 3_600_000)
    case ("tools/call", _): return try call(id, params, revision)
    default: throw AgentError(.method, "There is no method '\(method.prefix(80))' here.")
    }
    return nil
  }

  /// The revision that a request is of.
  private func revision(of method: String, _ params: JSON) throws(AgentError) -> AgentRevision {
    if method == "initialize" {
      let wanted = params["protocolVersion"]?.stringValue.flatMap(AgentRevision.init)
      return wanted?.hasSessions == true ? wanted ?? .offered : .offered
    }
    if let named = params["_meta"]?[AgentRevision.member] {
      guard let revision = named.stringValue.flatMap(AgentRevision.init), !revision.hasSessions else {
        let supported = AgentRevision.allCases.filter { !$0.hasSessions }.map { JSON.string($0.rawValue) }
        throw AgentError(
          .revision, "This revision is not served without a session.",
          data: .object([("supported", .array(supported)), ("requested", named)]))
      }
      return revision
    }
    guard let session else {
      if method == "ping" { return .offered }
      throw AgentError(.invalid, "A session begins with initialize; without one, _meta names the revision.")
    }
    return session
  }

  private func begin(_ revision: AgentRevision, _ params: JSON) {
    session = revision
    // Until it has told which, nothing is open.
    if params["capabilities"]?["roots"] != nil { settings.paths.roots = [] } else { hasRoots = true }
  }

  private func note(_ method: String, _ params: JSON) {
    switch method {
    case "notifications/initialized" where settings.paths.roots != nil, "notifications/roots/list_changed":
      askForRoots()
    case "notifications/cancelled":
      guard let key = params["requestId"].flatMap(AgentMessage.key), let process = calls[key] else { return }
      cancelled.insert(key)
      process?.interrupt()
    default: break
    }
  }

  private func askForRoots() {
    guard settings.paths.roots != nil else { return }
    let id = JSON.string("roots-\(UnixTime.now.iso8601)-\(Int.random(in: 0..<1_000_000))")
    rootsRequest = id
    send(.object([("jsonrpc", "2.0"), ("id", id), ("method", "roots/list")]))
  }

  private func hear(_ id: JSON, _ result: JSON?) {
    guard let request = rootsRequest, AgentMessage.key(id) == AgentMessage.key(request) else { return }
    rootsRequest = nil
    settings.paths.roots = result.map(AgentPaths.folders) ?? []
    hasRoots = true
    answerWaiters()
  }

  private func answerWaiters() {
    for waiter in rootsWaiters { waiter.resume() }
    rootsWaiters = []
  }

  private func call(_ id: JSON, _ params: JSON, _ revision: AgentRevision) throws(AgentError) -> Call {
    guard let key = AgentMessage.key(id), calls.index(forKey: key) == nil else {
      throw AgentError(.invalid, "A call with this id is under way.")
    }
    guard let name = params["name"]?.stringValue, let tool = AgentTool.named(name) else {
      throw AgentError(
        .parameters,
        "There is no tool '\((params["name"]?.stringValue ?? "").prefix(60))'; tools/list names them all.")
    }
    calls[key] = .some(nil)
    let token = params["_meta"]?["progressToken"].flatMap { AgentMessage.key($0) == nil ? nil : $0 }
    return Call(
      id: id, tool: tool, arguments: params["arguments"] ?? .object([]), revision: revision, token: token)
  }

  /// Makes a call and answers it, unless it was cancelled.
  private func perform(_ call: Call) async {
    guard let key = AgentMessage.key(call.id) else { return }
    var members: [JSON.Member]
    do throws(AgentRefusal) {
      if call.tool.inputs.contains(where: \.isPlace), !hasRoots, call.revision.hasSessions {
        await withCheckedContinuation { rootsWaiters.append($0) }
      }
      guard calls.count <= Self.mostCalls else {
        throw AgentRefusal("\(Self.mostCalls) calls are under way; wait for one of them to end.")
      }
      let process = try AgentProcess(try words(of: call))
      calls[key] = process
      if cancelled.contains(key) { process.interrupt() }
      members = AgentResult.members(await process.ending(onNote: progress(of: call)), of: call.tool)
    } catch {
      members = AgentResult.refusal(error.message)
    }
    calls[key] = nil
    if cancelled.remove(key) == nil { send(AgentMessage.result(call.revision.result(members), to: call.id)) }
  }

  private func words(of call: Call) throws(AgentRefusal) -> [String] {
    if call.tool.effect == .pays, let ceiling = settings.ceiling,
      let wanted = call.arguments[AgentTool.maxCredits]?.numberText.flatMap(Credits.init(decimal:)),
      wanted > ceiling
    {
      throw AgentRefusal(
        "\(AgentTool.maxCredits) is \(wanted.text), and this server was started for \(ceiling.text) a job at most."
      )
    }
    let settings =
      (call.tool.asksOthers ? self.settings.network : [])
      + (call.tool.usesJournal ? self.settings.journal : [])
    let paths = self.settings.paths
    return try call.tool.words(call.arguments, settings: settings) { path throws(AgentRefusal) in
      try paths.resolved(path)
    }
  }

  /// Tells how far a call is, where its client has asked to be told.
  private func progress(of call: Call) -> @Sendable (String) -> Void {
    guard let token = call.token else { return { _ in } }
    let (send, steps) = (send, Steps())
    return { line in
      send(
        AgentMessage.notification(
          "notifications/progress",
          [
            ("progressToken", token), ("progress", .int(steps.next())),
            ("message", .string(String(Printable.text(line, keepingStyles: false).prefix(300)))),
          ]))
    }
  }
}
