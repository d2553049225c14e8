internal import LipSyncMedia
internal import Platform

/// What a finished task says about itself.
enum TaskProof {
  /// The service's own word for a failure, with what is known of its cause.
  ///
  /// - Parameters:
  ///   - isReused: whether it failed in an earlier run.
  ///   - audio: what our own probe says of the audio that was sent, where the cause lies there.
  static func failure(_ task: LipSyncTask, isReused: Bool = false, check: CheckReport? = nil) -> Finding {
    let cause = FailureCause(task.errorMessage)
    let seen = cause.subject.flatMap { inputFacts($0, check) } ?? ""
    let again =
      isReused
      ? " It failed in an earlier run; asked to retry, the job is sent again, which is a new payment." : ""
    let said = task.errorMessage.map { " (\"\($0)\")" } ?? ""
    return Finding(
      .taskFailed, about: .task, "The service failed task \(task.id): \(cause.sentence)\(said).\(seen)",
      remedy: cause.remedy + again,
      evidence: [
        ("task_id", .string(task.id)), ("error", .optional(task.errorMessage)),
        ("cause", .string(cause.kind.rawValue)), ("transient", .bool(cause.isTransient)),
      ], settings: isReused ? [.retryFailed] : [])
  }

  /// What our own probe says of the input that the service could not use: where it is sound, the way to it is not.
  private static func inputFacts(_ subject: Subject, _ check: CheckReport?) -> String? {
    guard let check else { return nil }
    let inspection = subject == .audio ? check.audio : check.video
    guard let media = inspection.media else { return nil }
    let length = subject == .audio ? media.audio?.duration : media.pictureLength
    let played = length.map { "\(JSON.seconds($0).text) s" } ?? "an unknown length"
    let stated =
      media.headerDuration.map { "its header says \(JSON.seconds($0).text) s" } ?? "its header states none"
    let way =
      inspection.link == nil
      ? "it was uploaded"
      : "its link answered HTTP \(inspection.link?.status.map { String($0) } ?? "?") here"
    return " Our own probe read \(played) of \(subject.rawValue) (\(stated), \(media.container)); \(way)."
  }

  static func noResult(_ task: LipSyncTask) -> Finding {
    Finding(
      .resultIncomplete, about: .task,
      "Task \(task.id) is said to be a success, but names no result_url.",
      evidence: [("task_id", .string(task.id))])
  }

  /// Nothing was sent, for want of a playback type; nil if there is one.
  static func notCreated(_ check: CheckReport) -> Finding? {
    Rule.findings(
      on: PlannedTask(
        video: check.video.media?.pictureLength, audio: check.audio.media?.audio?.duration,
        playbackType: check.chosen), about: .task
    ).first
  }

  static func notWritten(_ path: String, _ error: any Error) -> Finding {
    let reason = (error as? CocoaError)?.underlying.map { "\($0)" } ?? "\(error)"
    return Finding(
      .fileNotWritten, about: .result,
      "\(path) could not be written: \(reason)\(reason.hasSuffix(".") ? "" : ".")",
      evidence: [("path", .string(path))])
  }

  static let noCover = Finding(
    .coverUnreadable, about: .cover, "The task names no cover_url.", severity: .warning)
}
