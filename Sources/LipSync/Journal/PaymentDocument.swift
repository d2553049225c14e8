/// What `lipflight jobs show --json` prints: what may be told of a payment.
///
/// A `JournalEntry` cannot be read back from it: the hashes by which signed links are told apart stay in the journal.
public struct PaymentDocument: JSONDocument, Equatable {
  /// 12 hexadecimal digits.
  public var id: String
  /// What is known of it.
  public var state: JournalEntry.State
  /// The service's id; nil where it is not known.
  public var taskID: String?
  /// What the user named: a whole path, or a URL with its signature shortened.
  public var video: String, audio: String
  /// How the video is stretched.
  public var playbackType: PlaybackType
  /// Whose.
  public var account: ServiceAccount
  /// When the create was about to be sent, the last one of several.
  public var intendedAt: UnixTime
  /// When it was answered, or found.
  public var createdAt: UnixTime?
  /// When the task was over.
  public var completedAt: UnixTime?
  /// Why it failed or was refused.
  public var error: String?
  /// The highest estimate.
  public var estimate: Credits?
  /// The credits that it took, where that could be told.
  public var charged: Credits?
  /// The contents.
  public var videoContent: ContentIdentity, audioContent: ContentIdentity
  /// What the service was given; nil where a link carries a signature.
  public var videoURL: String?, audioURL: String?
  /// What a run of the same job would have done when this was printed, and why.
  public var outlook: String

  /// What may be told of an entry of a journal.
  package init(_ entry: JournalEntry) {
    (id, state, taskID, playbackType) = (entry.id, entry.state, entry.taskID, entry.playbackType)
    (video, audio, account, outlook) = (entry.video, entry.audio, entry.account, entry.outlook)
    (intendedAt, createdAt, completedAt) = (entry.intendedAt, entry.createdAt, entry.completedAt)
    (error, estimate, charged) = (entry.error, entry.estimate, entry.charged)
    (videoContent, audioContent) = (entry.videoContent, entry.audioContent)
    (videoURL, audioURL) = (entry.videoURL.url, entry.audioURL.url)
  }

  /// The document.
  public var json: JSON {
    .object([
      ("id", .string(id)), ("state", .string(state.rawValue)), ("task_id", .optional(taskID)),
      ("video", .string(video)), ("audio", .string(audio)), ("playback_type", .string(playbackType.rawValue)),
      ("service", .string(account.service)), ("account", .string(account.account)),
      ("sent_at", .string(intendedAt.iso8601)), ("created_at", .optional(createdAt?.iso8601)),
      ("completed_at", .optional(completedAt?.iso8601)), ("error", .optional(error)),
      ("estimated_credits", estimate?.json ?? .null), ("charged_credits", charged?.json ?? .null),
      ("video_content", .string(videoContent.text)), ("audio_content", .string(audioContent.text)),
      ("video_url", .optional(videoURL)), ("audio_url", .optional(audioURL)), ("outlook", .string(outlook)),
    ])
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    id = try json.required("id", .string)
    state = try json.required("state", .word)
    taskID = try json.nullable("task_id", .string)
    video = try json.required("video", .string)
    audio = try json.required("audio", .string)
    playbackType = try json.required("playback_type", .word)
    account = ServiceAccount(
      service: try json.required("service", .string), account: try json.required("account", .string))
    intendedAt = try json.required("sent_at", .moment)
    createdAt = try json.nullable("created_at", .moment)
    completedAt = try json.nullable("completed_at", .moment)
    error = try json.nullable("error", .string)
    estimate = try json.nullable("estimated_credits", .document)
    charged = try json.nullable("charged_credits", .document)
    videoContent = ContentIdentity(text: try json.required("video_content", .string))
    audioContent = ContentIdentity(text: try json.required("audio_content", .string))
    videoURL = try json.nullable("video_url", .string)
    audioURL = try json.nullable("audio_url", .string)
    outlook = try json.required("outlook", .string)
  }
}

extension JournalEntry: Encodable {
  /// The members of the entry's `PaymentDocument`.
  public var json: JSON { PaymentDocument(self).json }

  /// Writes the entry's `PaymentDocument`, which is what can be read back.
  public func encode(to encoder: any Encoder) throws { try PaymentDocument(self).encode(to: encoder) }
}

/// What `lipflight jobs --json` prints: payments, the newest first.
public struct JobsDocument: JSONDocument, Equatable {
  /// The payments.
  public var jobs: [PaymentDocument]
  /// Why the journal could not be read; nil where it was, and then it is no member of the document.
  public var error: String?

  /// Lists payments.
  package init(jobs: [PaymentDocument], error: String? = nil) { (self.jobs, self.error) = (jobs, error) }

  /// The document.
  public var json: JSON {
    let members = error.map { [("error", JSON.string($0))] } ?? []
    return .object([("jobs", .array(jobs.map(\.json)))] + members)
  }

  /// Reads what `json` states, which is all.
  public init(json: JSON) throws(DocumentError) {
    jobs = try json.list("jobs", .document)
    error = json["error"] == nil ? nil : try json.nullable("error", .string)
  }
}
