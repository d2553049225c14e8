internal import Dispatch
internal import LipSync
internal import Platform

/// A command that is run for each event, with its body on standard input.
struct EventHandler: Sendable {
  /// What `/bin/sh` runs.
  let command: String
  /// How long it may take.
  let timeout: Duration

  /// Runs it for one event: exit code 0 means that the event is done with. What takes too long is ended with all it started.
  func handle(_ message: WebhookMessage) async -> WebhookAnswer {
    guard let input = ProgramStart.pipe() else { return Self.notRun(errno) }
    var start = ProgramStart(
      "/bin/sh", arguments: ["/bin/sh", "-c", command], environment: environment(of: message))
    // Standard output is for what this program says of events.
    (start.input, start.output, start.errors) = (
      .descriptor(input.reader), .descriptor(STDERR_FILENO), .descriptor(STDERR_FILENO)
    )
    start.leadsGroup = true
    let process: ChildProcess
    do throws(POSIXError) {
      process = try ChildProcess(start)
    } catch {
      for end in [input.reader, input.writer] { close(end) }
      return Self.notRun(error.code.rawValue)
    }
    close(input.reader)
    feed(message.body, to: input.writer)
    let limit = Task { [timeout] in
      try await Task.sleep(for: timeout)
      process.send(SIGKILL)
      return true
    }
    let end = await withTaskCancellationHandler {
      await onBlockingThread { process.wait() }
    } onCancel: {
      process.send(SIGKILL)
    }
    limit.cancel()
    if Task.isCancelled { return .interrupted }
    if end == .signal(SIGKILL), case .success = await limit.result {
      return .untaken("the command was not done after \(timeout.inSeconds) s, and was ended")
    }
    return Self.answer(end)
  }

  private func environment(of message: WebhookMessage) -> [String] {
    var values = ProcessInfo.processInfo.environment
    // What is signed with is none of its business.
    values[SecretOptions.variable] = nil
    (values["LIPFLIGHT_EVENT"], values["LIPFLIGHT_EVENT_ID"]) = (message.name, message.id)
    return values.map { "\($0)=\($1)" }
  }

  /// On a thread of its own: a command need not read what it is given.
  private func feed(_ body: [UInt8], to pipe: CInt) {
    DispatchQueue.global().async {
      var rest = body[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { System.write(pipe, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
      }
      close(pipe)
    }
  }

  private static func notRun(_ code: CInt) -> WebhookAnswer {
    .untaken("/bin/sh could not be run: \(String(cString: strerror(code)))")
  }

  private static func answer(_ end: ProcessEnding) -> WebhookAnswer {
    switch end {
    case .exit(0): .taken
    case .exit: .untaken("the command ended with \(end.words)")
    case .signal: .untaken("the command was ended by \(end.words)")
    }
  }
}
