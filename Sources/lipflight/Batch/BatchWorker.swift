internal import LipSync
internal import LipSyncLedger
internal import Platform

/// What `batch run` and `batch work` have in common: a worker with its table, its metrics and its final message.
struct BatchWorker: Sendable {
  let console: Console
  let work: BatchWorkOptions
  /// Who is told of each job's end.
  let notifier: Notifier?
  let patience: Job.Patience

  /// Works on a batch until it is over or no more can be done.
  ///
  /// - Parameter resume: the command that continues.
  func run(
    _ session: Session, _ ledger: any LedgerStore, _ batch: Batch, directory: String?, links: BatchLinks,
    resume: String
  ) async throws -> ExitStatus {
    guard let settings = BatchSettings(text: batch.settings) else {
      throw Failure(
        .usage, "Batch \(batch.id) was created by another version of Lipflight.", remedy: "Update Lipflight.")
    }
    guard settings.account == session.service.account else {
      throw Failure(
        .usage,
        "Batch \(batch.id) belongs to \(settings.account.service) and account \(settings.account.account); this is \(session.service.account.service) and account \(session.service.account.account).",
        remedy:
          "Set JOGG_BASE_URL and JOGG_API_KEY as they were when the batch was created: another account would pay again."
      )
    }
    var options = work.options(directory: directory ?? settings.directory, links: links, patience: patience)
    options.receiver = notifier?.receiver
    let board = BatchBoard(console, format: work.logFormat, batch: batch)
    let runner = BatchRunner(
      ledger: ledger, batch: batch, settings: settings, service: session.service,
      inspector: session.inspector, options: options
    ) { board.show($0) }
    let post = Task { try await notifier?.post(from: ledger) }
    let watch = Task { await keepFigures(ledger, batch, board) }
    let outcome: Result<BatchStop?, any Error>
    do { outcome = .success(try await runner.run()) } catch { outcome = .failure(error) }
    watch.cancel()
    await watch.value
    post.cancel()
    _ = await post.result
    board.close()
    if !Interruption.happened { await notifier?.postTheRest(from: ledger) }
    // Also after a cancellation: this is its final message.
    let figures = try await Task { try await BatchFigures(ledger, batch.id) }.value
    try? figures.write(metrics: work.metrics)
    if Interruption.happened {
      throw Failure(
        .interrupted, "Interrupted; \(BatchText.left(figures)). Jobs in progress were handed back.",
        remedy: "Tasks continue at the service and nothing is paid for twice. Resume with: \(resume)")
    }
    let stop = try outcome.get()
    console.document(.batchStatus, figures.json)
    console.print(BatchText.status(figures, console.style))
    guard let stop else {
      guard !figures.isDoneWell else { return .passed }
      // A log of JSON lines contains nothing else.
      if work.logFormat == .text {
        console.say("`lipflight batch retry` reopens jobs that failed or were set aside.")
      }
      return .failedCheck
    }
    throw Self.failure(stop, figures, resume: resume)
  }

  private static func failure(_ stop: BatchStop, _ figures: BatchFigures, resume: String) -> Failure {
    var failure: Failure
    switch stop {
    case .budget:
      failure = Failure(
        .failedCheck, "\(stop) \(BatchText.left(figures)).",
        remedy: "Continue with a higher ceiling: \(resume) --max-credits N")
    case .quota:
      failure = Failure(
        .failedCheck, "\(stop) \(BatchText.left(figures)).", remedy: "Add credits, then: \(resume)")
    case .failure(let error):
      failure = Failure(error, interrupted: false)
      failure.remedy = [failure.remedy, "Then continue with: \(resume)"].compactMap(\.self).joined(
        separator: " ")
    }
    return failure
  }

  /// Keeps the table's sums and the metrics file up to date.
  private func keepFigures(_ ledger: any LedgerStore, _ batch: Batch, _ board: BatchBoard) async {
    var trouble = ""
    while !Task.isCancelled {
      if let figures = try? await BatchFigures(ledger, batch.id) {
        board.show(figures)
        do {
          try figures.write(metrics: work.metrics)
          trouble = ""
        } catch {
          // Reported once, not every two seconds for days.
          if trouble != "\(error)" { board.say("The metrics cannot be written: \(error)") }
          trouble = "\(error)"
        }
      }
      try? await Task.sleep(for: .seconds(2))
    }
  }
}

extension BatchFigures {
  /// Replaces a metrics file as a whole, if one was asked for.
  func write(metrics path: String?) throws {
    guard let path else { return }
    try Data(metrics.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
