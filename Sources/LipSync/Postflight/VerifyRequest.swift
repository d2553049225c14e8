public import LipSyncMedia

/// What is to be proved about a result; each part that is left out is a proof that is not made.
public struct VerifyRequest: Sendable {
  /// The finished video.
  public var result: Source
  /// The picture that came with it.
  public var cover: Source?
  /// What the result is compared with.
  public var sent: SentMedia
  /// The length that the service stated.
  public var reportedDuration: MediaTime?
  /// Where downloads are kept; nil keeps none.
  public var directory: String?
  /// The file name, without its extension, under which downloads are kept; nil takes the URL's.
  public var name: String?
  /// What counts.
  public var judgement: Judgement

  /// Names what is to be proved.
  public init(
    result: Source, cover: Source? = nil, sent: SentMedia = SentMedia(), reportedDuration: MediaTime? = nil,
    directory: String? = nil, name: String? = nil, judgement: Judgement = Judgement()
  ) {
    self.result = result
    self.cover = cover
    self.sent = sent
    self.reportedDuration = reportedDuration
    self.directory = directory
    self.name = name
    self.judgement = judgement
  }

  /// What is to be proved about a task's result; nil if the task names none.
  public init?(of task: LipSyncTask, sent: SentMedia = SentMedia(), judgement: Judgement = Judgement()) {
    guard let url = task.resultURL else { return nil }
    self.init(
      result: Source(url), cover: task.coverURL.map { Source($0) }, sent: sent,
      reportedDuration: task.reportedDuration, judgement: judgement)
  }
}
