internal import LipSyncMedia
internal import LipSyncTransfer

/// A cover that was downloaded and decoded, not yet compared with its result.
struct DownloadedCover: Sendable {
  var facts: VerifyReport.Cover
  var picture: Thumbnail.Picture?
  var findings: [Finding] = []

  /// Fetches the cover that a request names, next to its result; nil if it names none.
  static func fetch(
    _ request: VerifyRequest, directory: String, kept: Bool, _ inspector: Inspector,
    _ refresh: Postflight.Refresh?
  ) async -> DownloadedCover? {
    guard let source = request.cover else { return nil }
    var cover = DownloadedCover(facts: VerifyReport.Cover(source: source.shown))
    do {
      let file = try await DownloadedFile.fetch(
        source, name: request.name, kind: .cover, directory: directory, client: inspector.client,
        refresh: refresh)
      cover.facts.path = kept || !source.isURL ? file.path : nil
      let picture = try await onBlockingThread(until: .now + inspector.timeout) { deadline in
        try inspector.examiner.still(FileSource(path: file.path), deadline: deadline)
      }
      (cover.facts.width, cover.facts.height) = (picture.width, picture.height)
      cover.picture = picture
    } catch let error as TransferError {
      cover.findings.append(
        Finding(.coverUnreadable, about: .cover, "The cover could not be fetched: \(error.message)."))
    } catch {
      let reason = (error as? MediaError)?.message ?? String(describing: error)
      cover.findings.append(
        Finding(.coverUnreadable, about: .cover, "The cover cannot be read as a picture: \(reason)."))
    }
    return cover
  }
}

extension VerifyReport {
  /// Compares a cover with the pictures of its result.
  mutating func add(_ found: DownloadedCover?, besides frames: [DecodedMedia.Frame], shaped aspect: Double?) {
    guard let found else { return }
    cover = found.facts
    findings += found.findings
    guard let picture = found.picture else { return }
    let nearest = CoverProof.nearest(to: picture, in: frames, shaped: aspect)
    cover?.moment = nearest?.time
    cover?.similarity = nearest?.similarity
    findings += CoverProof.findings(
      picture, similarity: nearest?.similarity, moment: nearest?.time, result: aspect)
  }
}
