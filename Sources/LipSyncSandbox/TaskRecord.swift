internal import LipSync
internal import LipSyncMedia

/// A task as the sandbox keeps it.
struct TaskRecord: Sendable, Equatable {
  /// A UUID, lower case.
  let id: String
  /// The order of creation: of several tasks for the same inputs the latest one counts.
  let number: Int64
  let videoURL: String
  let audioURL: String
  let playbackType: PlaybackType
  let createdAt: Int64
  var status: TaskStatus = .pending
  /// How often work on it was started and neither finished nor stopped cleanly: the process died.
  var attempts: Int64 = 0
  var completedAt: Int64?
  /// The output's length, once it is rendered.
  var duration: MediaTime?
  /// The credits taken, in hundredths; nil before they are taken, so that a restart does not take them twice.
  var charged: Int64?
  var error: String?

  /// The parameters of status by inputs.
  var inputs: TaskInputs { TaskInputs(videoURL: videoURL, audioURL: audioURL, playbackType: playbackType) }

  var json: JSON {
    .object([
      ("id", .string(id)), ("number", .int(number)), ("video_url", .string(videoURL)),
      ("audio_url", .string(audioURL)), ("playback_type", .string(playbackType.rawValue)),
      ("created_at", .int(createdAt)), ("status", .string(status.rawValue)),
      ("attempts", .int(attempts)),
      ("completed_at", .optional(completedAt)),
      (
        "duration",
        duration.map { .array([.int($0.numerator), .int($0.denominator)]) } ?? .null
      ),
      ("charged", .optional(charged)), ("error", .optional(error)),
    ])
  }
}

/// What makes two tasks tasks for the same inputs.
struct TaskInputs: Sendable, Hashable {
  let videoURL: String
  let audioURL: String
  let playbackType: PlaybackType
}

extension TaskRecord {
  /// Reads what `json` wrote; nil for anything else.
  init?(_ json: JSON) {
    guard let id = json["id"]?.stringValue, let number = json["number"]?.intValue,
      let videoURL = json["video_url"]?.stringValue, let audioURL = json["audio_url"]?.stringValue,
      let type = json["playback_type"]?.stringValue.flatMap(PlaybackType.init(rawValue:)),
      let createdAt = json["created_at"]?.intValue, let status = json["status"]?.stringValue
    else { return nil }
    self.init(
      id: id, number: number, videoURL: videoURL, audioURL: audioURL, playbackType: type, createdAt: createdAt
    )
    self.status = TaskStatus(rawValue: status)
    attempts = json["attempts"]?.intValue ?? 0
    completedAt = json["completed_at"]?.intValue
    charged = json["charged"]?.intValue
    error = json["error"]?.stringValue
    if case .array(let terms)? = json["duration"], terms.count == 2, let numerator = terms[0].intValue,
      let denominator = terms[1].intValue
    {
      duration = MediaTime(numerator, denominator)
    }
  }
}
