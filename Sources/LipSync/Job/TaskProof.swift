internal import Media

/// What a finished task says about itself.
enum TaskProof {
  /// The service's own word for a failure, with what is known of its cause.
  static func failure(_ task: LipSyncTask) -> Finding {
    let cause = FailureCause(task.errorMessage)
    let said = task.errorMessage.map { " (\"\($0)\")" } ?? ""
    return Finding(
      .taskFailed, about: .task, "The service failed task \(task.id): \(cause.sentence)\(said).",
      remedy: cause.remedy,
      evidence: [
        ("task_id", .string(task.id)), ("error", .optional(task.errorMessage)),
        ("cause", .string(cause.kind.rawValue)), ("transient", .bool(cause.isTransient)),
      ])
  }

  static func noResult(_ task: LipSyncTask) -> Finding {
    Finding(
      .resultIncomplete, about: .task,
      "Task \(task.id) is said to be a success, but names no result_url.",
      evidence: [("task_id", .string(task.id))])
  }

  static func notCreated(_ check: CheckReport) -> Finding {
    let unknown = [
      (check.video.media?.pictureLength, "video"), (check.audio.media?.audio?.duration, "audio"),
    ]
    .filter { $0.0 == nil }.map(\.1)
    return Finding(
      .taskNotCreated, about: .task,
      "Nothing was sent: the length of the \(unknown.joined(separator: " and of the ")) is unknown, and so is "
        + "which playback type fits.")
  }

  static let noCover = Finding(
    .coverUnreadable, about: .cover, "The task names no cover_url.", severity: .warning)
}
