internal import LipSync
internal import LipSyncMedia
internal import LipSyncTransfer
internal import Logging
internal import Platform

/// What a worker does with a task: fetch the inputs, judge them as the service would, render, report.
struct RenderJob: Sendable {
  let configuration: SandboxConfiguration
  let store: Store
  let faults: ActiveFaults
  let client: HTTPClient
  let logger: Logger

  /// A reason for a task to fail, in the service's words.
  struct Failure: Error {
    let message: String

    /// The service's own words for an audio it cannot use; for a video they are unknown and assumed to be the same.
    static func unusable(_ subject: Subject) -> Failure {
      Failure(message: "consume retry limit reached: \(subject.rawValue) duration fetch failed")
    }
  }

  /// A task during which the process died this often is not started again: it may be the cause.
  private static let attemptLimit: Int64 = 3

  /// Works on a task until it is over. A task that is interrupted stays as it is, for the next start.
  func run(_ id: String) async {
    guard let task = await store.task(id), !task.status.isTerminal else { return }
    do {
      guard task.attempts < Self.attemptLimit else {
        throw Failure(
          message: "consume retry limit reached: the sandbox ended \(task.attempts) times while rendering")
      }
      let isStuck = faults.has(.stuckProcessing)
      try await store.update(id) {
        $0.status = .processing
        if !isStuck { $0.attempts += 1 }
      }
      if isStuck { return }
      let start = ContinuousClock.now
      let duration = try await render(task)
      if configuration.renderSpeed == .realtime {
        try await Task.sleep(until: start + .seconds(duration.seconds), clock: .continuous)
      }
      try await finish(id) {
        $0.status = .success
        $0.duration = duration
      }
    } catch  where error is CancellationError || Task.isCancelled {
      // Stopped cleanly: that is no evidence against an input.
      try? await store.update(id) { $0.attempts = task.attempts }
    } catch {
      let message =
        (error as? Failure)?.message ?? (error as? Engine.Failure)?.message ?? "render failed: \(error)"
      logger.notice("task \(id) failed: \(message)")
      do {
        try await finish(id) {
          $0.status = .failed
          $0.error = message
        }
      } catch {
        logger.error("task \(id) cannot be saved: \(error)")
      }
    }
  }

  private func finish(_ id: String, _ change: @escaping @Sendable (inout TaskRecord) -> Void) async throws {
    let now = UnixTime.now.seconds
    try await store.update(id) {
      change(&$0)
      $0.completedAt = now
    }
  }

  private func render(_ task: TaskRecord) async throws -> MediaTime {
    if let message = faults.value(.taskFailed) { throw Failure(message: message) }
    let directory = store.directory
    let fetcher = InputFetcher(store: store, client: client)
    let (videoCopy, audioCopy) = (directory.work("\(task.id).video"), directory.work("\(task.id).audio"))
    defer { for path in [videoCopy, audioCopy] { try? FileManager.default.removeItem(atPath: path) } }
    async let videoPath = fetcher.fetch(task.videoURL, as: .video, to: videoCopy)
    async let audioPath = fetcher.fetch(task.audioURL, as: .audio, to: audioCopy)
    let (video, audio) = (try await videoPath, try await audioPath)
    let whenShort = configuration.whenShort
    let type = task.playbackType

    let examiner = configuration.examiner
    let plan = try await blocking { deadline in
      let lengths = try InputLengths(video: video, audio: audio, examiner, deadline: deadline)
      return PlaybackPlan.make(
        type, video: lengths.video, audio: lengths.audio, model: PlaybackModel(whenShort: whenShort))
    }
    guard !plan.passes.isEmpty else { throw Failure.unusable(.video) }
    guard try await store.charge(task.id, Credits(output: plan.output)) else {
      throw Failure(message: "insufficient credit")
    }
    let (resultPath, coverPath) = (directory.result(task.id), directory.cover(task.id))
    // A killed process leaves its partial files where the next start removes them.
    let workPath = directory.work("\(task.id).mp4")
    let engine = configuration.engine
    let (hasBlankCover, hasForeignCover) = (faults.has(.blankCover), faults.has(.foreignCover))
    let cardPath = directory.work("\(task.id).cover.mp4")
    return try await blocking { deadline in
      let length =
        try engine?.run(video: video, audio: audio, plan: plan, to: workPath, examiner, deadline: deadline)
        ?? RenderOrder(video: video, audio: audio, passes: plan.passes, path: workPath).make(
          by: examiner, deadline: deadline)
      // A tenth into the result: past a black or faded start.
      var (pictured, moment) = (workPath, MediaTime(length.ticks(rate: 100), 1000))
      if hasBlankCover || hasForeignCover {
        (pictured, moment) = (cardPath, .zero)
        _ = try RenderOrder.card(isBlank: hasBlankCover, path: cardPath).make(
          by: examiner, deadline: deadline)
      }
      defer { try? FileManager.default.removeItem(atPath: cardPath) }
      let jpeg =
        try examiner.pictures(of: FileSource(path: pictured), at: [moment], deadline: deadline).first ?? []
      try PrivateFiles.write(jpeg, to: coverPath)
      try PrivateFiles.close(workPath)
      try? FileManager.default.removeItem(atPath: resultPath)
      try FileManager.default.moveItem(atPath: workPath, toPath: resultPath)
      return length
    }
  }

  /// Blocking work on a thread of its own, stopped when the worker's task is cancelled.
  private func blocking<T: Sendable>(_ work: @escaping @Sendable (Deadline) throws -> T) async throws -> T {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await onBlockingThread { try work(Deadline(instant: nil, cancellation: cancellation)) }
    } onCancel: {
      cancellation.cancel()
    }
  }
}

/// The lengths that a task uses, or why an input cannot be used.
private struct InputLengths {
  let video: MediaTime
  let audio: MediaTime

  init(video: String, audio: String, _ examiner: MediaExaminer, deadline: Deadline) throws {
    self.video = try Self.length(.video, of: video, examiner, deadline) { $0.video?.duration }
    self.audio = try Self.length(.audio, of: audio, examiner, deadline) { $0.audio?.duration }
  }

  private static func length(
    _ subject: Subject, of path: String, _ examiner: MediaExaminer, _ deadline: Deadline,
    _ pick: (MediaInfo) -> MediaTime?
  ) throws -> MediaTime {
    let info: MediaInfo
    let limit = Deadline(instant: .now + Defaults.sourceTimeout * 3, cancellation: deadline.cancellation)
    do {
      info = try examiner.probe(FileSource(path: path), deadline: limit)
    } catch {
      if deadline.mustStop { throw error }
      throw RenderJob.Failure.unusable(subject)
    }
    guard let length = pick(info), length > .zero else { throw RenderJob.Failure.unusable(subject) }
    return length
  }
}
