internal import Platform

/// What is to be paid for, and what does not change meanwhile.
struct PaymentOrder: Sendable {
  /// Account, contents and playback type.
  var job: JobIdentity
  /// The sources as they were named.
  var video: Source
  var audio: Source
  /// What it costs at most, and the credits that were left before; nil if unknown.
  var estimate: Credits?
  var quota: Credits?
  /// Whether a new payment is allowed; a task that is paid for already is taken up in any case.
  var mayPay = true
  /// Whether the user asked for a new payment if the last one came to nothing.
  var retryFailed = false
  /// Whether there is a journal by which the same job finds its task again.
  var isRemembered = true
  /// The service's times.
  var configuration: ServiceConfiguration

  /// A payment of this order, with the links that the service is given.
  func payment(
    _ id: String, _ links: SentLinks, _ state: JournalEntry.State, at time: UnixTime
  ) -> JournalEntry {
    JournalEntry(
      id: id, job: job.key, account: job.account, videoContent: job.video, audioContent: job.audio,
      playbackType: job.playbackType, video: video.recorded, audio: audio.recorded,
      videoURL: .init(links.video), audioURL: .init(links.audio), state: state, intendedAt: time)
  }

  /// A payment of this order as another key made it.
  func payment(_ id: String, like other: JournalEntry) -> JournalEntry {
    JournalEntry(
      id: id, job: job.key, account: job.account, videoContent: other.videoContent,
      audioContent: other.audioContent, playbackType: other.playbackType, video: other.video,
      audio: other.audio, videoURL: other.videoURL, audioURL: other.audioURL, state: .created,
      intendedAt: other.intendedAt, createdAt: other.paidAt)
  }

  /// The links of an earlier payment; nil if one of them was signed and the one at hand is another.
  func links(of entry: JournalEntry) -> SentLinks? {
    guard let video = entry.videoURL.matching(video), let audio = entry.audioURL.matching(audio) else {
      return nil
    }
    return SentLinks(video: video, audio: audio)
  }
}

/// The links that the service is given.
struct SentLinks: Sendable, Equatable {
  var video: String
  var audio: String
}

/// What the world adds to an event: so the machine has neither a clock nor chance.
struct Moment: Sendable {
  /// Now, by the calendar.
  var date: UnixTime
  /// Whether the caller wants no more.
  var isCancelled = false
  /// The id of a payment that may be written down next.
  var newID = ""
}

extension Source {
  /// As a journal keeps it: without its signature, and with a path that means the same wherever it is read.
  var recorded: String {
    guard case .file(let path) = self, !path.hasPrefix("/") else { return shown }
    return FileManager.default.currentDirectoryPath + "/" + path
  }
}
