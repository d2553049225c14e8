internal import GRDB
internal import LipSync

extension JournalEntry {
  /// The columns of a payment in the order of `values`.
  static let columns = [
    "id", "job", "service", "account", "video_content", "audio_content", "playback_type", "video", "audio",
    "video_url", "video_url_digest", "audio_url", "audio_url_digest", "state", "task_id", "error",
    "intended_at",
    "created_at", "completed_at", "estimate", "quota_before", "charged",
  ]

  var values: [(any DatabaseValueConvertible)?] {
    [
      id, job, account.service, account.account, videoContent.text, audioContent.text, playbackType.rawValue,
      video,
      audio, videoURL.url, videoURL.digest, audioURL.url, audioURL.digest, state.rawValue, taskID, error,
      intendedAt.seconds, createdAt?.seconds, completedAt?.seconds, estimate?.hundredths,
      quotaBefore?.hundredths, charged?.hundredths,
    ]
  }

  init(row: Row) throws {
    let (type, state): (String, String) = (row["playback_type"], row["state"])
    guard let type = PlaybackType(rawValue: type), let state = State(rawValue: state) else {
      throw JournalError(.newer, subject: row["id"], message: "holds words that are not known here.")
    }
    func credits(_ column: String) -> Credits? { (row[column] as Int64?).map { Credits(hundredths: $0) } }
    func time(_ column: String) -> UnixTime? { (row[column] as Int64?).map { UnixTime($0) } }
    self.init(
      id: row["id"], job: row["job"],
      account: ServiceAccount(service: row["service"], account: row["account"]),
      videoContent: ContentIdentity(text: row["video_content"]),
      audioContent: ContentIdentity(text: row["audio_content"]), playbackType: type, video: row["video"],
      audio: row["audio"], videoURL: SentURL(url: row["video_url"], digest: row["video_url_digest"]),
      audioURL: SentURL(url: row["audio_url"], digest: row["audio_url_digest"]), state: state,
      taskID: row["task_id"], error: row["error"], intendedAt: UnixTime(row["intended_at"]),
      createdAt: time("created_at"), completedAt: time("completed_at"), estimate: credits("estimate"),
      quotaBefore: credits("quota_before"), charged: credits("charged"))
  }
}
