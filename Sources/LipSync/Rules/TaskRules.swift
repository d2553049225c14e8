internal import LipSyncMedia

/// A job about to be sent.
struct PlannedTask: Sendable {
  /// The length of the video's picture; nil if unknown.
  let video: MediaTime?
  /// The audio's length; nil if unknown.
  let audio: MediaTime?
  /// The playback type; nil if none was chosen, and none can be advised.
  let playbackType: PlaybackType?
}

extension Rule {
  /// `task.*`, in the order in which a job meets them.
  static let taskRules: [Rule] = [
    .taskFailed, .taskNotCreated,
  ]

  /// The service failed the task.
  public static let taskFailed = Rule(
    "task.failed", .error,
    "The service failed the task.",
    "Fix what the service's message names, then submit again.",
    evidence: ["task_id", "error", "cause", "transient"])

  /// Nothing was sent: no playback type can be chosen for sources of unknown length.
  public static let taskNotCreated = Rule(
    "task.not-created", .error,
    "Nothing was sent: no playback type can be chosen for sources of unknown length.",
    "Name the playback type, or send sources whose lengths can be read.", settings: [.playbackType],
    judges: [
      Judge { (task: PlannedTask) in
        guard task.playbackType == nil else { return nil as Seen? }
        let unknown = [(task.video, "video"), (task.audio, "audio")].filter { $0.0 == nil }.map(\.1)
        return Seen(
          "Nothing was sent: the length of the \(unknown.joined(separator: " and of the ")) is unknown, and so is which "
            + "playback type fits.")
      }
    ])
}
