internal import LipSyncMedia

/// What a result is compared with where the caller names nothing: what the journal says of its task.
extension Job {
  /// What was sent for a task, completed by what the journal knows. A source is taken up only if its content is still the one
  /// that was sent; else the reason is kept, and becomes a finding of the proof.
  ///
  /// - Parameters:
  ///   - sent: what the caller names, which stands.
  ///   - taskID: the task.
  package func completed(_ sent: SentMedia, of taskID: String) async -> SentMedia {
    guard sent.video == nil || sent.audio == nil || sent.playbackType == nil else { return sent }
    var sent = sent
    let entry: JournalEntry
    switch await payment(of: taskID) {
    case .success(let known): entry = known
    case .failure(let unknown):
      sent.videoTrouble = sent.video == nil ? unknown.words : nil
      sent.audioTrouble = sent.audio == nil ? unknown.words : nil
      return sent
    }
    sent.playbackType = sent.playbackType ?? entry.playbackType
    if sent.video == nil {
      let found = await source(.video, entry.video, entry.videoContent, entry.videoURL)
      (sent.video, sent.videoTrouble) = (found.source, found.trouble)
    }
    if sent.audio == nil {
      let found = await source(.audio, entry.audio, entry.audioContent, entry.audioURL)
      (sent.audio, sent.audioTrouble) = (found.source, found.trouble)
    }
    return sent
  }

  private struct Unknown: Error { var words: String }

  private func payment(of taskID: String) async -> Result<JournalEntry, Unknown> {
    guard journal.remembers else {
      return .failure(Unknown(words: "no journal was kept, and nobody named what was sent"))
    }
    do {
      if let entry = try await journal.entry(task: taskID, at: service.account) { return .success(entry) }
      return .failure(Unknown(words: "the journal does not know the task, and nobody named what was sent"))
    } catch {
      return .failure(Unknown(words: "the journal could not be read (\(error))"))
    }
  }

  /// A source as it was sent: the one that was named, or what the service was given of it.
  private func source(
    _ subject: Subject, _ named: String, _ content: ContentIdentity, _ given: JournalEntry.SentURL
  ) async -> (source: Source?, trouble: String?) {
    let named = Source(named)
    guard case .file(let path) = named else {
      guard let url = given.url else {
        return (nil, "the link to the \(subject) is signed, and the journal keeps no signatures")
      }
      return await unchanged(.url(url), subject, content)
    }
    let local = await unchanged(.file(path: path), subject, content)
    guard local.source == nil, let url = given.url else { return local }
    // What was uploaded may still be there, and is what the service has worked on.
    let upload = await unchanged(.url(url), subject, content)
    return upload.source == nil ? local : upload
  }

  /// The source if it still has the content that was sent, else why it is not compared with.
  private func unchanged(_ source: Source, _ subject: Subject, _ content: ContentIdentity) async -> (
    source: Source?, trouble: String?
  ) {
    if case .file(let path) = source, FileJudge.finding(path, about: subject) != nil {
      return (nil, "the \(subject) that was sent is not at \(path) any more")
    }
    do {
      guard try await self.content(of: source, subject, like: content) == content else {
        return (nil, "the \(subject) at \(source.shown) has changed since it was sent")
      }
      return (source, nil)
    } catch {
      return (nil, "the \(subject) at \(source.shown) cannot be read any more")
    }
  }

  /// What a source is now, told in the way in which it was told when it was sent.
  private func content(
    of source: Source, _ subject: Subject, like sent: ContentIdentity
  ) async throws -> ContentIdentity {
    guard case .url(let url) = source, !sent.isOfPackets else {
      let streams: PacketDigest.Streams = subject == .audio ? .audio : .all
      return .packets(try await inspector.digest(of: source, streams))
    }
    return .url(url, link: await inspector.inspect(source, as: subject).link)
  }
}
