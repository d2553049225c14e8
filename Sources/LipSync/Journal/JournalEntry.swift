internal import LipSyncTransfer

/// One payment: a create that was sent, or was about to be.
public struct JournalEntry: Sendable, Equatable {
  /// What is known of it.
  public enum State: String, Sendable, CaseIterable {
    /// The create was sent, or was about to be that very moment; whether it arrived is not known.
    case intended
    /// The task exists.
    case created
    /// The task is done.
    case success
    /// The task failed.
    case failed
    /// The service said no: nothing was paid.
    case refused
    /// Looked for at the service, and not there.
    case gone
  }

  /// A link as a journal keeps it: as it is where nothing in it is secret, and always as a hash.
  public struct SentURL: Sendable, Equatable {
    /// The URL; nil where it carries a signature, which is not kept.
    public let url: String?
    /// 32 hexadecimal digits of its SHA-256.
    public let digest: String

    /// A link as it was written down.
    public init(url: String?, digest: String) {
      self.url = url
      self.digest = digest
    }

    /// A link that is about to be used.
    public init(_ text: String) {
      self.init(url: shortened(text) == text ? text : nil, digest: Self.digest(text))
    }

    /// The exact link, where it is kept, or where it is the one that is at hand now.
    func matching(_ current: Source) -> String? {
      if let url { return url }
      guard case .url(let text) = current, Self.digest(text) == digest else { return nil }
      return text
    }

    static func digest(_ text: String) -> String { String(Digest.sha256(text).prefix(32)) }
  }

  /// 12 hexadecimal digits, for `lipflight jobs show ID`.
  public let id: String
  /// `JobIdentity.key`.
  public let job: String
  /// Whose.
  public let account: ServiceAccount
  /// The contents.
  public let videoContent: ContentIdentity, audioContent: ContentIdentity
  /// How the video is stretched.
  public let playbackType: PlaybackType
  /// What the user named: a whole path, or a URL with its signature shortened.
  public let video: String, audio: String
  /// What the service was given.
  public let videoURL: SentURL, audioURL: SentURL
  /// What is known of it.
  public var state: State
  /// The service's id.
  public var taskID: String?
  /// Why it failed or was refused.
  public var error: String?
  /// When the create was about to be sent, the last one of several.
  public var intendedAt: UnixTime
  /// When it was answered, or found.
  public var createdAt: UnixTime?
  /// When the task was over.
  public var completedAt: UnixTime?
  /// The highest estimate.
  public var estimate: Credits?
  /// The credits that were left before.
  public var quotaBefore: Credits?
  /// The credits that it took, where that could be told.
  public var charged: Credits?

  /// A payment as it was written down.
  public init(
    id: String, job: String, account: ServiceAccount, videoContent: ContentIdentity,
    audioContent: ContentIdentity, playbackType: PlaybackType, video: String, audio: String,
    videoURL: SentURL,
    audioURL: SentURL, state: State, taskID: String? = nil, error: String? = nil, intendedAt: UnixTime,
    createdAt: UnixTime? = nil, completedAt: UnixTime? = nil, estimate: Credits? = nil,
    quotaBefore: Credits? = nil, charged: Credits? = nil
  ) {
    self.id = id
    self.job = job
    self.account = account
    self.videoContent = videoContent
    self.audioContent = audioContent
    self.playbackType = playbackType
    self.video = video
    self.audio = audio
    self.videoURL = videoURL
    self.audioURL = audioURL
    self.state = state
    self.taskID = taskID
    self.error = error
    self.intendedAt = intendedAt
    self.createdAt = createdAt
    self.completedAt = completedAt
    self.estimate = estimate
    self.quotaBefore = quotaBefore
    self.charged = charged
  }

  /// When it was paid, as far as is known.
  public var paidAt: UnixTime { createdAt ?? intendedAt }

  /// Whether this is a standing payment for the same contents and type at the same service, made with another key.
  func isSameWork(as job: JobIdentity) -> Bool {
    account != job.account && account.service == job.account.service && videoContent == job.video
      && audioContent == job.audio && playbackType == job.playbackType && state != .refused && state != .gone
  }

  /// What a run of the same job would do, and why.
  public var outlook: String {
    switch state {
    case .intended:
      "its answer was lost: the same job looks for the task at the service, and is sent again only if there is none "
        + "\(ServiceConfiguration(baseURL: account.service).absenceTime.components.seconds / 60) minutes after it was sent, or if that is asked for"
    case .created: "the same job takes this task up and pays nothing"
    case .success: "the same job downloads this result again and pays nothing"
    case .failed:
      FailureCause(error).isTransient
        ? "its cause may have passed: the same job is sent again, a new payment"
        : "the same job reports this failure; it is sent again, a new payment, if that is asked for"
    case .refused:
      "the service said that nothing was created: the same job is sent again if it has no task there"
    case .gone: "the service does not know it: the same job is sent again if it has no other task there"
    }
  }

  /// The settings that the outlook speaks of.
  public var settings: [Setting] {
    switch state {
    case .intended: [.retryFailed]
    case .failed: FailureCause(error).isTransient ? [] : [.retryFailed]
    case .created, .success, .refused, .gone: []
    }
  }

  /// Takes over what the service tells of the task now.
  mutating func adopt(_ task: LipSyncTask, at now: UnixTime) {
    taskID = task.id
    createdAt = createdAt ?? now
    switch task.status {
    case .success: state = .success
    case .failed: (state, error) = (.failed, task.errorMessage)
    default: state = .created
    }
    if task.status.isTerminal { completedAt = task.completedAt.map { UnixTime($0) } ?? completedAt ?? now }
  }
}

/// An upload of a content to a service.
public struct UploadEntry: Sendable, Equatable {
  /// What was uploaded.
  public let content: ContentIdentity
  /// Where to.
  public let account: ServiceAccount
  /// The file's length in bytes.
  public let bytes: Int64
  /// By which the service fetches it; holds no signature.
  public let assetURL: String
  /// Whether all bytes are known to have arrived.
  public var isStored: Bool
  /// When it was announced, or stored.
  public var at: UnixTime

  /// An upload as it was written down.
  public init(
    content: ContentIdentity, account: ServiceAccount, bytes: Int64, assetURL: String, isStored: Bool,
    at: UnixTime
  ) {
    self.content = content
    self.account = account
    self.bytes = bytes
    self.assetURL = assetURL
    self.isStored = isStored
    self.at = at
  }
}
