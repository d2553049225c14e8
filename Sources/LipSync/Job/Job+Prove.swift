internal import Platform
internal import Synchronization

/// From a task to the proof of its result.
extension Job {
  /// Waits for a task and adds its proof to what is known of the job.
  func prove(
    _ known: JobReport, quotaBefore: Credits? = nil, taskID: String, justCreated: Bool = false,
    into directory: String, named name: String? = nil,
    sent: SentMedia, judgement: Judgement, patience: Patience
  ) async throws -> JobReport {
    let seen = Mutex(known)
    do {
      let task = try await waited(taskID, justCreated: justCreated, patience: patience) { task in
        seen.withLock { $0.task = task }
      }
      return try await proved(
        known, task, quotaBefore: quotaBefore, into: directory, named: name, sent: sent, judgement: judgement)
    } catch {
      // Nothing was ever heard of a task that is only known by the id that was typed.
      let report = seen.withLock { $0 }
      let cause = JobInterruption.cause(error)
      throw report.task == nil ? cause : JobInterruption(report: report, cause: cause)
    }
  }

  /// What is known of the job with the proof of its task, which is over.
  func proved(
    _ known: JobReport, _ task: LipSyncTask, quotaBefore: Credits? = nil, into directory: String,
    named name: String? = nil, sent: SentMedia, judgement: Judgement
  ) async throws -> JobReport {
    var report = known
    report.task = task
    try await complete(
      &report, task, quotaBefore: quotaBefore, into: directory, named: name, sent: sent, judgement: judgement)
    CrashPoint.proved.reached()
    return report
  }

  private func complete(
    _ report: inout JobReport, _ task: LipSyncTask, quotaBefore: Credits?, into directory: String,
    named chosen: String?, sent: SentMedia, judgement: Judgement
  ) async throws {
    guard task.status == .success, var request = VerifyRequest(of: task, judgement: judgement) else {
      report.taskFindings = [
        task.status == .success
          ? TaskProof.noResult(task)
          : TaskProof.failure(task, isReused: report.isReused, check: report.check)
      ]
      return
    }
    request.sent = await completed(sent, of: task.id)
    let name = chosen ?? DownloadedFile.safe(task.id)
    (request.directory, request.name) = (directory, name)
    var verification = try await Postflight.verify(
      request, inspector: inspector, events: events, refresh: fresh(after: task))
    if task.coverURL == nil {
      verification.findings += [TaskProof.noCover].judged(judgement)
    }
    report.verification = verification
    if let quotaBefore, !report.isReused { await charge(&report, task, before: quotaBefore) }
    let path = directory + "/" + name + ".json"
    // The proof stands all the same, and what was paid for is told.
    func note(_ path: String, _ error: any Error) {
      report.verification?.findings += [TaskProof.notWritten(path, error)].judged(judgement)
    }
    let page = directory + "/" + (chosen ?? "report") + ".html"
    let subject = PageSubject(
      request.sent, verification, task: task, service: service.account.service, charged: report.charged)
    do {
      report.verification?.page = try ReportPage.save(
        ReportPage.page(verification, subject, at: page), about: subject.title, to: page)
    } catch { note(page, error) }
    do { report.path = try Self.save(report.json.headed(.job), to: path) } catch { note(path, error) }
  }

  static func save(_ document: JSON, to path: String) throws -> String {
    try Data((document.prettyText + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    return path
  }

  /// Links to a result may die after the task is over: the service is asked for fresh ones.
  private func fresh(after task: LipSyncTask) -> Postflight.Refresh {
    { [service] subject in
      guard let fresh = try? await service.status(taskID: task.id) else { return nil }
      let (url, old) =
        subject == .cover ? (fresh.coverURL, task.coverURL) : (fresh.resultURL, task.resultURL)
      return url == old ? nil : url
    }
  }

  /// Holds the quota's fall against what the result's length costs.
  private func charge(_ report: inout JobReport, _ task: LipSyncTask, before: Credits) async {
    guard let after = try? await service.remainingQuota() else { return }
    let entry = try? await journal.entry(task: task.id, at: service.account)
    let isAlone = if let entry { await journal.isAlone(entry) } else { !journal.remembers }
    let (charged, finding) = Charge.judge(
      before: before, after: after, measured: report.verification?.lengths.measured, isAlone: isAlone)
    report.charged = charged
    if let finding { report.taskFindings.append(finding) }
    if var entry, let charged {
      entry.charged = charged
      await record(entry)
    }
  }
}
