public import LipSync

/// Many jobs that belong together: what `batch run` makes of a manifest.
public struct Batch: Sendable, Equatable {
  /// What may be done with a batch.
  public enum State: String, Sendable, CaseIterable {
    /// Its rows are being written; nobody may claim any yet. A run that died here continues with the same manifest.
    case filling
    /// Its jobs may be claimed.
    case open
  }

  /// Its key, chosen by the caller, such as a digest of the manifest and the account.
  public let id: String
  /// For people: the manifest's name.
  public let name: String
  /// When it was made, by the store's clock.
  public let created: UnixTime
  /// What workers have to know (options, service, output) as JSON text; no key, no signature.
  public let settings: String
  /// What all workers together may spend; nil for no ceiling.
  public let budget: Credits?
  /// What is spent and reserved of it: never above `budget`, except by charges that turned out higher than what was reserved.
  public let committed: Credits
  /// What may be done with it.
  public let state: State
}

/// A row of a manifest, to be put into the ledger.
public struct BatchRow: Sendable, Equatable {
  /// Its place in the manifest, from 1; the order in which jobs are claimed and listed.
  public var ordinal: Int64
  /// The manifest's id, unique in its batch.
  public var id: String
  /// A path or URL, as it may be shown. A signature has no place here: a worker needs the manifest for signed links.
  public var video: String
  /// A path or URL, as it may be shown.
  public var audio: String
  /// Chosen by hand; nil for the advised one.
  public var playbackType: PlaybackType?
  /// Where the result goes; nil for a place made from the id.
  public var output: String?
  /// Such as the language.
  public var labels: [String: String]

  /// A row.
  public init(
    ordinal: Int64, id: String, video: String, audio: String, playbackType: PlaybackType? = nil,
    output: String? = nil, labels: [String: String] = [:]
  ) {
    self.ordinal = ordinal
    self.id = id
    self.video = video
    self.audio = audio
    self.playbackType = playbackType
    self.output = output
    self.labels = labels
  }
}
